import { createHash, randomBytes } from 'node:crypto';
import { postpostOptionsSchema, type PostpostOptions, type PostpostSettings } from './options';

export const PLATFORMS = [
  'twitter',
  'linkedin',
  'instagram',
  'threads',
  'tiktok',
  'youtube',
  'facebook',
  'bluesky',
  'mastodon',
  'telegram',
] as const;

export type GroupStatus = 'draft' | 'scheduled' | 'published' | 'failed' | 'partially_published';
export type PlatformPostStatus = 'draft' | 'scheduled' | 'pending' | 'processing' | 'published' | 'failed';

/** What the network will do with a post, besides refusing its content by its own rules. */
export type Outcome =
  | 'published'
  | 'no-url'
  | 'stuck'
  | 'fail-auth'
  | 'fail-content'
  | 'fail-rate'
  | 'fail-server'
  | 'fail-network'
  | 'fail-odd';

export interface PostError {
  code: string;
  message: string;
  /** Absent, null and present all occur in PostPost's examples. */
  platformStatusCode?: number | null;
  platformError: string | null;
  failedAt: string;
  retryable: boolean;
}

export interface PlatformPost {
  _id: string;
  platform: string;
  /** Compound: `threads-1784…`. */
  connectionId: string;
  content: string;
  status: PlatformPostStatus;
  postedId: string | null;
  error: PostError | null;
  /** The thread part before this one, null for the first; media rides on the first part only. */
  replyTo: string | null;
  /** How it must end; decided once, when sending starts. */
  outcome: Outcome | null;
  /** Epoch milliseconds of the next step while pending or processing. */
  nextStepAtMs: number | null;
}

export interface LogEntry {
  _id: string;
  postGroupId: string;
  postId?: string;
  platform?: string;
  event: string;
  error?: string;
  httpStatus?: number;
  retryCount?: number;
  metadata?: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  __v: number;
}

export interface PostGroup {
  _id: string;
  userId: string;
  content: string;
  status: GroupStatus;
  processingStatus: 'pending' | 'processing' | 'finished';
  /** ISO-8601 UTC, never before the moment it was set. */
  scheduledTime: string | null;
  /** Merged over the defaults; PostPost lets nobody read them back. */
  platformSettings: Record<string, Record<string, unknown>>;
  createdAt: string;
  updatedAt: string;
  posts: PlatformPost[];
  logs: LogEntry[];
  /** Deleted while a part was on its way: invisible, but what was sent still arrives. */
  deleted: boolean;
}

export interface MediaRow {
  _id: string;
  postGroupId: string;
  storageKey: string;
  fileUrl: string;
  contentType: string;
  type: string;
  /** null until the bytes are there; nothing ever removes a row whose upload never came. */
  sizeBytes: number | null;
}

export interface Connection {
  userId: string;
  platformId: string;
  username: string;
  displayName: string | null;
  accessTokenExpiresAt: string | null;
  lastSuccessfulPost: string | null;
  lastError: { message: string; occurredAt: string } | null;
}

export interface Webhook {
  _id: string;
  userId: string;
  name: string;
  url: string;
  events: string[];
  secret: string;
  isActive: boolean;
  failureCount: number;
  lastTriggeredAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface ManagedUser {
  _id: string;
  username: string;
  displayName: string;
  /** The key owner; null once detached. */
  parentUser: string | null;
  connectionsPageUrl: string | null;
  connectionsPageTokenExpiresAt: string | null;
}

export interface PostpostState {
  settings: PostpostSettings;
  /** API key → user id. */
  keys: Record<string, string>;
  ownerId: string;
  users: ManagedUser[];
  connections: Connection[];
  groups: PostGroup[];
  media: MediaRow[];
  webhooks: Webhook[];
  /** The last minute in which the scheduler looked; in compressed time a minute is shorter. */
  lastTick: number;
}

/** A fresh MongoDB-like id: 24 hex characters. */
export function objectId(): string {
  return randomBytes(12).toString('hex');
}

export function isObjectId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f]{24}$/i.test(id);
}

/** Ids of the seeds are the same in every sandbox. */
function seedId(name: string): string {
  return createHash('sha256').update(`postpost:${name}`).digest('hex').slice(0, 24);
}

export const SEED = {
  apiKey: 'sk_m9sandbox1_5f0d6e2b8a914c37.9be1f7a2c4d80653e1a7b9c2d4f60812',
  /** Belongs to an owner whose record is gone. */
  orphanKey: 'sk_m9sandbox2_00aa11bb22cc33dd.44ee55ff66aa77bb88cc99dd00ee11ff',
  ownerId: seedId('owner'),
  managedUserId: seedId('managed'),
} as const;

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

const DAY_MS = 86_400_000;

/** @param nowMs token expiries are set from here */
export function seedState(nowMs: number, options: PostpostOptions): PostpostState {
  return {
    settings: postpostOptionsSchema.parse(options),
    keys: { [SEED.apiKey]: SEED.ownerId, [SEED.orphanKey]: seedId('nobody') },
    ownerId: SEED.ownerId,
    users: [
      {
        _id: SEED.managedUserId,
        username: 'client@example.com',
        displayName: 'A client',
        parentUser: SEED.ownerId,
        connectionsPageUrl: null,
        connectionsPageTokenExpiresAt: null,
      },
    ],
    connections: SEED_CONNECTIONS.map(({ id, username, tokenDays, managed }) => ({
      userId: managed === true ? SEED.managedUserId : SEED.ownerId,
      platformId: id,
      username,
      displayName: username.replace(/^@/, ''),
      accessTokenExpiresAt: tokenDays === null ? null : new Date(nowMs + tokenDays * DAY_MS).toISOString(),
      lastSuccessfulPost: null,
      lastError: null,
    })),
    groups: [],
    media: [],
    webhooks: [],
    lastTick: 0,
  };
}

/** `telegram--100…` → telegram and `-100…`: only the first dash separates. */
export function splitConnectionId(id: string): { platform: string; rawId: string } {
  const dash = id.indexOf('-');
  return dash < 0 ? { platform: id, rawId: '' } : { platform: id.slice(0, dash), rawId: id.slice(dash + 1) };
}
