import type { FastifyRequest } from 'fastify';
import type { PostpostState } from './state';
import { isKeyOwner, isObjectId } from './state';
import { Refusal } from './refusal';

/**
 * Whose data a request is about: the key's owner, or the managed user it names. The order of the checks
 * follows the order of PostPost's table of authentication errors; none is documented.
 */
export function callerOf(state: PostpostState, headers: FastifyRequest['headers']): string {
  const key = headers['x-api-key'];
  if (typeof key !== 'string' || key === '') throw Refusal.because(401, 'API key is required');
  const keyUserId = state.keys[key];
  if (keyUserId === undefined) throw Refusal.because(401, 'Invalid API key');
  const known = isKeyOwner(state, keyUserId) || state.users.some(({ _id }) => _id === keyUserId);
  if (!known) throw Refusal.because(401, 'Invalid API key owner');
  const { plan, workspaceAccess } = state.settings;
  if (!plan.apiAccess) throw Refusal.because(403, 'API access is not enabled for this account');
  if (headers['x-postpost-client'] === 'mcp' && !plan.mcpAccess) {
    throw Refusal.because(403, 'MCP access is not enabled for this account');
  }
  const asUser = headers['x-postpost-user-id'];
  if (asUser === undefined || asUser === '') return keyUserId;
  if (!isObjectId(asUser)) throw Refusal.because(400, 'Invalid x-postpost-user-id');
  if (asUser === keyUserId) return keyUserId;
  // Managed users own no workspace; only the account owner may have one.
  if (!workspaceAccess || !isKeyOwner(state, keyUserId)) {
    throw Refusal.because(403, 'Workspace access is not enabled for this key');
  }
  const managed = state.users.some(({ _id, parentUser }) => _id === asUser && parentUser === keyUserId);
  if (!managed) throw Refusal.because(403, 'User is not managed by key');
  return asUser;
}

/** The key owner whose users the workspace endpoints act on. */
export function requireWorkspace(state: PostpostState, callerId: string): string {
  if (!state.settings.workspaceAccess || !isKeyOwner(state, callerId)) {
    throw Refusal.because(403, 'Workspace access is not enabled for this key');
  }
  return callerId;
}
