import type { LookupResult, ProviderContext, Submission } from '@postern/core';
import { acceptedPost } from './layers-answers';
import { readCheckpoint } from './layers-checkpoint';
import { layersClient } from './layers-client';
import { postsOfContainer } from './layers-list';
import { wantedOf } from './layers-look';
import { bareId } from './layers-wire';

/**
 * Finds a submission by its container. Without a stored publish call nothing was ever sent, which is the one
 * absence that is certain at once; a list may lag behind what was accepted.
 */
export async function lookupAtLayers(ctx: ProviderContext, submission: Submission): Promise<LookupResult> {
  const checkpoint = readCheckpoint(submission.checkpoint);
  if (checkpoint === 'unreadable') {
    return { outcome: 'unsure', reason: 'The progress of an earlier try cannot be read.' };
  }
  if (!checkpoint?.publish || checkpoint.containerId === null)
    return { outcome: 'absent', authoritative: true };
  const found = await postsOfContainer(ctx, layersClient(ctx), wantedOf(submission, checkpoint));
  if (!found.ok) return { outcome: 'unsure', reason: found.error.message };
  const times = { now: ctx.now(), firstAttemptAt: submission.firstAttemptAt };
  const posts = submission.targets.flatMap((target) => {
    const post = found.posts.get(bareId(target.accountReference));
    const answer = post?.id == null ? null : acceptedPost(target, checkpoint, post, times);
    return answer?.outcome === 'accepted' ? [answer] : [];
  });
  if (posts.length === 0) return { outcome: 'absent', authoritative: false };
  return {
    outcome: 'found',
    posts: posts.map(({ postId, reference, snapshot }) => ({ postId, reference, snapshot })),
  };
}
