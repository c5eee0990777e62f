import { randomUUID } from 'node:crypto';
import type { PostpostSettings } from './options';

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
  /** On the steady clock, in milliseconds: the next step while pending or processing. */
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
  /** On the steady clock, in milliseconds: since when it is due, where the caller asked for now; else null. */
  dueAtMs: number | null;
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
  sha256: string | null;
}

export interface Connection {
  userId: string;
  platformId: string;
  username: string;
  displayName: string | null;
  accessTokenExpiresAt: string | null;
  lastSuccessfulPost: string | null;
  lastError: { message: string; occurredAt: string } | null;
  /** PostPost does not tell it; lists that lag leave out what is younger. */
  connectedAt: string;
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
  /** PostPost does not tell it either. */
  createdAt: string;
}

/** A customer: a key owner, and one managed user to begin with. */
export interface Tenant {
  ownerId: string;
  apiKey: string;
  /** Belongs to an owner whose record is gone. */
  orphanKey: string;
  managedUserId: string;
}

export interface PostpostState {
  settings: PostpostSettings;
  /** API key → user id. */
  keys: Record<string, string>;
  /** Key owners, the seeded one first. */
  tenants: Tenant[];
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
  return randomUUID().replaceAll('-', '').slice(0, 24);
}

export function isObjectId(id: unknown): id is string {
  return typeof id === 'string' && /^[0-9a-f]{24}$/i.test(id);
}

export function isKeyOwner({ tenants }: PostpostState, userId: string): boolean {
  return tenants.some(({ ownerId }) => ownerId === userId);
}

/** `telegram--100…` → telegram and `-100…`: only the first dash separates. */
export function splitConnectionId(id: string): { platform: string; rawId: string } {
  const dash = id.indexOf('-');
  return dash < 0 ? { platform: id, rawId: '' } : { platform: id.slice(0, dash), rawId: id.slice(dash + 1) };
}
