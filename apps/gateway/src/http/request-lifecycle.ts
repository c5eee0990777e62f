/** What happens to every request, whichever route it meets: its id, its timing, its line in the log. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { newId } from '../database/ids';
import { flawOfHeaders } from './broken-http';
import { problem, type ProblemError } from './problem';
import { refusalOfRoute } from './route-methods';
import { upstreamMsOf } from './upstream-time';

const REQUEST_ID = /^[A-Za-z0-9._~:/+=@-]{1,128}$/;

/** The caller's `X-Request-Id` where it is sane, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
}

export function watchRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    nameRequest(request, reply);
    done(refusalOf(request) ?? undefined);
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    reply.header('server-timing', serverTiming(request, reply));
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    const line = {
      requestId: request.id,
      method: request.method,
      route: route ?? strayPath(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    // Probes come every few seconds and say nothing while all is well; no more do the files of a page.
    const probe = route?.startsWith('/health/') === true || route === '/metrics';
    const quiet = (probe || route === '/admin/*') && reply.statusCode < 400;
    logger[quiet ? 'debug' : 'info'](line, 'request');
    done();
  });
}

/** Where there is no such route. Long segments are left out: whoever is astray may carry a key or a signature. */
function strayPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.replace(/[^/]{24,}/g, '…').slice(0, 200);
}

/** What can be refused before the body is read. */
function refusalOf(request: FastifyRequest): ProblemError | null {
  const flaw = flawOfHeaders(request.raw);
  if (flaw !== null) return flaw;
  // Postgres can hold no NUL, and no path or filter of ours has one.
  if (/%00/.test(request.url)) return problem.malformed('The address holds a NUL character.');
  return request.is404 ? refusalOfRoute(request) : null;
}

export function nameRequest(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

/** `app` is our own share in milliseconds; `upstream` what providers took while the caller waited. */
function serverTiming(request: FastifyRequest, reply: FastifyReply): string {
  const upstream = upstreamMsOf(request);
  const own = Math.max(0, reply.elapsedTime - upstream);
  return `app;dur=${own.toFixed(1)}${upstream > 0 ? `, upstream;dur=${upstream.toFixed(1)}` : ''}`;
}
