/** One span for each request of the API. Goes on with the trace of the caller's `traceparent`. */
import { finished } from 'node:stream';
import { context, propagation, SpanKind } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { currentRequest } from '../http/request-context';
import { areSpansCollected, markFailed, openSpan, type OpenSpan } from './spans';

/** Probes and the files of a page say nothing of any post. */
const QUIET = /^\/(health\/|metrics$|admin(\/|$))/;

/** Before every other hook: what they do and write is a part of the request. */
export function traceRequests(fastify: FastifyInstance): void {
  if (!areSpansCollected()) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  const inside = (request: FastifyRequest, go: () => void) => {
    const open = spans.get(request);
    if (open === undefined) go();
    else context.with(open.context, go);
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    const open = begin(request, reply);
    if (open !== null) spans.set(request, open);
    inside(request, done);
  });
  // Reading the body has left the context.
  fastify.addHook('preValidation', (request, _reply, done) => inside(request, done));
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    const workspaceId = currentRequest()?.caller?.workspaceId;
    if (workspaceId !== undefined) spans.get(request)?.span.setAttribute('postern.workspace_id', workspaceId);
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, _reply, done) => inside(request, done));
}

function begin(request: FastifyRequest, reply: FastifyReply): OpenSpan | null {
  const route = request.routeOptions.url;
  if (route !== undefined && QUIET.test(route)) return null;
  const { method } = request;
  // Of the address only its template: the path itself may be anything, and the query may hold a token.
  const attributes = {
    'http.request.method': method,
    ...(route === undefined ? {} : { 'http.route': route }),
    'postern.request_id': request.id,
  };
  const given = propagation.extract(context.active(), request.headers);
  const start = () => openSpan(`${method} ${route ?? 'unmatched'}`, { kind: SpanKind.SERVER, attributes });
  const open = context.with(given, start);
  if (open === null) return null;
  // A stream that its reader leaves ends without any hook.
  finished(reply.raw, () => {
    const { statusCode } = reply.raw;
    open.span.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) markFailed(open.span, String(statusCode));
    open.span.end();
  });
  return open;
}
