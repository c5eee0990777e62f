import type {
  MergedPost,
  MergeState,
  PostContent,
  PostPart,
  PostStatus,
  PublishError,
  ReferenceData,
  TargetOptions,
} from '@postern/core';

/** A row of `posts`, as the driver or `row_to_json` returns it. Times are Dates or ISO text, never both. */
export interface PostRow {
  id: string;
  workspace_id: string;
  group_id: string;
  position: number;
  submission_id: string | null;
  account_id: string;
  connection_id: string;
  provider: string;
  platform: string;
  handle: string | null;
  content: PostContent;
  options: TargetOptions;
  scheduled_at: Time | null;
  status: PostStatus;
  round: number;
  upstream_status: string | null;
  provider_reference: string | null;
  reference_data: ReferenceData;
  platform_post_id: string | null;
  platform_post_url: string | null;
  upstream_scheduled_at: Time | null;
  attempted_at: Time | null;
  published_at: Time | null;
  canceled_at: Time | null;
  canceled_by: 'caller' | 'upstream' | null;
  cancel_reason: string | null;
  parts: PostPart[] | null;
  error: PublishError | null;
  merge: MergeState;
  attempts: number;
  cancel_requested_at: Time | null;
  next_read_at: Time | null;
  missing_since: Time | null;
  created_at: Time;
  updated_at: Time;
}

export type Time = Date | string;

const UTC_TO_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/;

/** RFC 3339 in UTC with milliseconds, as the API writes every time. */
export function instant(time: Time): string {
  // As Postgres writes it within JSON, where the session's zone is UTC: it needs no date made of it.
  if (typeof time === 'string' && UTC_TO_MILLISECONDS.test(time)) return `${time.slice(0, 23)}Z`;
  return (typeof time === 'string' ? new Date(time) : time).toISOString();
}

export function instantOrNull(time: Time | null): string | null {
  return time === null ? null : instant(time);
}

/** The part of a row that `applySnapshot` works on. */
export function toMergedPost(row: PostRow): MergedPost {
  return {
    round: row.round,
    status: row.status,
    upstreamStatus: row.upstream_status,
    providerReference: row.provider_reference,
    platformPostId: row.platform_post_id,
    platformPostUrl: row.platform_post_url,
    upstreamScheduledAt: instantOrNull(row.upstream_scheduled_at),
    attemptedAt: instantOrNull(row.attempted_at),
    publishedAt: instantOrNull(row.published_at),
    canceledAt: instantOrNull(row.canceled_at),
    canceledBy: row.canceled_by,
    cancelReason: row.cancel_reason,
    parts: row.parts,
    error: row.error,
    merge: row.merge,
  };
}
