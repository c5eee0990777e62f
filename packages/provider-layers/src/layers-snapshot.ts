import { EMPTY_SNAPSHOT, type ProviderSnapshot } from '@postern/core';
import { lastErrorOf } from './layers-errors';
import { statusOf } from './layers-status';
import type { WirePost } from './layers-wire';

/** What a post object says, from a list row or the single GET. `now` in milliseconds. */
export function snapshotOf(post: WirePost, platform: string, now: number): ProviderSnapshot {
  const status = statusOf(post.status, post.scheduledFor, now);
  return {
    ...EMPTY_SNAPSHOT,
    status,
    upstreamStatus: post.status,
    providerReference: post.id,
    platformPostId: post.externalId,
    // Instagram's link may be null although the post is live (Layers docs, list-posts).
    platformPostUrl: post.externalUrl,
    scheduledAt: post.scheduledFor,
    attemptedAt: post.attemptedAt,
    publishedAt: post.publishedAt,
    canceledAt: post.canceledAt,
    error: status === 'failed' ? lastErrorOf(post.lastError, platform, post.attemptedAt) : null,
  };
}
