import { type Account, inParallel } from './gateway-client';
import type { SandboxClient, Tenant, Upstream } from './sandbox-client';
import type { Workspace } from './workspaces';

export interface Connection {
  id: string;
  workspace: Workspace;
  upstream: Upstream;
  tenant: Tenant;
  accounts: Account[];
}

export const PROVIDER_IDS: Record<Upstream, string> = {
  layers: 'layers',
  postpost: 'postpost',
  postato: 'generic:postato',
};

/** What of a tenant is a credential of the provider's connection. */
const CREDENTIALS: Record<Upstream, string[]> = {
  layers: ['baseUrl', 'apiKey', 'projectId'],
  postpost: ['baseUrl', 'apiKey'],
  postato: ['baseUrl', 'apiKey', 'workspaceId'],
};

/** Platforms whose posts need the least; Layers has none that takes a text without an image. */
const PLATFORMS: Record<Upstream, string> = { layers: 'instagram', postpost: 'x', postato: 'x' };

export function credentialsOf(upstream: Upstream, tenant: Tenant): Record<string, string> {
  return Object.fromEntries(
    CREDENTIALS[upstream].flatMap((name) => {
      const value = tenant[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/**
 * A connection for each of the workspaces, to a customer of its own upstream; made through the API.
 *
 * @param more further credentials of all of them
 */
export async function connectAll(
  sandbox: SandboxClient,
  upstream: Upstream,
  workspaces: readonly Workspace[],
  more: Record<string, unknown> = {},
): Promise<Connection[]> {
  const tenants = await sandbox.tenants(upstream, workspaces.length);
  return await inParallel(workspaces, 8, async (workspace, index) => {
    const tenant = tenants[index];
    if (tenant === undefined) throw new Error(`The sandbox made fewer tenants of ${upstream} than asked.`);
    const credentials = { ...credentialsOf(upstream, tenant), ...more };
    const id = await workspace.client.connect(PROVIDER_IDS[upstream], credentials);
    const accounts = await workspace.client.accounts(id);
    return { id, workspace, upstream, tenant, accounts };
  });
}

/** An account that a short text can go to, at Layers with an image. */
export function accountOf({ accounts, upstream }: Connection): string {
  const wanted = PLATFORMS[upstream];
  const account = accounts.find(({ platform, status }) => platform === wanted && status === 'connected');
  if (account === undefined) throw new Error(`A tenant of ${upstream} has no account on ${wanted}.`);
  return account.id;
}
