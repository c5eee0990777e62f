import type { FastifyRequest } from 'fastify';
import { notFound, Refusal } from './refusal';
import type { ApiKey, PostatoState, Tenant } from './state';

const KEY = /^smcp_[0-9a-f]{64}$/;

/** Throws 401 for a key that is missing, misshapen or unknown; its code is named nowhere. */
export function callerOf(state: PostatoState, headers: FastifyRequest['headers']): ApiKey {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const known = KEY.test(token) ? state.keys.find(({ key }) => key === token) : undefined;
  if (known === undefined) throw new Refusal(401, 'unauthorized', 'Missing or invalid API key');
  return known;
}

/** Whose key it is. */
export function tenantOf({ tenants }: PostatoState, key: string): Tenant | undefined {
  return tenants.find(
    ({ apiKey, allWorkspacesKey, readOnlyKey }) =>
      apiKey === key || allWorkspacesKey === key || readOnlyKey === key,
  );
}

export function workspacesOf(state: PostatoState, { key, workspaceIds }: ApiKey): PostatoState['workspaces'] {
  const tenant = tenantOf(state, key);
  const own = workspaceIds ?? [tenant?.workspaceId, tenant?.otherWorkspaceId];
  return state.workspaces.filter(({ id }) => own.includes(id));
}

/** The workspace named in the path, or the only one that the key reaches (the "convenience routes"). */
export function workspaceOf(state: PostatoState, key: ApiKey, named: string | undefined): string {
  const reachable = workspacesOf(state, key);
  if (named !== undefined) {
    // The path parameter is called a ULID, and written with a prefix: both are taken.
    const found = reachable.find(({ id }) => id === named || id === `wks_${named}`);
    if (found === undefined) throw notFound('Workspace');
    return found.id;
  }
  const [only, ...others] = reachable;
  if (only !== undefined && others.length === 0) return only.id;
  throw new Refusal(state.settings.workspaceRequiredStatus, 'workspace_required', 'Name a workspace', {
    available_workspaces: reachable.map(({ id, name }) => ({ id, name })),
  });
}

export function requirePermission({ permissions }: ApiKey, required: string): void {
  if (permissions.includes(required)) return;
  const extra = { required, granted: permissions };
  throw new Refusal(403, 'permission_denied', `This needs ${required}`, extra);
}
