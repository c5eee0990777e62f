import { rowId } from '../frame/row-id';
import type { PostatoSettings } from './options';

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
  /** On the steady clock, in milliseconds: the worker's next step; null = it waits for something else. */
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
  /** Postato does not tell it; lists that lag leave out what is younger. */
  connectedAt: string;
  status: 'connected' | 'token_expired' | 'suspended';
}

export interface MediaRecord {
  id: string;
  workspaceId: string;
  filename: string;
  mimeType: string;
  sizeBytes: number | null;
  /** Of the bytes, once they are there. */
  sha256: string | null;
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

/** A customer with two workspaces. */
export interface Tenant {
  /** Publishes, in the main workspace alone. */
  apiKey: string;
  /** Publishes in both workspaces, so that routes without a workspace cannot guess one. */
  allWorkspacesKey: string;
  readOnlyKey: string;
  workspaceId: string;
  otherWorkspaceId: string;
}

export interface PostatoState {
  settings: PostatoSettings;
  /** The seeded one first. */
  tenants: Tenant[];
  workspaces: { id: string; name: string; createdAt: string }[];
  keys: ApiKey[];
  accounts: Account[];
  posts: Post[];
  approvals: Approval[];
  media: MediaRecord[];
  webhooks: Webhook[];
  /** By the tenant's main workspace and the key: neither caller nor body counts. */
  usedKeys: Record<string, UsedKey>;
}

export type IdPrefix = 'pst' | 'itm' | 'med' | 'whk' | 'evt';

export function freshId(prefix: IdPrefix): string {
  return `${prefix}_${rowId()}`;
}
