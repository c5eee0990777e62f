/**
 * The status of a group is derived from its rows, here and nowhere else: API, SQL read models, admin and SDK
 * all go by these functions.
 */
import { isFinal, POST_STATUSES, type PostStatus } from './post-status';
import { mostAdvancedOpen } from './status-rank';

export type PostGroupStatus = PostStatus | 'partially_published';

export const POST_GROUP_STATUSES = [
  ...POST_STATUSES,
  'partially_published',
] as const satisfies readonly PostGroupStatus[];

export type PostCounts = Partial<Record<PostStatus, number>>;

export type PostGroupOutcomeEvent =
  'post_group.completed' | 'post_group.partially_published' | 'post_group.failed' | 'post_group.canceled';

/**
 * The status of a group with rows in these statuses, in any order.
 *
 * While any post is open: the most advanced open status. All final: canceled rows are left out unless all
 * are canceled; of the rest, successes and failures together are `partially_published`.
 *
 * Throws `RangeError` without rows: a group has at least one post, always.
 */
export function derivePostGroupStatus(statuses: Iterable<PostStatus>): PostGroupStatus {
  const present = new Set(statuses);
  if (present.size === 0) {
    throw new RangeError('A post group has at least one post.');
  }
  const open = mostAdvancedOpen(present);
  if (open !== null) {
    return open;
  }
  const good = present.has('published') || present.has('handed_off');
  if (good) {
    if (present.has('failed')) {
      return 'partially_published';
    }
    return present.has('published') ? 'published' : 'handed_off';
  }
  return present.has('failed') ? 'failed' : 'canceled';
}

/** The same from counts per status, as a `GROUP BY` gives them; counts of 0 do not occur. */
export function deriveFromCounts(counts: PostCounts): PostGroupStatus {
  return derivePostGroupStatus(POST_STATUSES.filter((status) => (counts[status] ?? 0) > 0));
}

/** How many rows are in each status that occurs. */
export function countPosts(statuses: Iterable<PostStatus>): PostCounts {
  const counts: PostCounts = {};
  for (const status of statuses) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

export function isPostGroupStatus(value: unknown): value is PostGroupStatus {
  return typeof value === 'string' && (POST_GROUP_STATUSES as readonly string[]).includes(value);
}

export function isFinalGroupStatus(status: PostGroupStatus): boolean {
  return status === 'partially_published' || isFinal(status);
}

/**
 * The event that a change of a group's status emits: one of four on entering a final status, again if that
 * changes (`handed_off` to `published` completes a second time). `before` is `null` for a new group.
 */
export function groupEventFor(
  before: PostGroupStatus | null,
  after: PostGroupStatus,
): PostGroupOutcomeEvent | null {
  if (before === after) {
    return null;
  }
  switch (after) {
    case 'published':
    case 'handed_off':
      return 'post_group.completed';
    case 'partially_published':
      return 'post_group.partially_published';
    case 'failed':
      return 'post_group.failed';
    case 'canceled':
      return 'post_group.canceled';
    case 'draft':
    case 'pending_approval':
    case 'scheduled':
    case 'queued':
    case 'publishing':
    case 'unknown':
      return null;
  }
}
