import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config';

/** Replies are data: a browser that takes one for a page runs nothing of it, and nobody frames it. */
const OF_DATA = "default-src 'none'; frame-ancestors 'none'";

/** The reference runs its own scripts and asks the API; its component library writes style attributes. */
const OF_REFERENCE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Browsers keep to HTTPS for a year, once they have met the installation there. */
const TRANSPORT = 'max-age=31536000';

/**
 * Headers that tell browsers to be careful. Routes with pages of their own (the admin app, media) replace them.
 * There are none for cross-origin requests: pages of other origins cannot read the API.
 */
export function sendSecurityHeaders(fastify: FastifyInstance, { publicUrl }: Config): void {
  const isHttps = publicUrl?.startsWith('https:') === true;
  fastify.addHook('onRequest', (request, reply, done) => {
    const { url } = request;
    const isReference = url === '/docs' || url.startsWith('/docs/');
    void reply.header('content-security-policy', isReference ? OF_REFERENCE : OF_DATA);
    void reply.header('x-frame-options', 'DENY').header('referrer-policy', 'no-referrer');
    if (isHttps) void reply.header('strict-transport-security', TRANSPORT);
    // Kept by no cache on the way, and by none of the browser's without asking again.
    if (url.startsWith('/v1/')) void reply.header('cache-control', 'private, no-cache');
    done();
  });
}
