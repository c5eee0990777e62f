/**
 * The one status that every post speaks, whichever provider carries it.
 * Order matters nowhere: compare with the rank functions, never by position.
 */
export const POST_STATUSES = [
  'draft',
  'pending_approval',
  'scheduled',
  'queued',
  'publishing',
  'unknown',
  'handed_off',
  'published',
  'failed',
  'canceled',
] as const;

export type PostStatus = (typeof POST_STATUSES)[number];

/** Statuses that no provider moves on from by itself. */
export const FINAL_POST_STATUSES = ['handed_off', 'published', 'failed', 'canceled'] as const;

export type FinalPostStatus = (typeof FINAL_POST_STATUSES)[number];
export type OpenPostStatus = Exclude<PostStatus, FinalPostStatus>;

export function isPostStatus(value: unknown): value is PostStatus {
  return typeof value === 'string' && (POST_STATUSES as readonly string[]).includes(value);
}

export function isFinal(status: PostStatus): status is FinalPostStatus {
  return (FINAL_POST_STATUSES as readonly string[]).includes(status);
}
