/** One span for each exchange with a provider. */
import { SpanKind } from '@opentelemetry/api';
import type { HttpOutcome, HttpPort, HttpRequest } from '@postern/core';
import { areSpansCollected, currentOperation, inSpan, noteInSpan, tracingHeaders } from './spans';

/** Through whom it goes. */
interface Through {
  id: string;
  provider: string;
  workspace_id: string;
}

/** The same port; where spans are collected, each of its exchanges is one. */
export function tracedPort(through: Through, port: HttpPort): HttpPort {
  if (!areSpansCollected()) return port;
  return {
    send: (request) =>
      inSpan(
        `upstream ${request.method}`,
        () => ({ kind: SpanKind.CLIENT, attributes: attributesOf(through, request) }),
        async () => {
          const headers = { ...tracingHeaders('upstream'), ...request.headers };
          const outcome = await port.send({ ...request, headers });
          noteInSpan(endOf(outcome));
          return outcome;
        },
      ),
  };
}

function attributesOf(through: Through, request: HttpRequest) {
  return {
    'http.request.method': request.method,
    ...hostOf(request.url),
    'postern.operation': currentOperation() ?? 'other',
    'postern.connection_id': through.id,
    'postern.provider': through.provider,
    'postern.workspace_id': through.workspace_id,
  };
}

function endOf(outcome: HttpOutcome) {
  return {
    'postern.outcome': outcome.kind,
    ...(outcome.kind === 'response'
      ? { 'http.response.status_code': outcome.status }
      : { 'error.type': outcome.cause }),
  };
}

/** Of the address nothing else: some upstreams have tokens in the path. */
export function hostOf(url: string): { 'server.address'?: string; 'server.port'?: number } {
  if (!URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return {
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  };
}
