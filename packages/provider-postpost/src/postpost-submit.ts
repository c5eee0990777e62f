/**
 * Hands one post over: draft, media, schedule. Everything up to the last step is harmless, and the last step
 * is repeatable, so that a crash or a lost reply at any line costs neither a post nor a second copy of one.
 */
import type { PostSubmitResult, Submission, SubmitContext, SubmitResult } from '@postern/core';
import { millisecondsOf } from '@postern/provider-kit';
import { rejectedWith, unknownWith, withdrawn, acceptedAs } from './postpost-answers';
import { cancelGroup } from './postpost-cancel';
import { readCheckpoint, type Draft } from './postpost-checkpoint';
import { createPostPostClient } from './postpost-client';
import { refusalOf } from './postpost-content';
import { createDraft, discardDraft, resumeDraft, type Step, type SubmitRun } from './postpost-draft';
import { localError } from './postpost-errors';
import { uploadMedia } from './postpost-media';
import { scheduleDraft } from './postpost-schedule';

/** `plan` gives every post a submission of its own; further targets are released, never merged. */
export async function submitPost(ctx: SubmitContext, submission: Submission): Promise<SubmitResult> {
  const [target, ...others] = submission.targets;
  if (!target) return { posts: [] };
  const first = await submitTarget({ ctx, client: createPostPostClient(ctx), submission, target });
  return { posts: [first, ...others.map(({ postId }) => ({ postId, outcome: 'released' as const }))] };
}

async function submitTarget(run: SubmitRun): Promise<PostSubmitResult> {
  const found = await findDraft(run);
  if (found.kind === 'end') return found.result;
  if (await run.ctx.cancelRequested()) return withdraw(run, found.value);
  const made: Step<Draft> =
    found.value === null ? await createDraft(run) : { kind: 'go', value: found.value };
  if (made.kind === 'end') return made.result;
  const filled = await uploadAll(run, made.value);
  if (filled.kind === 'end') return filled.result;
  if (await run.ctx.cancelRequested()) return withdraw(run, filled.value);
  return scheduleDraft(run, filled.value);
}

/** The draft of an earlier try, or `null` where a new one is needed. */
async function findDraft(run: SubmitRun): Promise<Step<Draft | null>> {
  const { ctx, submission, target } = run;
  const stored = readCheckpoint(submission.checkpoint);
  if (stored.kind === 'draft') return resumeDraft(run, stored.draft);
  if (stored.kind === 'unreadable') {
    const message = 'The progress of an earlier try cannot be read, so nothing is sent.';
    return { kind: 'end', result: unknownWith(run, localError(ctx.now(), { code: 'INTERNAL', message })) };
  }
  const refusal = refusalOf(target) ?? timeRefusal(submission);
  if (refusal === null) return { kind: 'go', value: null };
  const { platform } = target;
  const error = localError(ctx.now(), { code: 'CONTENT_INVALID', platform, message: refusal });
  return { kind: 'end', result: rejectedWith(run, error) };
}

/** PostPost would publish at once what it reads as a past or missing time. */
function timeRefusal({ scheduledAt }: Submission): string | null {
  if (scheduledAt === null || millisecondsOf(scheduledAt) !== null) return null;
  return 'The time of the post cannot be read.';
}

async function uploadAll(run: SubmitRun, draft: Draft): Promise<Step<Draft>> {
  const { ctx, client, target } = run;
  // From the scheduling stage on the media are on the draft.
  if (draft.stage === 'scheduling') return { kind: 'go', value: draft };
  let current = draft;
  const move = async (progress: Partial<Draft>) => {
    current = { ...current, ...progress };
    await ctx.checkpoint({ ...current });
  };
  for (const [index, item] of target.content.media.entries()) {
    if (index < draft.mediaDone) continue;
    const result = await uploadMedia({
      ctx,
      client,
      postGroupId: draft.postGroupId,
      platform: target.platform,
      item,
      onStart: () => move({ mediaStarted: index + 1 }),
    });
    if (result.outcome !== 'done') {
      await discardDraft(run, current);
      return { kind: 'end', result: rejectedWith(run, result.error) };
    }
    await move({ mediaDone: index + 1 });
  }
  return { kind: 'go', value: current };
}

async function withdraw(run: SubmitRun, draft: Draft | null): Promise<PostSubmitResult> {
  if (draft === null) return withdrawn(run);
  if (draft.stage === 'draft') {
    await discardDraft(run, draft);
    return withdrawn(run);
  }
  // A schedule call of an earlier try may still arrive, so the group is withdrawn as if it were scheduled.
  const canceled = await cancelGroup(run.ctx, run.client, draft.postGroupId, run.target, null);
  switch (canceled.outcome) {
    case 'done':
      return withdrawn(run);
    case 'too_late':
      return canceled.snapshot === null
        ? unknownWith(run, localError(run.ctx.now(), { code: 'OUTCOME_UNKNOWN' }))
        : acceptedAs(run, draft.postGroupId, canceled.snapshot, null);
    case 'unsupported':
      return unknownWith(run, localError(run.ctx.now(), { code: 'OUTCOME_UNKNOWN' }));
    case 'rejected':
    case 'unknown':
      return unknownWith(run, canceled.error);
  }
}
