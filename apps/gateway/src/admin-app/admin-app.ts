/** Serves the built admin app: files to anybody, since all that it shows it reads from the API with a session. */
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config';
import { sendProblem, toProblem } from '../http/problem.filter';

const PREFIX = '/admin';
const PAGE = 'index.html';
/** One file of the build: no folder, none above it, nothing hidden. */
const ASSET = /^assets\/[\w-][\w.-]*$/;

/** Beside the gateway, in the repository and in its image. */
const BUILT_APP = join(__dirname, '..', '..', '..', 'admin', 'dist');

const NOT_BUILT =
  'The admin app is not here: it was not built. Run “npm run build” in the repository, or name the folder of a ' +
  'built one in POSTERN_ADMIN_DIR. The API works without it.\n';

export async function serveAdminApp(fastify: FastifyInstance, config: Config): Promise<void> {
  const root = config.adminDir ?? BUILT_APP;
  const loose = await filesOf(root);
  const headers = headersOf(config);
  await fastify.register(async (scope) => {
    // Nest's filter does not reach here.
    scope.setErrorHandler((error, request, reply) => {
      sendProblem(reply, toProblem(error, request), request.id);
    });
    await scope.register(fastifyStatic, {
      root,
      serve: false,
      index: false,
      cacheControl: false,
      dotfiles: 'ignore',
      preCompressed: true,
    });
    scope.get('/', (_request, reply) => reply.redirect(`${PREFIX}/`));
    scope.get(PREFIX, (request, reply) => reply.redirect(`${PREFIX}/${queryOf(request)}`));
    scope.get<{ Params: { '*': string } }>(`${PREFIX}/*`, async (request, reply) => {
      const path = request.params['*'];
      void reply.headers(headers);
      // The name of such a file changes with its content; one that is gone is no page of the app.
      if (path.startsWith('assets/')) {
        if (!ASSET.test(path)) return reply.callNotFound();
        return reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(path);
      }
      void reply.header('cache-control', 'no-cache');
      if (path !== PAGE && loose.has(path)) return reply.sendFile(path);
      return (await isThere(join(root, PAGE))) ? reply.sendFile(PAGE) : notBuilt(reply);
    });
  });
}

/** Files beside the page, such as its icon; every other path is the app's own to understand. */
async function filesOf(root: string): Promise<Set<string>> {
  if (!(await isThere(root))) return new Set();
  const entries = await readdir(root, { withFileTypes: true });
  return new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function notBuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
}

function queryOf({ url }: FastifyRequest): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

/** Nothing runs that is not ours, nothing is sent elsewhere, and no other page may frame it. */
function headersOf({ publicUrl }: Config): Record<string, string> {
  // Media of posts stand anywhere; over https a browser would not show those of plain http.
  const media = publicUrl?.startsWith('https:')
    ? "'self' data: blob: https:"
    : "'self' data: blob: https: http:";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The component library sets sizes and colours in style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src ${media}`,
    `media-src ${media}`,
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
}
