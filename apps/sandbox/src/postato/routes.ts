import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isMadeBy, newestShownMs } from '../frame/fresh-rows';
import { serveObjectStorage } from '../frame/object-storage';
import { accountView } from './account-view';
import { callerOf, requirePermission, workspaceOf, workspacesOf } from './caller';
import { textOfContent } from './content-text';
import { addMcpRoute } from './mcp';
import { addMediaRoutes } from './media-routes';
import type { PostatoParts } from './parts';
import { pageOf } from './post-list';
import { Refusal } from './refusal';
import { addSandboxRoutes } from './sandbox-routes';
import type { ApiKey } from './state';

/** Who calls and about which workspace; throws Postato's refusals. */
export interface Access {
  key(request: FastifyRequest): ApiKey;
  workspace(request: FastifyRequest): string;
}

/** All of `/generic/postato`: the API, the bucket behind its upload URLs, and the sandbox's own levers. */
export async function addRoutes(app: FastifyInstance, parts: PostatoParts): Promise<void> {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'not_found', message: 'No such route' }),
  );
  tolerateEmptyJson(app);
  addSandboxRoutes(app, parts);
  await serveObjectStorage(app, parts.media.storage);
  await app.register((scope) => addMcpRoute(scope, parts, authenticate(scope, parts)));
  await app.register(
    async (api) => {
      const access = authenticate(api, parts);
      addWorkspaceList(api, parts, access);
      // The second family is the guides' shorthand: routes that find the workspace by themselves.
      for (const prefix of ['/workspaces/:workspaceId', '']) {
        await api.register(
          async (scope) => {
            addPostRoutes(scope, parts, access);
            addOtherRoutes(scope, parts, access);
            await addMediaRoutes(scope, parts, access);
          },
          { prefix },
        );
      }
    },
    { prefix: '/v1' },
  );
}

function authenticate(api: FastifyInstance, { slice }: PostatoParts): Access {
  api.addHook('onRequest', (request, _reply, next) => {
    try {
      callerOf(slice.value, request.headers);
      next();
    } catch (error) {
      next(error as Error);
    }
  });
  const key = (request: FastifyRequest): ApiKey => callerOf(slice.value, request.headers);
  return {
    key,
    workspace: (request) => {
      const { workspaceId } = request.params as { workspaceId?: string };
      return workspaceOf(slice.value, key(request), workspaceId);
    },
  };
}

function addWorkspaceList(api: FastifyInstance, parts: PostatoParts, access: Access): void {
  const { slice, index, context } = parts;
  api.get('/workspaces', { config: { operation: 'postato.list-workspaces', lists: true } }, (request) => ({
    items: workspacesOf(slice.value, access.key(request))
      .filter(({ createdAt }) => isMadeBy(createdAt, newestShownMs(request, context.clock)))
      .map(({ id, name, createdAt }) => {
        const accounts = slice.value.accounts.filter(({ workspaceId }) => workspaceId === id);
        return {
          id,
          name,
          createdAt,
          updatedAt: createdAt,
          connectedAccountCount: accounts.length,
          connectedPlatforms: [...new Set(accounts.map(({ platform }) => platform))],
          memberCount: 1,
          recentPostCount: index.ofWorkspace(id).length,
        };
      }),
  }));
}

type ById = { Params: { id: string } };

function addPostRoutes(scope: FastifyInstance, parts: PostatoParts, access: Access): void {
  const { context, slice, index, speaker, posts, approvals } = parts;
  const faultSubject = ({ params }: FastifyRequest) => {
    const { id } = params as { id: string };
    const post = index.find(id) ?? index.find(`pst_${id}`);
    return post?.items.map(({ text }) => text).join('\n') ?? null;
  };
  scope.post(
    '/posts',
    { config: { operation: 'postato.create', faultText: contentOf } },
    (request, reply) => {
      requirePermission(access.key(request), 'posts.publish');
      const header = request.headers['idempotency-key'];
      const key = typeof header === 'string' && header !== '' ? header : null;
      const created = posts.create(access.workspace(request), key, request.body);
      return reply.code(slice.value.settings.createdStatus).send(created);
    },
  );
  scope.get('/posts', { config: { operation: 'postato.list', lists: true } }, (request) => {
    const mine = index.ofWorkspace(access.workspace(request));
    const { posts: shown, ...page } = pageOf(mine, request.query, newestShownMs(request, context.clock));
    return { items: shown.map((post) => speaker.post(post)), ...page };
  });
  scope.get<ById>('/posts/:id', { config: { operation: 'postato.get', faultSubject } }, (request) =>
    speaker.post(posts.find(access.workspace(request), request.params.id)),
  );
  scope.patch<ById>('/posts/:id', { config: { operation: 'postato.update', faultSubject } }, (request) => {
    requirePermission(access.key(request), 'posts.publish');
    return speaker.post(posts.update(access.workspace(request), request.params.id, request.body));
  });
  scope.delete<ById>('/posts/:id', { config: { operation: 'postato.cancel', faultSubject } }, (request) => {
    requirePermission(access.key(request), 'posts.publish');
    posts.cancel(access.workspace(request), request.params.id);
    return { success: true };
  });
  // The path is a guess, after the tool of the same purpose.
  scope.get<ById>(
    '/posts/:id/approval',
    { config: { operation: 'postato.get-approval', faultSubject } },
    (request) => approvals.of(posts.find(access.workspace(request), request.params.id).id),
  );
}

function addOtherRoutes(scope: FastifyInstance, parts: PostatoParts, access: Access): void {
  const { slice, approvals, webhooks, context } = parts;
  // Path and body are guesses, after the tool `list_accounts`.
  scope.get('/accounts', { config: { operation: 'postato.list-accounts', lists: true } }, (request) => {
    const workspace = access.workspace(request);
    const newestMs = newestShownMs(request, context.clock);
    const mine = slice.value.accounts.filter(({ workspaceId }) => workspaceId === workspace);
    return { accounts: mine.filter(({ connectedAt }) => isMadeBy(connectedAt, newestMs)).map(accountView) };
  });
  const queue = { operation: 'postato.list-approvals', lists: true };
  scope.get('/approvals', { config: queue }, (request) => ({
    items: approvals.queue(access.workspace(request), newestShownMs(request, context.clock)),
  }));
  scope.post('/webhooks', { config: { operation: 'postato.create-webhook' } }, (request, reply) =>
    reply.code(201).send(webhooks.register(access.workspace(request), request.body)),
  );
}

/** The texts of all items together, so that a word in a later tweet counts too. */
function contentOf({ body }: FastifyRequest): string | null {
  return textOfContent(body);
}

function answerError(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return reply.code(error.status).headers(error.headers).send(error.body);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const code = status >= 500 ? 'internal_error' : 'INVALID_REQUEST';
  return reply.code(status).send({ error: code, message: error.message });
}

function tolerateEmptyJson(app: FastifyInstance): void {
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
