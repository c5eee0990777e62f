import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LayersParts } from './endpoint';
import { envelope, LayersError } from './errors';
import { requestId } from './ids';
import type { ApiKey } from './model';

/** Authentication, scopes, rate limits and the error envelope for everything below `/layers/v1`. */
export function addGuard(app: FastifyInstance, parts: LayersParts): void {
  app.decorateRequest('layersKey', null);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', requestId());
    try {
      const key = authenticate(parts, request);
      const endpointClass =
        request.method === 'GET' || request.method === 'HEAD' ? 'read-light' : 'write-light';
      void reply.headers(parts.limits.take(key.id, endpointClass));
      checkScope(parts, key, request.routeOptions.config.layersScope ?? null);
      request.layersKey = key;
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  app.setErrorHandler((error, _request, reply) => sendError(reply, asLayersError(error)));
  app.setNotFoundHandler((_request, reply) => {
    sendError(reply, new LayersError(404, 'NOT_FOUND', 'No such endpoint.'));
  });
}

/**
 * Generation B takes `Authorization: Bearer` only; in generation A `X-Api-Key` comes first and wins over
 * a Bearer token (Layers docs, authentication).
 */
function authenticate({ state, settings }: LayersParts, { headers }: FastifyRequest): ApiKey {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  const apiKey = headers['x-api-key'];
  const secret = settings.vocabulary === 'A' && typeof apiKey === 'string' ? apiKey : bearer;
  const key = state.value.keys.find((candidate) => candidate.secret === secret);
  if (key === undefined)
    throw new LayersError(401, 'UNAUTHENTICATED', 'The API key is missing or not valid.');
  if (key.killed) {
    throw new LayersError(503, 'KILL_SWITCH', 'This API key is suspended.', { scope: 'key' });
  }
  return key;
}

/** Scopes are enforced since generation C only; generation A keys carry none. */
function checkScope({ settings }: LayersParts, { scopes }: ApiKey, scope: string | null): void {
  if (settings.vocabulary === 'A' || scope === null || scopes.includes('*') || scopes.includes(scope)) return;
  throw new LayersError(403, 'FORBIDDEN_SCOPE', `This key lacks ${scope}.`, { requiredScope: scope });
}

/** Fastify's own errors (JSON that does not parse, bodies too large) in Layers' envelope. */
function asLayersError(error: unknown): LayersError {
  if (error instanceof LayersError) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const message = error instanceof Error ? error.message : String(error);
  return status < 500
    ? new LayersError(status, 'VALIDATION', message, { issues: [{ path: '', message }] })
    : new LayersError(500, 'INTERNAL', message);
}

function sendError(reply: FastifyReply, error: LayersError): void {
  const id = reply.getHeader('X-Request-Id');
  void reply
    .code(error.status)
    .headers(error.headers)
    .send(envelope(error, typeof id === 'string' ? id : requestId()));
}
