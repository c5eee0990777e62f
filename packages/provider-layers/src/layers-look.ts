/** Looking for the posts of a submission whose publish call was not answered, and proving that there are none. */
import { publishError, type PostSubmitResult, type SubmitContext, type Submission } from '@postern/core';
import { classifyRead, isAbsenceProven, notFoundAt, readWire } from '@postern/provider-kit';
import { acceptedPost, everyTarget } from './layers-answers';
import { checkpointData, type LayersCheckpoint } from './layers-checkpoint';
import { segment, type LayersClient } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import { postsOfContainer, type ContainerPosts } from './layers-list';
import { bareId, wireContainer, type WirePost } from './layers-wire';

export interface Work {
  ctx: SubmitContext;
  client: LayersClient;
  submission: Submission;
  checkpoint: LayersCheckpoint;
}

/** What the list shows of the submission. */
export function look({ ctx, client, submission, checkpoint }: Work): Promise<ContainerPosts> {
  return postsOfContainer(ctx, client, wantedOf(submission, checkpoint));
}

export function wantedOf(submission: Submission, checkpoint: LayersCheckpoint) {
  return {
    containerId: checkpoint.containerId ?? '',
    projectId: checkpoint.projectId,
    socialAccountIds: submission.targets.map(({ accountReference }) => accountReference),
    scheduledFor: checkpoint.publish?.scheduledFor ?? null,
    firstAttemptAt: submission.firstAttemptAt,
  };
}

/**
 * Answers where at least one post is there. A call is taken whole or not at all (Layers docs, publish-content),
 * so posts that are not listed yet are unknown, never absent.
 */
export function answersOf(work: Work, found: ContainerPosts): PostSubmitResult[] | null {
  if (!found.ok || found.posts.size === 0) return null;
  const answers = fromPosts(work, found.posts);
  return answers.some(({ outcome }) => outcome === 'accepted') ? answers : null;
}

/** One answer per target; `unknown` for those whose post is not among these. */
export function fromPosts(
  { ctx, submission, checkpoint }: Work,
  posts: ReadonlyMap<string, WirePost>,
): PostSubmitResult[] {
  const times = { now: ctx.now(), firstAttemptAt: submission.firstAttemptAt };
  return everyTarget(submission, (target) => {
    const post = posts.get(bareId(target.accountReference));
    if (post?.id != null) return acceptedPost(target, checkpoint, post, times);
    return {
      postId: target.postId,
      outcome: 'unknown',
      error: publishError({
        code: 'OUTCOME_UNKNOWN',
        provider: LAYERS_ID,
        platform: target.platform,
        message: 'Layers does not show this post yet, although it shows others of the same call.',
      }),
    };
  });
}

/**
 * Notes a look that found nothing, and says whether it is proven by now that the call never was and never will
 * be taken. No documented call undoes a publish call that may be on its way, so only time and the list can.
 */
export async function isNeverTaken(work: Work, found: ContainerPosts): Promise<boolean> {
  const { ctx, checkpoint } = work;
  const { publish } = checkpoint;
  if (!publish || !found.ok || !found.complete || found.posts.size > 0) return false;
  if (await mayHoldIntent(work)) return false;
  const notes = notFoundAt(publish, ctx.now());
  if (notes.sentAt !== publish.sentAt || notes.absentSince !== publish.absentSince) {
    checkpoint.publish = { ...publish, ...notes };
    await ctx.checkpoint(checkpointData(checkpoint));
  }
  return isAbsenceProven(notes, ctx.now());
}

/**
 * Content that waits for a reviewer may hold a schedule that has no rows yet (Layers docs, schedule-content:
 * 202 stores the intent on the container); `publish` stores nothing there.
 */
async function mayHoldIntent({ ctx, client, checkpoint }: Work): Promise<boolean> {
  if (checkpoint.publish?.action === 'publish') return false;
  const outcome = await client.get(`/content/${segment(checkpoint.containerId ?? '')}`);
  const verdict = classifyRead(outcome, createContext(ctx));
  const container = verdict.outcome === 'ok' ? readWire(wireContainer, verdict.json) : null;
  const status = container?.approvalStatus ?? null;
  return status !== 'not_required' && status !== 'approved' && status !== 'rejected';
}
