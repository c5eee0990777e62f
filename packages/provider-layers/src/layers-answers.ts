/** Answers of `submit`, one per target. */
import {
  EMPTY_SNAPSHOT,
  type PostSubmitResult,
  type PublishError,
  type Reference,
  type Submission,
  type SubmissionTarget,
} from '@postern/core';
import { utcOf } from '@postern/provider-kit';
import type { LayersCheckpoint } from './layers-checkpoint';
import { snapshotOf } from './layers-snapshot';
import { statusOf } from './layers-status';
import { bareId, sameId, type WireCreated, type WirePost } from './layers-wire';

export function everyTarget(
  submission: Submission,
  answer: (target: SubmissionTarget) => PostSubmitResult,
): PostSubmitResult[] {
  return submission.targets.map(answer);
}

export function rejectedAll(submission: Submission, error: PublishError): PostSubmitResult[] {
  return everyTarget(submission, ({ postId, platform }) => ({
    postId,
    outcome: 'rejected',
    error: { ...error, platform: error.platform ?? platform },
  }));
}

export function unknownAll(submission: Submission, error: PublishError): PostSubmitResult[] {
  return everyTarget(submission, ({ postId, platform }) => ({
    postId,
    outcome: 'unknown',
    error: { ...error, retryable: false, platform: error.platform ?? platform },
  }));
}

/** Some targets are refused; the others were not taken because of them and go out anew. */
export function rejectedSome(
  submission: Submission,
  errors: ReadonlyMap<string, PublishError>,
): PostSubmitResult[] {
  return everyTarget(submission, ({ postId }) => {
    const error = errors.get(postId);
    return error ? { postId, outcome: 'rejected', error } : { postId, outcome: 'released' };
  });
}

/** What finds a post again: its id, or container and account while there is none. */
function referenceOf(
  id: string | null,
  checkpoint: LayersCheckpoint,
  target: SubmissionTarget,
  more: Record<string, string>,
): Reference {
  return {
    id,
    data: {
      projectId: checkpoint.projectId,
      containerId: checkpoint.containerId,
      socialAccountId: target.accountReference,
      ...more,
    },
  };
}

/** A gate holds the post: `schedule` keeps the intent at Layers, `publish` keeps nothing there. */
export function gatedAll(
  submission: Submission,
  checkpoint: LayersCheckpoint,
  gate: 'schedule' | 'publish',
): PostSubmitResult[] {
  const at = checkpoint.publish?.scheduledFor ?? null;
  return everyTarget(submission, (target) => ({
    postId: target.postId,
    outcome: gate === 'schedule' ? 'accepted' : 'gated',
    reference: referenceOf(null, checkpoint, target, { gate, ...(at === null ? {} : { scheduledFor: at }) }),
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: 'pending_approval',
      upstreamStatus: gate === 'schedule' ? 'blocked_on_approval' : 'APPROVAL_REQUIRED',
      scheduledAt: at,
    },
  }));
}

/** One accepted post; `post` holds whatever the reply or a list row said of it. */
export function acceptedPost(
  target: SubmissionTarget,
  checkpoint: LayersCheckpoint,
  post: WirePost,
  times: { now: number; firstAttemptAt: number },
): PostSubmitResult {
  const at = post.scheduledFor ?? checkpoint.publish?.scheduledFor ?? null;
  const known = { ...post, scheduledFor: at };
  return {
    postId: target.postId,
    outcome: 'accepted',
    reference: referenceOf(post.id, checkpoint, target, {
      // A post that goes out at once is listed under the moment of its call.
      scheduledFor: at ?? utcOf(times.firstAttemptAt),
    }),
    snapshot: {
      ...snapshotOf(known, target.platform, times.now),
      // A publish call that says no more than an id has queued the post.
      status: statusOf(post.status ?? 'queued', at, times.now),
    },
  };
}

/**
 * Posts by bare account id from either shape of the reply: objects that name their account, else ids in the
 * order of the targets, if there are as many. Null where not every target is answered.
 */
export function createdPosts(created: WireCreated, submission: Submission): Map<string, WirePost> | null {
  const posts = new Map<string, WirePost>();
  for (const { scheduledPostId, id, socialAccountId, status, scheduledFor } of created.scheduledPosts) {
    const known = scheduledPostId ?? id;
    if (known !== null && socialAccountId !== null) {
      posts.set(bareId(socialAccountId), { ...NO_POST, id: known, socialAccountId, status, scheduledFor });
    }
  }
  if (submission.targets.every(({ accountReference }) => posts.has(bareId(accountReference)))) {
    return areDistinct([...posts.values()].map(({ id }) => id)) ? posts : null;
  }
  const ids = idsInOrder(created);
  if (posts.size > 0 || ids.length !== submission.targets.length || !areDistinct(ids)) return null;
  submission.targets.forEach(({ accountReference }, index) => {
    posts.set(bareId(accountReference), {
      ...NO_POST,
      id: ids[index] ?? null,
      socialAccountId: accountReference,
    });
  });
  return posts;
}

/** One id for two accounts would read one post twice, and the other never. */
function areDistinct(ids: readonly (string | null)[]): boolean {
  return new Set(ids).size === ids.length;
}

function idsInOrder({ scheduledPostIds, scheduledPosts }: WireCreated): string[] {
  if (scheduledPostIds.length > 0) return scheduledPostIds;
  return scheduledPosts.flatMap(({ scheduledPostId, id }) => scheduledPostId ?? id ?? []);
}

/** Whether the reply speaks of another container: then it is no answer to this call. */
export function isForeign(created: WireCreated, checkpoint: LayersCheckpoint): boolean {
  return created.containerId !== null && !sameId(created.containerId, checkpoint.containerId);
}

const NO_POST: WirePost = {
  id: null,
  containerId: null,
  socialAccountId: null,
  status: null,
  externalId: null,
  externalUrl: null,
  scheduledFor: null,
  attemptedAt: null,
  publishedAt: null,
  canceledAt: null,
  lastError: null,
};
