import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isMadeBy, newestShownMs } from '../frame/fresh-rows';
import { serveObjectStorage } from '../frame/object-storage';
import { callerOf } from './caller';
import { connectionsView, testConnection } from './connections';
import type { PostpostParts } from './parts';
import { LOGS_SHOWN } from './post-log';
import { expressPage, Refusal } from './refusal';
import { addSandboxRoutes } from './sandbox-routes';
import type { PostGroup } from './state';
import { getPostView, listPostsView, type ListQuery } from './views';
import { addWebhookRoutes } from './webhook-routes';
import { addWorkspaceRoutes } from './workspace-routes';

/** Whose data the request is about; set once it is authenticated. */
export type CallerOf = (request: FastifyRequest) => string;

/** All of `/postpost`: the API, the bucket behind its upload URLs, and the sandbox's own levers. */
export async function addRoutes(app: FastifyInstance, parts: PostpostParts): Promise<void> {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('text/html; charset=utf-8')
      .send(expressPage(`Cannot ${request.method} ${pathOf(request)}`)),
  );
  readJsonLikeExpress(app);
  addSandboxRoutes(app, parts);
  await serveObjectStorage(app, parts.media.storage);
  await app.register(
    (api, _options, done) => {
      const callers = new WeakMap<FastifyRequest, string>();
      const caller: CallerOf = (request) => callers.get(request) ?? '';
      api.addHook('onRequest', (request, _reply, next) => {
        try {
          callers.set(request, callerOf(parts.slice.value, request.headers));
          next();
        } catch (error) {
          next(error as Error);
        }
      });
      addPostRoutes(api, parts, caller);
      addConnectionRoutes(api, parts, caller);
      addWebhookRoutes(api, parts, caller);
      addWorkspaceRoutes(api, parts, caller);
      done();
    },
    { prefix: '/api/v1' },
  );
}

type ById = { Params: { id: string } };

function addPostRoutes(
  api: FastifyInstance,
  { slice, index, groups, context, media }: PostpostParts,
  caller: CallerOf,
): void {
  const faultSubject = ({ params }: FastifyRequest) =>
    index.find((params as { id: string }).id.toLowerCase())?.content ?? null;
  const create = { operation: 'postpost.create-post', faultText: contentOf };
  api.post('/create-post', { config: create }, (request) => {
    const group = groups.create(caller(request), request.body);
    return { success: true, postGroupId: group._id };
  });
  api.get<ById>('/get-post/:id', { config: { operation: 'postpost.get-post', faultSubject } }, (request) => {
    const group = groups.find(caller(request), request.params.id, 'Failed to fetch post group');
    return getPostView(group, slice.value.settings);
  });
  api.get('/list-posts', { config: { operation: 'postpost.list-posts', lists: true } }, (request) => {
    const mediaUrls = ({ _id }: PostGroup) => media.of(_id).map(({ fileUrl }) => fileUrl);
    const newestMs = newestShownMs(request, context.clock);
    return listPostsView(index.ofUser(caller(request)), mediaUrls, request.query as ListQuery, newestMs);
  });
  api.put<ById>(
    '/update-post/:id',
    { config: { operation: 'postpost.update-post', faultSubject } },
    (request) => {
      const { _id, status, scheduledTime } = groups.update(caller(request), request.params.id, request.body);
      const postGroup = { _id, status, scheduledTime: scheduledTime ?? undefined };
      return { success: true, message: 'Post updated successfully', postGroup };
    },
  );
  api.delete<ById>(
    '/delete-post/:id',
    { config: { operation: 'postpost.delete-post', faultSubject } },
    (request) => {
      groups.delete(caller(request), request.params.id);
      return { success: true };
    },
  );
  api.get<ById>(
    '/post-logs/:id',
    { config: { operation: 'postpost.post-logs', lists: true, faultSubject } },
    (request) => {
      const group = groups.find(caller(request), request.params.id, 'Failed to get post logs');
      const newestMs = newestShownMs(request, context.clock);
      const logs = group.logs.filter(({ createdAt }) => isMadeBy(createdAt, newestMs));
      return { success: true, logs: logs.slice(0, LOGS_SHOWN) };
    },
  );
  api.post('/get-upload-url', { config: { operation: 'postpost.get-upload-url' } }, (request) =>
    media.createUploadUrl(request.body),
  );
}

function addConnectionRoutes(
  api: FastifyInstance,
  { slice, context }: PostpostParts,
  caller: CallerOf,
): void {
  const list = { operation: 'postpost.platform-connections', lists: true };
  api.get('/platform-connections', { config: list }, (request) => {
    const times = { nowMs: context.clock.now(), newestMs: newestShownMs(request, context.clock) };
    return { success: true, connections: connectionsView(slice.value, caller(request), times) };
  });
  api.post<ById>('/test-connection/:id', { config: { operation: 'postpost.test-connection' } }, (request) =>
    testConnection(slice.value, caller(request), request.params.id, context.clock.now()),
  );
}

function contentOf({ body }: FastifyRequest): string | null {
  if (typeof body !== 'object' || body === null || !('content' in body)) return null;
  return typeof body.content === 'string' ? body.content : null;
}

function answerError(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return reply.code(error.status).send(error.body);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 500) return reply.code(500).send({ error: 'Internal server error' });
  // A body that Express cannot read never reaches PostPost's own code.
  return reply.code(status).type('text/html; charset=utf-8').send(expressPage(error.message));
}

/** Express takes an empty body for an empty object, whatever its declared type. */
function readJsonLikeExpress(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    if (text === '') return done(null, {});
    try {
      done(null, JSON.parse(String(text)));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}

function pathOf({ url }: FastifyRequest): string {
  return url.replace(/\?.*/, '').replace(/^\/postpost/, '');
}
