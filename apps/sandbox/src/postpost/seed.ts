import { createHash } from 'node:crypto';
import { postpostOptionsSchema, type PostpostOptions } from './options';
import type { PostpostState, Tenant } from './state';

const DAY_MS = 86_400_000;

/** One connection for each platform, and an extra Facebook page whose token has run out. */
const SEED_CONNECTIONS: ReadonlyArray<{
  id: string;
  username: string;
  tokenDays: number | null;
  managed?: true;
}> = [
  { id: 'twitter-1500000000000000001', username: '@acme', tokenDays: null },
  { id: 'linkedin-Qw3rTy_9Zx', username: 'Acme Ltd', tokenDays: 58 },
  { id: 'instagram-17841400000000001', username: 'acme.photos', tokenDays: 40 },
  { id: 'threads-17840000000000001', username: 'acme', tokenDays: 5 },
  { id: 'tiktok-000a1b2c-open-id', username: 'acme', tokenDays: 300 },
  { id: 'youtube-UCacmechannel000000000001', username: 'Acme Films', tokenDays: null },
  { id: 'facebook-100200300400501', username: 'Acme Page', tokenDays: 50 },
  { id: 'facebook-100200300400502', username: 'Acme Old Page', tokenDays: -3 },
  { id: 'bluesky-did:plc:acme7sandbox', username: 'acme.bsky.social', tokenDays: null },
  { id: 'mastodon-110200300400500600', username: '@acme@mastodon.social', tokenDays: null },
  { id: 'telegram--1009988776655', username: 'acme_channel', tokenDays: null },
  { id: 'mastodon-110200300400500777', username: '@client@mastodon.social', tokenDays: null, managed: true },
];

type Customer = Pick<PostpostState, 'tenants' | 'keys' | 'users' | 'connections'>;

/** @param nowMs token expiries are set from here */
export function seedState(nowMs: number, options: PostpostOptions): PostpostState {
  return {
    settings: postpostOptionsSchema.parse(options),
    ...customer(0, nowMs),
    groups: [],
    media: [],
    webhooks: [],
    lastTick: 0,
  };
}

/** The next customer; its ids and keys follow from its number, so that every run has the same. */
export function addCustomer(state: PostpostState, nowMs: number): Tenant {
  const { tenants, keys, users, connections } = customer(state.tenants.length, nowMs);
  state.tenants.push(...tenants);
  Object.assign(state.keys, keys);
  state.users.push(...users);
  state.connections.push(...connections);
  return state.tenants.at(-1) as Tenant;
}

function customer(number: number, nowMs: number): Customer {
  const suffix = number === 0 ? '' : String(number).padStart(5, '0');
  const tenant: Tenant = {
    ownerId: hex(`owner${suffix}`, 24),
    managedUserId: hex(`managed${suffix}`, 24),
    apiKey: number === 0 ? SEED_KEYS.apiKey : keyOf(`key${suffix}`),
    orphanKey: number === 0 ? SEED_KEYS.orphanKey : keyOf(`orphan${suffix}`),
  };
  return {
    tenants: [tenant],
    keys: { [tenant.apiKey]: tenant.ownerId, [tenant.orphanKey]: hex('nobody', 24) },
    users: [
      {
        _id: tenant.managedUserId,
        username: number === 0 ? 'client@example.com' : `client${number}@example.com`,
        displayName: 'A client',
        parentUser: tenant.ownerId,
        connectionsPageUrl: null,
        connectionsPageTokenExpiresAt: null,
        createdAt: new Date(nowMs).toISOString(),
      },
    ],
    connections: SEED_CONNECTIONS.map(({ id, username, tokenDays, managed }) => ({
      userId: managed === true ? tenant.managedUserId : tenant.ownerId,
      platformId: `${id}${suffix}`,
      username,
      displayName: username.replace(/^@/, ''),
      accessTokenExpiresAt: tokenDays === null ? null : new Date(nowMs + tokenDays * DAY_MS).toISOString(),
      lastSuccessfulPost: null,
      lastError: null,
      connectedAt: new Date(nowMs).toISOString(),
    })),
  };
}

/** What the banner, `/_sandbox/seeds` and `/_sandbox/tenants` show. */
export function describeCustomer(
  state: PostpostState,
  { ownerId, apiKey, orphanKey, managedUserId }: Tenant,
  url: string,
): Record<string, unknown> {
  const accounts = (wanted: string): string[] =>
    state.connections.filter(({ userId }) => userId === wanted).map(({ platformId }) => platformId);
  return {
    baseUrl: `${url}/api/v1`,
    apiKey,
    orphanKey,
    ownerId,
    accounts: accounts(ownerId),
    managedUser: { id: managedUserId, accounts: accounts(managedUserId) },
  };
}

const SEED_KEYS = {
  apiKey: 'sk_m9sandbox1_5f0d6e2b8a914c37.9be1f7a2c4d80653e1a7b9c2d4f60812',
  orphanKey: 'sk_m9sandbox2_00aa11bb22cc33dd.44ee55ff66aa77bb88cc99dd00ee11ff',
} as const;

function hex(name: string, length: number): string {
  return createHash('sha256').update(`postpost:${name}`).digest('hex').slice(0, length);
}

function keyOf(name: string): string {
  return `sk_m9sandbox_${hex(`${name}/id`, 16)}.${hex(`${name}/secret`, 32)}`;
}
