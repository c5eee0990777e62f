/** The half of a submission that publishes: turning the draft into a scheduled post. Repeatable. */
import type { PostSubmitResult, PublishError } from '@postern/core';
import {
  classifyCreate,
  isOverdue,
  millisecondsOf,
  readWire,
  sendingAt,
  type CreateVerdict,
} from '@postern/provider-kit';
import { acceptedAs, rejectedWith, unknownWith } from './postpost-answers';
import type { Draft } from './postpost-checkpoint';
import { discardDraft, type SubmitRun } from './postpost-draft';
import { errorContext, isPastEditing, isPastTime, localError } from './postpost-errors';
import { readGroup } from './postpost-group';
import { scheduledSnapshot } from './postpost-snapshot';
import { areAllDrafts } from './postpost-status';
import { withdraw } from './postpost-withdraw';
import { updatedWire } from './postpost-wire';

/** One round of PostPost's scheduler, which looks for due posts every minute. */
const TICK_MS = 60_000;
/** How far PostPost's clock may be ahead of ours before its refusals of past times become final. */
const SKEW_MS = 5 * 60_000;

/**
 * Only `draft` and `scheduled` groups can be updated, so repeating this call can never publish twice: once
 * the scheduler has begun, the answer is "Cannot update post", which is a reason to read.
 */
export async function scheduleDraft(run: SubmitRun, draft: Draft): Promise<PostSubmitResult> {
  const { ctx } = run;
  const triedBefore = draft.stage !== 'draft';
  const note = sendingAt(ctx.now());
  if (!triedBefore) await ctx.checkpoint({ ...draft, stage: 'scheduling' });
  if (isOverdue(note, ctx.now())) {
    const message = 'The worker stood still before the call, which another one may have settled since.';
    return unknownWith(run, localError(ctx.now(), { code: 'OUTCOME_UNKNOWN', message }));
  }
  let time = timeToSend(run);
  let verdict = await update(run, draft, time);
  // Versions that refuse past times judge by their own clock.
  for (const aheadMs of [TICK_MS, TICK_MS + SKEW_MS]) {
    if (verdict.outcome !== 'rejected' || !isPastTime(verdict.reply)) break;
    time = new Date(ctx.now() + aheadMs).toISOString();
    verdict = await update(run, draft, time);
  }
  switch (verdict.outcome) {
    case 'accepted':
      return settleAccepted(run, draft, verdict.json, time);
    case 'unknown':
      return unknownWith(run, verdict.error);
    case 'rejected':
      return settleRefused(run, draft, verdict, triedBefore);
  }
}

/**
 * The post's time, or now. PostPost quietly moves a past time to now, so a time that went by while the draft
 * was made is sent as now by intention; whether it is too late to publish at all is the engine's decision.
 */
function timeToSend({ ctx, submission }: SubmitRun): string {
  const at = millisecondsOf(submission.scheduledAt) ?? 0;
  return new Date(Math.max(at, ctx.now())).toISOString();
}

async function update(run: SubmitRun, draft: Draft, scheduledTime: string): Promise<CreateVerdict> {
  // The draft's creation has paid for this step too: a used-up budget must not leave drafts behind.
  const outcome = await run.client.updatePost(
    draft.postGroupId,
    { status: 'scheduled', scheduledTime },
    'none',
  );
  return classifyCreate(outcome, errorContext(run.ctx.now(), run.target.platform));
}

async function settleAccepted(
  run: SubmitRun,
  draft: Draft,
  json: unknown,
  asked: string,
): Promise<PostSubmitResult> {
  const group = readWire(updatedWire, json)?.postGroup ?? null;
  if (group?.status === 'scheduled') {
    const snapshot = scheduledSnapshot(draft.postGroupId, group.scheduledTime ?? asked);
    return acceptedAs(run, draft.postGroupId, snapshot, null);
  }
  return settleByReading(run, draft, {
    ...errorOfOddSuccess(run),
    upstreamMessage: group?.status == null ? null : `status ${group.status}`,
  });
}

function errorOfOddSuccess(run: SubmitRun): PublishError {
  return localError(run.ctx.now(), {
    code: 'UPSTREAM_ERROR',
    retryable: false,
    platform: run.target.platform,
    message: 'PostPost confirmed the update without saying that the post is scheduled.',
  });
}

async function settleRefused(
  run: SubmitRun,
  draft: Draft,
  verdict: Extract<CreateVerdict, { outcome: 'rejected' }>,
  triedBefore: boolean,
): Promise<PostSubmitResult> {
  if (isPastEditing(verdict.reply)) return settleByReading(run, draft, verdict.error);
  if (triedBefore) return settleRefusedRepeat(run, draft, verdict.error);
  await discardDraft(run, draft);
  // The draft was deleted under our hands before it was ever scheduled: a new one is no repetition.
  const vanished = verdict.reply?.status === 404 && verdict.reply.json !== undefined;
  return rejectedWith(run, vanished ? { ...verdict.error, retryable: true } : verdict.error);
}

/**
 * An earlier call may still be on its way, so a refusal of its repetition does not say what became of it. One
 * that no time will change ends the matter all the same where the draft can be withdrawn.
 */
async function settleRefusedRepeat(
  run: SubmitRun,
  draft: Draft,
  error: PublishError,
): Promise<PostSubmitResult> {
  const ofRequest = error.category === 'content' || error.code === 'QUOTA_EXHAUSTED';
  if (!ofRequest || error.retryable) return unknownWith(run, error);
  const answer = await withdraw(run, draft);
  return answer.outcome === 'withdrawn' ? rejectedWith(run, error) : answer;
}

async function settleByReading(run: SubmitRun, draft: Draft, cause: PublishError): Promise<PostSubmitResult> {
  const found = await readGroup(run.ctx, run.client, draft.postGroupId, run.target);
  if (found.outcome !== 'found' || found.rows.length === 0 || areAllDrafts(found.rows)) {
    return unknownWith(run, cause);
  }
  return acceptedAs(run, draft.postGroupId, found.snapshot, found.own[0]?._id ?? null);
}
