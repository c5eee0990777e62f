/** How statuses compare: which open one is further along, and which final one holds against the others. */
import { isFinal, type FinalPostStatus, type OpenPostStatus, type PostStatus } from './post-status';

const OPEN_RANK: Readonly<Record<OpenPostStatus, number>> = {
  draft: 1,
  scheduled: 2,
  pending_approval: 3,
  unknown: 4,
  queued: 5,
  publishing: 6,
};

const FINAL_RANK: Readonly<Record<FinalPostStatus, number>> = {
  canceled: 1,
  failed: 2,
  handed_off: 3,
  published: 4,
};

/** How far along an open status is; 0 for final ones and for `null`, which says nothing. */
export function openRank(status: PostStatus | null): number {
  return status === null || isFinal(status) ? 0 : OPEN_RANK[status];
}

/**
 * Which outcome holds: a post that the network shows is published, whatever else was said. 0 for every open
 * status and for `null`.
 */
export function finalRank(status: PostStatus | null): number {
  return status !== null && isFinal(status) ? FINAL_RANK[status] : 0;
}

/** The post reached the network, or the creator's app. */
export function isSuccess(status: PostStatus | null): status is 'published' | 'handed_off' {
  return status === 'published' || status === 'handed_off';
}

/** The most advanced of the open statuses among these; `null` where none is open. */
export function mostAdvancedOpen(statuses: Iterable<PostStatus | null>): OpenPostStatus | null {
  let best: OpenPostStatus | null = null;
  for (const status of statuses) {
    if (status !== null && !isFinal(status) && openRank(status) > openRank(best)) {
      best = status;
    }
  }
  return best;
}
