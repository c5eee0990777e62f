/**
 * Hands one post over: draft, media, schedule. Everything up to the last step is harmless, and the last step
 * is repeatable, so that a crash or a lost reply at any line costs neither a post nor a second copy of one.
 */
import type { PostSubmitResult, Submission, SubmitContext, SubmitResult } from '@postern/core';
import { millisecondsOf } from '@postern/provider-kit';
import { rejectedWith, unknownWith } from './postpost-answers';
import { readCheckpoint, type Draft, type StoredCheckpoint } from './postpost-checkpoint';
import { createPostPostClient } from './postpost-client';
import { refusalOf } from './postpost-content';
import { createDraft, discardDraft, resumeDraft, type Step, type SubmitRun } from './postpost-draft';
import { localError } from './postpost-errors';
import { uploadMedia } from './postpost-media';
import { scheduleDraft } from './postpost-schedule';
import { withdraw } from './postpost-withdraw';

/** `plan` gives every post a submission of its own; further targets are released, never merged. */
export async function submitPost(ctx: SubmitContext, submission: Submission): Promise<SubmitResult> {
  const [target, ...others] = submission.targets;
  if (!target) return { posts: [] };
  const first = await submitTarget({ ctx, client: createPostPostClient(ctx), submission, target });
  return { posts: [first, ...others.map(({ postId }) => ({ postId, outcome: 'released' as const }))] };
}

async function submitTarget(run: SubmitRun): Promise<PostSubmitResult> {
  const { ctx, submission } = run;
  const stored = readCheckpoint(submission.checkpoint);
  if (stored.kind === 'unreadable') {
    const message = 'The progress of an earlier try cannot be read, so nothing is sent.';
    return unknownWith(run, localError(ctx.now(), { code: 'INTERNAL', message }));
  }
  if (await ctx.cancelRequested()) return withdraw(run, stored.kind === 'draft' ? stored.draft : null);
  const found = await findDraft(run, stored);
  if (found.kind === 'end') return found.result;
  const made: Step<Draft> =
    found.value === null ? await createDraft(run) : { kind: 'go', value: found.value };
  if (made.kind === 'end') return made.result;
  const filled = await uploadAll(run, made.value);
  if (filled.kind === 'end') return filled.result;
  if (await ctx.cancelRequested()) return withdraw(run, filled.value);
  return scheduleDraft(run, filled.value);
}

/** The draft of an earlier try, or `null` where a new one is needed. */
async function findDraft(
  run: SubmitRun,
  stored: Exclude<StoredCheckpoint, { kind: 'unreadable' }>,
): Promise<Step<Draft | null>> {
  const { ctx, submission, target } = run;
  if (stored.kind === 'draft') return resumeDraft(run, stored.draft);
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
  if (draft.stage !== 'draft') return { kind: 'go', value: draft };
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
