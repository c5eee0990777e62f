/** The answers of `submit`, for one post. */
import type { PostSubmitResult, ProviderSnapshot, PublishError } from '@postern/core';

interface Asked {
  target: { postId: string };
}

export function acceptedAs(
  { target }: Asked,
  postGroupId: string,
  snapshot: ProviderSnapshot,
  rowId: string | null,
): Extract<PostSubmitResult, { outcome: 'accepted' }> {
  return {
    postId: target.postId,
    outcome: 'accepted',
    reference: { id: postGroupId, data: { scheduledAt: snapshot.scheduledAt, rowId } },
    snapshot,
  };
}

/** Said only while no call that schedules can have been taken: then it ends earlier doubts as well. */
export function rejectedWith({ target }: Asked, error: PublishError): PostSubmitResult {
  return { postId: target.postId, outcome: 'rejected', error, neverAccepted: true };
}

export function unknownWith({ target }: Asked, error: PublishError): PostSubmitResult {
  return { postId: target.postId, outcome: 'unknown', error };
}

export function withdrawn({ target }: Asked): PostSubmitResult {
  return { postId: target.postId, outcome: 'withdrawn' };
}
