import type { Post } from './model';
import type { LayersSettings } from './options';
import { stateName } from './vocabulary';

/**
 * `GET /v1/scheduled-posts/:id`. The documented failed sample drops most keys; `lastError` carries `data`,
 * not `details` (Layers docs, get-post).
 */
export function postView(post: Post, { vocabulary, sparseFailed }: LayersSettings): Record<string, unknown> {
  const status = stateName(vocabulary, post.status);
  if (post.status === 'failed' && sparseFailed) {
    const { id, attemptedAt, lastError, createdAt, updatedAt } = post;
    return { id, status, attemptedAt, publishedAt: null, lastError, createdAt, updatedAt };
  }
  return {
    ...postRow(post, vocabulary),
    externalId: post.externalId,
    canceledAt: post.canceledAt,
    lastError: post.lastError,
    createdAt: post.createdAt,
    updatedAt: post.updatedAt,
  };
}

/** One row of the list: thinner than the single post (no externalId, no lastError). */
export function postRow(post: Post, vocabulary: LayersSettings['vocabulary']): Record<string, unknown> {
  return {
    id: post.id,
    containerId: post.containerId,
    socialAccountId: post.socialAccountId,
    platform: post.platform,
    mode: post.mode,
    status: stateName(vocabulary, post.status),
    scheduledFor: post.scheduledFor,
    attemptedAt: post.attemptedAt,
    publishedAt: post.publishedAt,
    externalUrl: post.externalUrl,
  };
}

/** The success body of publish and schedule is not documented; both known spellings of the ids are sent. */
export function createdView(containerId: string, posts: readonly Post[]): Record<string, unknown> {
  return {
    containerId,
    scheduledPostIds: posts.map(({ id }) => id),
    scheduledPosts: posts.map(({ id, socialAccountId, platform, mode, scheduledFor }) => ({
      scheduledPostId: id,
      socialAccountId,
      platform,
      mode,
      status: 'queued',
      scheduledFor,
    })),
  };
}
