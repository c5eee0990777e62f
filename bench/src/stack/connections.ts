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

const PROVIDERS: Record<Upstream, string> = {
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

/** Platforms that take a text alone, by upstream. */
const TEXT_PLATFORMS: Record<Upstream, string> = { layers: 'tiktok', postpost: 'x', postato: 'x' };

/** A connection for each of the workspaces, to a customer of its own upstream; made through the API. */
export async function connectAll(
  sandbox: SandboxClient,
  upstream: Upstream,
  workspaces: readonly Workspace[],
): Promise<Connection[]> {
  const tenants = await sandbox.tenants(upstream, workspaces.length);
  return await inParallel(workspaces, 8, async (workspace, index) => {
    const tenant = tenants[index];
    if (tenant === undefined) throw new Error(`The sandbox made fewer tenants of ${upstream} than asked.`);
    const credentials = Object.fromEntries(
      CREDENTIALS[upstream].flatMap((name) => (name in tenant ? [[name, tenant[name]]] : [])),
    );
    const id = await workspace.client.connect(PROVIDERS[upstream], credentials);
    const accounts = await workspace.client.accounts(id);
    return { id, workspace, upstream, tenant, accounts };
  });
}

/** An account that takes a text alone. */
export function textAccount({ accounts, upstream }: Connection): string {
  const wanted = TEXT_PLATFORMS[upstream];
  const account = accounts.find(({ platform, status }) => platform === wanted && status === 'connected');
  if (account === undefined) throw new Error(`A tenant of ${upstream} has no account on ${wanted}.`);
  return account.id;
}
