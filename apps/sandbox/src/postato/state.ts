import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { postatoOptionsSchema, type PostatoOptions, type PostatoSettings } from './options';

/** Where a post is, in words of our own; each dialect has its own for the wire. */
export type PostState =
  | 'draft'
  | 'pending_approval'
  | 'scheduled'
  | 'accepted'
  | 'in_flight'
  | 'retrying'
  | 'published'
  | 'failed'
  | 'rejected'
  | 'cancelled';

/** How the network takes one item. */
export type Outcome =
  | 'published'
  | 'no-url'
  | 'stuck'
  | 'retry-once'
  | 'fail-auth'
  | 'fail-content'
  | 'fail-rate'
  | 'fail-server'
  | 'fail-network'
  | 'fail-odd';

export interface MediaReference {
  id?: string;
  url?: string;
  type?: string;
  alt?: string;
}

export interface PostItem {
  id: string;
  index: number;
  text: string;
  media: MediaReference[];
  state: PostState;
  outcome: Outcome | null;
  platformPostId: string | null;
}

export interface Post {
  id: string;
  workspaceId: string;
  platform: string;
  accountId: string;
  postType: string;
  items: PostItem[];
  state: PostState;
  /** ISO-8601 UTC. */
  scheduledAt: string | null;
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  platformPostId: string | null;
  platformUrl: string | null;
  error: { code: string; message: string } | null;
  /** A network's passing failure is tried once more. */
  retried: boolean;
  /** Epoch milliseconds of the worker's next step; null = it waits for something else. */
  nextStepAtMs: number | null;
}

export interface Approval {
  postId: string;
  status: 'pending' | 'approved' | 'rejected' | 'expired';
  requestedAt: string;
  decidedAt: string | null;
  reviewerId: string | null;
  comment: string | null;
}

export interface Account {
  id: string;
  workspaceId: string;
  platform: string;
  username: string;
  displayName: string | null;
  status: 'connected' | 'token_expired' | 'suspended';
}

export interface MediaRecord {
  id: string;
  workspaceId: string;
  filename: string;
  mimeType: string;
  sizeBytes: number | null;
  /** Whether the bytes are there. */
  stored: boolean;
  createdAt: string;
}

export interface Webhook {
  id: string;
  workspaceId: string;
  url: string;
  events: string[];
  secret: string;
  createdAt: string;
}

export interface ApiKey {
  key: string;
  /** null = all workspaces of the tenant. */
  workspaceIds: string[] | null;
  permissions: string[];
}

/** One used Idempotency-Key; nothing releases it. */
export interface UsedKey {
  postId: string;
  response: Record<string, unknown>;
}

export interface PostatoState {
  settings: PostatoSettings;
  workspaces: { id: string; name: string; createdAt: string }[];
  keys: ApiKey[];
  accounts: Account[];
  posts: Post[];
  approvals: Approval[];
  media: MediaRecord[];
  webhooks: Webhook[];
  /** By the key alone: its scope is the tenant. */
  usedKeys: Record<string, UsedKey>;
}

export type IdPrefix = 'pst' | 'itm' | 'med' | 'whk' | 'evt';

export function freshId(prefix: IdPrefix): string {
  return `${prefix}_${ulid()}`;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids of the seeds are the same in every sandbox: `acc_01J…`. */
function seedId(prefix: string, name: string): string {
  const bytes = createHash('sha256').update(`postato:${name}`).digest();
  const tail = Array.from(bytes.subarray(0, 23), (byte) => CROCKFORD.charAt(byte % 32)).join('');
  return `${prefix}_01J${tail}`;
}

function seedKey(name: string): string {
  return `smcp_${createHash('sha256').update(`postato-key:${name}`).digest('hex')}`;
}

export const SEED = {
  /** Publishes, in the main workspace alone. */
  apiKey: seedKey('main'),
  /** Publishes in both workspaces, so that routes without a workspace cannot guess one. */
  allWorkspacesKey: seedKey('all'),
  readOnlyKey: seedKey('read-only'),
  workspaceId: seedId('wks', 'main'),
  otherWorkspaceId: seedId('wks', 'other'),
} as const;

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

export function seedState(at: string, options: PostatoOptions): PostatoState {
  const main = SEED.workspaceId;
  return {
    settings: postatoOptionsSchema.parse(options),
    workspaces: [
      { id: main, name: 'Acme', createdAt: at },
      { id: SEED.otherWorkspaceId, name: 'Elsewhere', createdAt: at },
    ],
    keys: [
      { key: SEED.apiKey, workspaceIds: [main], permissions: ['posts.publish'] },
      { key: SEED.allWorkspacesKey, workspaceIds: null, permissions: ['posts.publish', 'posts.approve'] },
      { key: SEED.readOnlyKey, workspaceIds: [main], permissions: ['posts.read'] },
    ],
    accounts: SEED_ACCOUNTS.map(({ platform, username, status, other }) => ({
      id: seedId('acc', `${platform}/${username}`),
      workspaceId: other === true ? SEED.otherWorkspaceId : main,
      platform,
      username,
      displayName: other === true ? null : 'Acme',
      status: status ?? 'connected',
    })),
    posts: [],
    approvals: [],
    media: [],
    webhooks: [],
    usedKeys: {},
  };
}
