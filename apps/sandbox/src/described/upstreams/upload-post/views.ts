import type { WebhookEvent } from '../../description';
import { resultOf, type Failure, type Group, type Row } from '../../model';

const HOUR_MS = 3_600_000;

/** What is posted, and which endpoint takes it. */
export type Kind = 'text' | 'video' | 'photos' | 'document';

/** What a post carries beside its rows. */
export interface UploadExtra {
  readonly user: string;
  readonly kind: Kind;
  /** Of the caller's own choice, or made; only a chosen one is told by an immediate answer. */
  readonly requestId: string;
  readonly isRequestIdChosen: boolean;
  /** Scheduled or put in the queue: it goes by its job id. */
  readonly isJob: boolean;
  readonly isAsync: boolean;
}

export function extraOf({ extra }: Group): UploadExtra {
  return extra as unknown as UploadExtra;
}

/** Over TikTok's cap: it gets into the app's inbox, where a human may post it. */
export function isInboxOnly({ platform, texts }: Row): boolean {
  return platform === 'tiktok' && texts.some((text) => text.includes('#inbox'));
}

/** The documentation has times without a zone; they are UTC. */
export function naive(iso: string): string {
  return iso.replace(/Z$/, '');
}

/** @param completed what `completed` means: `finished` or `succeeded` */
export function statusWord(group: Group, completed: string, nowMs: number): string {
  switch (group.phase) {
    case 'draft':
    case 'held':
    case 'scheduled':
      return 'pending';
    case 'queued':
      return 'queued';
    case 'publishing':
      if (nowMs - Date.parse(group.updatedAt) > HOUR_MS) return 'failed';
      return group.rows.some(isThrough) ? 'in_progress' : 'processing';
    case 'done':
      return completed === 'succeeded' && resultOf(group) !== 'published' ? 'failed' : 'completed';
    case 'canceled':
      return 'not_found';
  }
}

export function isThrough({ finalAt }: Row): boolean {
  return finalAt !== null;
}

/** Of the platforms that are through. */
export function resultsView({ rows }: Group, shape: string): unknown {
  const through = rows.filter(isThrough);
  return shape === 'map'
    ? Object.fromEntries(through.map((row) => [row.platform, keyedResult(row)]))
    : through.map(listedResult);
}

function listedResult(row: Row): Record<string, unknown> {
  return {
    platform: row.platform,
    success: row.failure === null,
    message: messageOf(row),
    upload_timestamp: naive(row.finalAt ?? ''),
    ...inboxView(row),
  };
}

function keyedResult(row: Row): Record<string, unknown> {
  const { failure } = row;
  if (failure !== null) return { success: false, message: messageOf(row), error_code: ERRORS[failure].code };
  return { success: true, message: messageOf(row), ...addressOf(row), ...inboxView(row) };
}

function inboxView(row: Row): Record<string, unknown> {
  return isInboxOnly(row) && row.failure === null ? { fallback_to_inbox: true, post_id: inboxId(row) } : {};
}

function inboxId({ id }: Row): string {
  return `v_inbox_file~v2.${id}`;
}

function addressOf(row: Row): { post_id: string | null; post_url: string | null } {
  return isInboxOnly(row)
    ? { post_id: inboxId(row), post_url: null }
    : { post_id: row.liveId, post_url: row.liveUrl };
}

function messageOf(row: Row): string {
  if (row.failure !== null) return ERRORS[row.failure].message;
  return isInboxOnly(row) ? 'Sent to the inbox' : 'Published';
}

/** One row of the history. */
export function historyRow(group: Group, row: Row): Record<string, unknown> {
  const { user, kind, requestId, isJob } = extraOf(group);
  return {
    request_id: requestId,
    job_id: isJob ? group.id : null,
    profile_username: user,
    platform: row.platform,
    media_type: kind,
    post_title: row.texts[0],
    success: row.failure === null,
    platform_post_id: row.failure === null ? addressOf(row).post_id : null,
    post_url: row.failure === null ? addressOf(row).post_url : null,
    error_message: row.failure === null ? null : messageOf(row),
    upload_timestamp: naive(row.finalAt ?? ''),
    ...inboxView(row),
  };
}

/** The webhook of one platform. */
export function eventOf(group: Group, row: Row, at: string): WebhookEvent {
  const { requestId, isJob, user } = extraOf(group);
  const event = 'upload_completed';
  const told = {
    event,
    job_id: isJob ? group.id : requestId,
    profile_username: user,
    platform: row.platform,
    created_at: naive(at),
  };
  const [failed, well] = [failedResult(messageOf(row)), wellResult(row)];
  return row.failure === null
    ? { event, body: { ...told, result: well }, lie: { ...told, result: failed } }
    : { event, body: { ...told, result: failed }, lie: { ...told, result: well } };
}

function failedResult(error: string): Record<string, unknown> {
  return { success: false, url: null, publish_id: null, post_id: null, error };
}

function wellResult(row: Row): Record<string, unknown> {
  const { post_id: id, post_url: url } = addressOf(row);
  const inbox = isInboxOnly(row) ? { fallback_to_inbox: true } : {};
  return { success: true, url, publish_id: id, post_id: id, error: null, ...inbox };
}

const ERRORS: Readonly<Record<Failure, { code: string; message: string }>> = {
  'fail-auth': { code: 'token_expired', message: 'The account must be connected again' },
  'fail-content': { code: 'content_rejected', message: 'The platform refused the content' },
  'fail-rate': { code: 'rate_limited', message: 'The platform limits the rate of posts' },
  'fail-server': { code: 'platform_error', message: 'The platform had an internal error' },
  'fail-network': { code: 'network_error', message: 'The connection to the platform broke' },
  'fail-odd': { code: 'E4471', message: 'Checkpoint required' },
};
