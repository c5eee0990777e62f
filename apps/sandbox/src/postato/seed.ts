import { createHash } from 'node:crypto';
import { postatoOptionsSchema, type PostatoOptions } from './options';
import type { Account, PostatoState, Tenant } from './state';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

interface SeedAccount {
  readonly platform: string;
  readonly username: string;
  readonly status?: Account['status'];
  readonly other?: true;
}

const SEED_ACCOUNTS: readonly SeedAccount[] = [
  { platform: 'twitter', username: 'acme' },
  { platform: 'linkedin', username: 'acme-ltd' },
  { platform: 'instagram', username: 'acme.photos' },
  { platform: 'tiktok', username: 'acme' },
  { platform: 'youtube', username: 'AcmeFilms' },
  { platform: 'twitter', username: 'acme_old', status: 'token_expired' },
  { platform: 'twitter', username: 'elsewhere', other: true },
];

type Customer = Pick<PostatoState, 'tenants' | 'workspaces' | 'keys' | 'accounts'>;

export function seedState(at: string, options: PostatoOptions): PostatoState {
  return {
    settings: postatoOptionsSchema.parse(options),
    ...customer(0, at),
    posts: [],
    approvals: [],
    media: [],
    webhooks: [],
    usedKeys: {},
  };
}

/** The next customer; its ids and keys follow from its number, so that every run has the same. */
export function addCustomer(state: PostatoState, at: string): Tenant {
  const { tenants, workspaces, keys, accounts } = customer(state.tenants.length, at);
  state.tenants.push(...tenants);
  state.workspaces.push(...workspaces);
  state.keys.push(...keys);
  state.accounts.push(...accounts);
  return state.tenants.at(-1) as Tenant;
}

function customer(number: number, at: string): Customer {
  const suffix = number === 0 ? '' : `/${number}`;
  const tenant: Tenant = {
    apiKey: keyOf(`main${suffix}`),
    allWorkspacesKey: keyOf(`all${suffix}`),
    readOnlyKey: keyOf(`read-only${suffix}`),
    workspaceId: idOf('wks', `main${suffix}`),
    otherWorkspaceId: idOf('wks', `other${suffix}`),
  };
  const { apiKey, allWorkspacesKey, readOnlyKey, workspaceId, otherWorkspaceId } = tenant;
  return {
    tenants: [tenant],
    workspaces: [
      { id: workspaceId, name: 'Acme', createdAt: at },
      { id: otherWorkspaceId, name: 'Elsewhere', createdAt: at },
    ],
    keys: [
      { key: apiKey, workspaceIds: [workspaceId], permissions: ['posts.publish'] },
      { key: allWorkspacesKey, workspaceIds: null, permissions: ['posts.publish', 'posts.approve'] },
      { key: readOnlyKey, workspaceIds: [workspaceId], permissions: ['posts.read'] },
    ],
    accounts: SEED_ACCOUNTS.map(({ platform, username, status, other }) => ({
      id: idOf('acc', `${platform}/${username}${suffix}`),
      workspaceId: other === true ? otherWorkspaceId : workspaceId,
      platform,
      username: number === 0 ? username : `${username}${number}`,
      displayName: other === true ? null : 'Acme',
      connectedAt: at,
      status: status ?? 'connected',
    })),
  };
}

/** What the banner, `/_sandbox/seeds` and `/_sandbox/tenants` show. */
export function describeCustomer(
  { accounts }: PostatoState,
  { workspaceId: main, otherWorkspaceId, apiKey, allWorkspacesKey, readOnlyKey }: Tenant,
  baseUrl: string,
): Record<string, unknown> {
  const of = (wanted: string) =>
    accounts
      .filter(({ workspaceId }) => workspaceId === wanted)
      .map(({ id, platform, username, status }) => ({ id, platform, username, status }));
  return {
    baseUrl,
    apiKey,
    allWorkspacesKey,
    readOnlyKey,
    workspaceId: main,
    accounts: of(main),
    otherWorkspace: { id: otherWorkspaceId, accounts: of(otherWorkspaceId) },
  };
}

function idOf(prefix: string, name: string): string {
  const bytes = createHash('sha256').update(`postato:${name}`).digest();
  const tail = Array.from(bytes.subarray(0, 23), (byte) => CROCKFORD.charAt(byte % 32)).join('');
  return `${prefix}_01J${tail}`;
}

function keyOf(name: string): string {
  return `smcp_${createHash('sha256').update(`postato-key:${name}`).digest('hex')}`;
}
