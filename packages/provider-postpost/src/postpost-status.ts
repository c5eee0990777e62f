import type { PostStatus } from '@postern/core';

/**
 * Every status word of PostPost's get-post, list-posts and scheduling pages. `partially_published` and
 * `finished` are words of a group and say nothing of one row.
 */
export const POSTPOST_STATUS_TABLE: Readonly<Record<string, PostStatus | null>> = Object.freeze({
  draft: 'draft',
  scheduled: 'scheduled',
  pending: 'queued',
  processing: 'publishing',
  published: 'published',
  failed: 'failed',
  partially_published: null,
  finished: null,
});

/** What a row's word means; `null` for a word that nobody documented. */
export function statusOfWord(word: string | null): PostStatus | null {
  if (word === null || !Object.hasOwn(POSTPOST_STATUS_TABLE, word)) return null;
  return POSTPOST_STATUS_TABLE[word] ?? null;
}

/** True only for rows that exist and are all drafts: an empty group proves nothing. */
export function areAllDrafts(rows: readonly { status: string | null }[]): boolean {
  return rows.length > 0 && rows.every((row) => row.status === 'draft');
}

/** True only for rows that exist and that the scheduler has not taken yet. */
export function isUntouched(rows: readonly { status: string | null }[]): boolean {
  return rows.length > 0 && rows.every(({ status }) => status === 'draft' || status === 'scheduled');
}
