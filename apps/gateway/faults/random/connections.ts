import { randomBytes } from 'node:crypto';
import type { House } from '../house/house';
import { PROVIDERS, UPSTREAMS, type Tenant, type Upstream } from '../house/sandbox-control';
import type { PlannedConnection } from './post-plan';

export interface Account {
  id: string;
  /** As the upstream spells it. */
  reference: string;
  platform: string;
}

export interface Connected extends PlannedConnection {
  id: string;
  /** Accounts that take a short text, with an image where the upstream wants one. */
  accounts: Account[];
}

/** Platforms whose rules a short text, or one with an image, keeps. */
const PLATFORMS: Readonly<Record<Upstream, readonly string[]>> = {
  layers: ['instagram', 'tiktok'],
  postpost: ['linkedin', 'threads', 'facebook', 'x'],
  postato: ['linkedin', 'x'],
};

/** Each connection has an upstream customer of its own, who sends webhooks back. */
export async function connectAll(house: House, planned: readonly PlannedConnection[]): Promise<Connected[]> {
  const tenants = new Map<Upstream, Tenant[]>();
  for (const upstream of UPSTREAMS) {
    const count = planned.filter((connection) => connection.upstream === upstream).length;
    if (count > 0) tenants.set(upstream, await house.sandbox.tenants(upstream, count));
  }
  const connected: Connected[] = [];
  for (const [index, connection] of planned.entries()) {
    const tenant = tenants.get(connection.upstream)?.shift();
    if (tenant === undefined) throw new Error(`The sandbox made too few tenants of ${connection.upstream}.`);
    connected.push(await connect(house, connection, tenant, index));
  }
  return connected;
}

async function connect(
  house: House,
  planned: PlannedConnection,
  tenant: Tenant,
  index: number,
): Promise<Connected> {
  const { upstream, scheduling } = planned;
  const secret = randomBytes(32).toString('hex');
  const baseUrl = tenant.baseUrl.replace(house.sandbox.url, house.proxy.url);
  const { id } = await house.client.post<{ id: string }>(
    '/v1/connections',
    {
      provider: PROVIDERS[upstream],
      name: `${upstream} ${index}`,
      credentials: { apiKey: tenant.apiKey, baseUrl, webhookSecrets: [secret] },
      ...(scheduling === null ? {} : { scheduling }),
    },
    `connection-${secret.slice(0, 16)}`,
  );
  const receiver = house.apiUrls[index % house.apiUrls.length];
  await house.sandbox.registerWebhook(upstream, tenant, `${receiver}/hooks/${id}`, secret);
  const { items } = await house.client.get<{ items: (Account & { status: string })[] }>(
    `/v1/accounts?connectionId=${id}&limit=100`,
  );
  const accounts = items
    .filter(({ platform, status }) => status === 'connected' && PLATFORMS[upstream].includes(platform))
    .sort((one, other) => one.reference.localeCompare(other.reference));
  if (accounts.length === 0) throw new Error(`The tenant of ${upstream} has no account that can be used.`);
  return { ...planned, id, accounts };
}
