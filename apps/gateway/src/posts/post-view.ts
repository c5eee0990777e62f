import type { PostContent, PostPart, PostStatus, PublishError, TargetOptions } from '@postern/core';
import { instant, instantOrNull, type PostRow } from './post-row';

/** A post as the API shows it. */
export interface PostView {
  id: string;
  groupId: string;
  accountId: string;
  provider: string;
  platform: string;
  status: PostStatus;
  upstreamStatus: string | null;
  handle: string | null;
  content: PostContent;
  options: TargetOptions;
  providerReference: string | null;
  platformPostId: string | null;
  platformPostUrl: string | null;
  scheduledAt: string | null;
  attemptedAt: string | null;
  publishedAt: string | null;
  canceledAt: string | null;
  canceledBy: 'caller' | 'upstream' | null;
  cancelReason: string | null;
  parts: PostPart[] | null;
  attempts: number;
  error: PublishError | null;
  createdAt: string;
  updatedAt: string;
}

/** The columns that `toPostView` reads; lists select these and no others. */
export const POST_VIEW_COLUMNS = [
  'id',
  'group_id',
  'account_id',
  'provider',
  'platform',
  'status',
  'upstream_status',
  'handle',
  'content',
  'options',
  'provider_reference',
  'platform_post_id',
  'platform_post_url',
  'scheduled_at',
  'upstream_scheduled_at',
  'attempted_at',
  'published_at',
  'canceled_at',
  'canceled_by',
  'cancel_reason',
  'parts',
  'attempts',
  'error',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof PostRow)[];

/** What `toPostView` reads, of `posts p`, as one value: times need no dates made of them, and columns no reading. */
export const POST_VIEW_JSON = `json_build_object(${POST_VIEW_COLUMNS.map((column) => `'${column}', p.${column}`).join(', ')})`;

export type PostViewRow = Pick<PostRow, (typeof POST_VIEW_COLUMNS)[number]>;

export function toPostView(row: PostViewRow): PostView {
  return {
    id: row.id,
    groupId: row.group_id,
    accountId: row.account_id,
    provider: row.provider,
    platform: row.platform,
    status: row.status,
    upstreamStatus: row.upstream_status,
    handle: row.handle,
    content: row.content,
    options: row.options,
    providerReference: row.provider_reference,
    platformPostId: row.platform_post_id,
    platformPostUrl: row.platform_post_url,
    scheduledAt: shownScheduledAt(row),
    attemptedAt: instantOrNull(row.attempted_at),
    publishedAt: instantOrNull(row.published_at),
    canceledAt: instantOrNull(row.canceled_at),
    canceledBy: row.canceled_by,
    cancelReason: row.cancel_reason,
    parts: row.parts,
    attempts: row.attempts,
    error: row.error,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

/**
 * The upstream may have moved a scheduled post (PostPost keeps a minimum spacing), and its word wins. An
 * immediate post stays without a time, although upstreams note the moment of the call as one.
 */
function shownScheduledAt(row: PostViewRow): string | null {
  if (row.scheduled_at === null) return null;
  return instant(row.upstream_scheduled_at ?? row.scheduled_at);
}
