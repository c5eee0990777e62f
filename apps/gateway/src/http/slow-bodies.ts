import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuseBrokenHttp } from './broken-http';
import { BODY_LIMIT_BYTES, BODY_WITHIN_MS, SLOWEST_BODY_BYTES_PER_SECOND } from './limits';

const FORM = /^multipart\/form-data\b/i;

/**
 * A body that drips in byte by byte would hold its connection for as long as an upload of media may take. JSON
 * is small: whoever has not sent it in time is answered as one whose headers do not come. Forms, which bring
 * media, have the server's own limit alone.
 *
 * @param graceMs what the smallest body may take
 */
export function refuseSlowBodies(fastify: FastifyInstance, graceMs = BODY_WITHIN_MS): void {
  const open = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const stop = (request: FastifyRequest) => clearTimeout(open.get(request));
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    // Small bodies come with their headers: most requests need no timer.
    if (!request.raw.complete && !FORM.test(request.headers['content-type'] ?? '')) {
      const late = setTimeout(
        () => refuseBrokenHttp(tooSlow(), request.raw.socket),
        withinMs(request, graceMs),
      );
      open.set(request, late);
    }
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    stop(request);
    done();
  });
  // Where the body was refused, or its sender has gone.
  fastify.addHook('onResponse', (request, _reply, done) => {
    stop(request);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    stop(request);
    done();
  });
}

function withinMs(request: FastifyRequest, graceMs: number): number {
  const limit = request.routeOptions.bodyLimit ?? BODY_LIMIT_BYTES;
  return graceMs + (1_000 * limit) / SLOWEST_BODY_BYTES_PER_SECOND;
}

/** As Node's own error for a request that does not arrive. */
function tooSlow(): NodeJS.ErrnoException {
  return Object.assign(new Error('The body does not arrive.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
