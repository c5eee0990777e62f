import type { PostStatus } from '@postern/core';

/**
 * Every word for a post's state in either generation of the docs (get-post, get-scheduled-post,
 * schedule-content). `queued` is split by time, see `statusOf`.
 */
export const LAYERS_STATUSES: Readonly<Record<string, PostStatus | null>> = {
  queued: 'queued',
  publishing: 'publishing',
  draft: 'handed_off',
  draft_in_inbox: 'handed_off',
  published: 'published',
  failed: 'failed',
  canceled: 'canceled',
  blocked_on_approval: 'pending_approval',
};

/** Layers fires up to this long before or after the minute; within it a queued post counts as due. */
const DUE_TOLERANCE_MS = 30_000;

/** Our status for Layers' word; `null` for a word in no table. `now` in milliseconds. */
export function statusOf(word: string | null, scheduledFor: string | null, now: number): PostStatus | null {
  if (word === null) return null;
  if (word === 'queued' && scheduledFor !== null) {
    return Date.parse(scheduledFor) > now + DUE_TOLERANCE_MS ? 'scheduled' : 'queued';
  }
  return Object.hasOwn(LAYERS_STATUSES, word) ? (LAYERS_STATUSES[word] ?? null) : null;
}
