/** Routes whose bodies are bytes to us, not JSON: a signature over them is checked before anything reads them. */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';

/** Address of inbound hooks, as Fastify knows it. */
const HOOKS = '/hooks/:connectionId';

/** Webhooks speak of one post, or of a few. */
const HOOK_LIMIT_BYTES = 256 * 1024;

/** Before any route is registered. */
export function takeBytesOfHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url === HOOKS) route.bodyLimit = HOOK_LIMIT_BYTES;
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    // Whatever an upstream calls it: there is one parser, and it leaves the bytes of these routes as they are.
    if (takesBytes(request)) request.headers['content-type'] = 'application/json';
    done();
  });
}

export const takesBytes = (request: FastifyRequest): boolean => request.routeOptions.url === HOOKS;
