import type { FastifyInstance } from 'fastify';
import { isMadeBy, newestShownMs } from '../frame/fresh-rows';
import { requireWorkspace } from './caller';
import type { PostpostParts } from './parts';
import type { CallerOf } from './routes';
import {
  connectionUrl,
  createUser,
  createUserKey,
  detachUser,
  managedUser,
  managedUsers,
  userView,
} from './workspace';

type ById = { Params: { id: string } };

/** None of these answers but the delete carries `success` (workspace guide). */
export function addWorkspaceRoutes(
  api: FastifyInstance,
  { slice, context }: PostpostParts,
  caller: CallerOf,
): void {
  api.get('/workspace/users', { config: { operation: 'postpost.list-users', lists: true } }, (request) => {
    const ownerId = requireWorkspace(slice.value, caller(request));
    const newestMs = newestShownMs(request, context.clock);
    const users = managedUsers(slice.value, ownerId).filter(({ createdAt }) => isMadeBy(createdAt, newestMs));
    return { users: users.map(userView) };
  });
  api.post('/workspace/users', { config: { operation: 'postpost.create-user' } }, (request, reply) => {
    const ownerId = requireWorkspace(slice.value, caller(request));
    const made = { ownerId, createdAt: context.clock.iso() };
    return reply.code(201).send({ user: userView(createUser(slice.value, made, request.body)) });
  });
  api.delete<ById>('/workspace/users/:id', { config: { operation: 'postpost.detach-user' } }, (request) => {
    const ownerId = requireWorkspace(slice.value, caller(request));
    detachUser(slice.value, ownerId, request.params.id);
    return { success: true };
  });
  const key = { operation: 'postpost.create-user-key' };
  api.post<ById>('/workspace/users/:id/api-key', { config: key }, (request) => {
    const ownerId = requireWorkspace(slice.value, caller(request));
    const apiKey = createUserKey(slice.value, ownerId, request.params.id);
    return { message: 'API key generated', apiKey, userId: request.params.id };
  });
  const url = { operation: 'postpost.create-connection-url' };
  api.post<ById>('/workspace/users/:id/connection-url', { config: url }, (request) => {
    const ownerId = requireWorkspace(slice.value, caller(request));
    return connectionUrl(context, managedUser(slice.value, ownerId, request.params.id), request.body);
  });
}
