import { randomBytes } from 'node:crypto';
import type { House } from '../house/house';
import { providerOf, ROUTE_NAMES, routeOf, type RouteName, type Upstream } from '../house/routes';
import type { Tenant } from '../house/sandbox-control';
import type { PlannedConnection } from './post-plan';
import { attachPresets } from './presets';

export interface Account {
  id: string;
  /** As the upstream spells it. */
  reference: string;
  platform: string;
  /** As the network's entries spell it. */
  seenAs: string;
}

export interface Connected extends PlannedConnection {
  id: string;
  /** Accounts that take a short text, with an image where the upstream wants one. */
  accounts: Account[];
  /** One whose network takes nothing, and which the upstream lists like the others; `null` = it tells which it is. */
  failing: Account | null;
}

type Listed = Omit<Account, 'seenAs'> & { handle: string | null; status: string };
interface ProviderView {
  id: string;
  configSchema: { properties: Record<string, unknown> };
  capabilities: { webhooks: boolean };
}
interface Seed {
  id: string;
  platform: string;
  handle?: string;
  status: string;
}

/** Platforms whose rules a short text, or one with an image, keeps. */
const PLATFORMS: Partial<Record<RouteName, readonly string[]>> = {
  layers: ['instagram', 'tiktok'],
  postpost: ['linkedin', 'threads', 'facebook', 'x'],
  postato: ['linkedin', 'x'],
  'preset:postato-mcp': ['linkedin', 'x'],
  // They refuse their own ids of Bluesky.
  'preset:publora': ['linkedin', 'threads', 'x'],
  'preset:postpost': ['linkedin', 'threads', 'x'],
};
const TEXT_PLATFORMS = ['linkedin', 'x', 'bluesky', 'threads'];

/** Each connection has an upstream customer of its own, who sends webhooks back. */
export async function connectAll(house: House, planned: readonly PlannedConnection[]): Promise<Connected[]> {
  const tenants = await tenantsFor(house, planned);
  await attachPresets(
    house,
    ROUTE_NAMES.filter((name) => planned.some(({ route }) => route === name)),
  );
  const { items: providers } = await house.client.get<{ items: ProviderView[] }>('/v1/providers?limit=100');
  const connected: Connected[] = [];
  for (const [index, connection] of planned.entries()) {
    const { upstream } = routeOf(connection.route);
    const tenant = tenants.get(upstream)?.shift();
    const provider = providers.find(({ id }) => id === providerOf(connection.route));
    if (tenant === undefined) throw new Error(`The sandbox made too few tenants of ${upstream}.`);
    if (provider === undefined) throw new Error(`There is no provider ${providerOf(connection.route)}.`);
    connected.push(await connect(house, connection, { tenant, provider, index }));
  }
  return connected;
}

async function tenantsFor(
  house: House,
  planned: readonly PlannedConnection[],
): Promise<Map<Upstream, Tenant[]>> {
  const counts = new Map<Upstream, number>();
  for (const { route } of planned) {
    const { upstream } = routeOf(route);
    counts.set(upstream, (counts.get(upstream) ?? 0) + 1);
  }
  const tenants = new Map<Upstream, Tenant[]>();
  for (const [upstream, count] of counts) tenants.set(upstream, await house.sandbox.tenants(upstream, count));
  return tenants;
}

async function connect(
  house: House,
  planned: PlannedConnection,
  { tenant, provider, index }: { tenant: Tenant; provider: ProviderView; index: number },
): Promise<Connected> {
  const { route, scheduling } = planned;
  const secret = randomBytes(32).toString('hex');
  const { id } = await house.client.post<{ id: string }>(
    '/v1/connections',
    {
      provider: provider.id,
      name: `${route} ${index}`,
      credentials: credentialsOf(house, route, { tenant, provider, secret }),
      ...(scheduling === null ? {} : { scheduling }),
    },
    `connection-${secret.slice(0, 16)}`,
  );
  if (provider.capabilities.webhooks) {
    const receiver = house.apiUrls[index % house.apiUrls.length];
    await house.sandbox.registerWebhook(routeOf(route).upstream, tenant, `${receiver}/hooks/${id}`, secret);
  }
  const { items } = await house.client.get<{ items: Listed[] }>(`/v1/accounts?connectionId=${id}&limit=100`);
  return { ...planned, id, ...sorted(items, tenant, route) };
}

/** What the provider asks for, as far as the tenant has it; calls take the road that can be closed. */
function credentialsOf(
  house: House,
  route: RouteName,
  { tenant, provider, secret }: { tenant: Tenant; provider: ProviderView; secret: string },
): Record<string, unknown> {
  const { properties } = provider.configSchema;
  const baseUrl = tenant.baseUrl.replace(house.sandbox.url, house.proxy.url);
  const known = { apiKey: tenant.apiKey, baseUrl, webhookSecrets: [secret], teamId: tenant['teamId'] };
  const all = { ...known, ...routeOf(route).credentials?.({ baseUrl }) };
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => name in properties && value !== undefined),
  );
}

function sorted(
  items: readonly Listed[],
  tenant: Tenant,
  route: RouteName,
): Pick<Connected, 'accounts' | 'failing'> {
  const seeds = (tenant['accounts'] as unknown[]).filter((seed) => typeof seed === 'object') as Seed[];
  const platforms = PLATFORMS[route] ?? TEXT_PLATFORMS;
  const usable = items
    .filter(({ status }) => status === 'connected')
    .map((item) => ({ item, seed: seeds.find((seed) => isSame(seed, item)) }))
    .map(({ item: { id, reference, platform }, seed }) => ({
      account: { id, reference, platform, seenAs: seed?.id ?? reference },
      isExpired: seed?.status === 'expired',
    }))
    .sort((one, other) => one.account.reference.localeCompare(other.account.reference));
  const accounts = usable.filter(
    ({ account, isExpired }) => !isExpired && platforms.includes(account.platform),
  );
  if (accounts.length === 0) throw new Error(`The tenant of ${route} has no account that can be used.`);
  return {
    accounts: accounts.map(({ account }) => account),
    failing: usable.find(({ isExpired }) => isExpired)?.account ?? null,
  };
}

function isSame(seed: Seed, { reference, platform, handle }: Listed): boolean {
  if (seed.id === reference) return true;
  const word = seed.platform.toLowerCase();
  return seed.handle === handle && (word === 'twitter' ? 'x' : word) === platform;
}
