/** The harmless half of a submission: making a draft, finding it again, giving it up. */
import type { PostSubmitResult, Submission, SubmissionTarget, SubmitContext } from '@postern/core';
import { classifyCreate, readWire, unreadableError } from '@postern/provider-kit';
import { fingerprintOf, type Checkpoint, type Draft } from './postpost-checkpoint';
import type { PostPostClient } from './postpost-client';
import { draftBody } from './postpost-content';
import { errorContext, localError } from './postpost-errors';
import { readGroup } from './postpost-group';
import { isObjectId } from './postpost-ids';
import { areAllDrafts } from './postpost-status';
import { acceptedAs, rejectedWith, unknownWith } from './postpost-answers';
import { createdWire } from './postpost-wire';

/** One try at one post. */
export interface SubmitRun {
  ctx: SubmitContext;
  client: PostPostClient;
  submission: Submission;
  target: SubmissionTarget;
}

export type Step<T> = { kind: 'go'; value: T } | { kind: 'end'; result: PostSubmitResult };

/**
 * Step one. Nothing can be published by it, so even a lost reply is answered as `rejected` and retryable: the
 * next try makes a new draft, and at worst a draft stays behind that nobody will ever send. Only calls that
 * can publish are ever `unknown`.
 */
export async function createDraft(run: SubmitRun): Promise<Step<Draft>> {
  const { ctx, client, target } = run;
  const startedAt = new Date(ctx.now()).toISOString();
  const context = errorContext(ctx.now(), target.platform);
  const verdict = classifyCreate(await client.createDraft(draftBody(target)), context);
  if (verdict.outcome === 'rejected') return end(rejectedWith(run, verdict.error));
  if (verdict.outcome === 'unknown') {
    warnOfStray(run, null);
    return end(
      rejectedWith(run, {
        ...verdict.error,
        retryable: true,
        message: 'PostPost did not confirm the draft; nothing can have been published by it.',
        remedy: 'Nothing: a new draft is made. One unused draft may stay at PostPost.',
      }),
    );
  }
  const postGroupId = readWire(createdWire, verdict.json)?.postGroupId ?? null;
  if (!isObjectId(postGroupId)) {
    warnOfStray(run, postGroupId);
    return end(rejectedWith(run, { ...unreadableError(verdict.reply, context), retryable: true }));
  }
  const draft: Draft = {
    stage: 'draft',
    postGroupId,
    startedAt,
    fingerprint: fingerprintOf(target),
    mediaStarted: 0,
    mediaDone: 0,
  };
  await ctx.checkpoint({ ...draft });
  return { kind: 'go', value: draft };
}

/**
 * Looks at the draft of an earlier try before anything is done with it. `go` with `null`: it is of no use and
 * was never scheduled, so a new one is safe.
 */
export async function resumeDraft(run: SubmitRun, draft: Draft): Promise<Step<Draft | null>> {
  const { ctx, client, target } = run;
  const mayHaveBeenSent = draft.stage !== 'draft';
  const found = await readGroup(ctx, client, draft.postGroupId, target);
  if (found.outcome === 'failed')
    return end(mayHaveBeenSent ? unknownWith(run, found.error) : rejectedWith(run, found.error));
  if (found.outcome === 'missing') {
    // Somebody deleted it. Deleting does not unpublish, so only a draft that was never scheduled is no loss.
    return mayHaveBeenSent ? end(unknownWith(run, found.error)) : { kind: 'go', value: null };
  }
  if (found.rows.length > 0 && !areAllDrafts(found.rows)) {
    return end(acceptedAs(run, draft.postGroupId, found.snapshot, found.own[0]?._id ?? null));
  }
  if (found.rows.length === 0 && mayHaveBeenSent) {
    const message = 'PostPost shows a post without rows, which tells nothing.';
    return end(unknownWith(run, localError(ctx.now(), { code: 'UPSTREAM_ERROR', message })));
  }
  if (mayHaveBeenSent) return { kind: 'go', value: draft };
  const spoiled = draft.mediaStarted > draft.mediaDone || found.rows.length === 0;
  if (!spoiled && draft.fingerprint === fingerprintOf(target)) return { kind: 'go', value: draft };
  await discardDraft(run, draft);
  return { kind: 'go', value: null };
}

/**
 * Gives up a draft that our own checkpoint names and that was never scheduled. The checkpoint lets go of it
 * first, so that its absence is never read as an unknown outcome. A failure leaves a harmless draft behind.
 */
export async function discardDraft(run: SubmitRun, draft: Draft): Promise<void> {
  const letGo: Checkpoint = { ...draft, stage: 'none', postGroupId: null };
  await run.ctx.checkpoint({ ...letGo });
  const deleted = await run.client.deletePost(draft.postGroupId, 'none');
  const gone = deleted.kind === 'response' && (deleted.status === 404 || deleted.status < 300);
  if (!gone) warnOfStray(run, draft.postGroupId);
}

function warnOfStray(run: SubmitRun, postGroupId: string | null): void {
  run.ctx.logger.warn('An unused draft may stay at PostPost. It is never published by itself.', {
    postGroupId,
    submissionId: run.submission.id,
    accountReference: run.target.accountReference,
  });
}

function end(result: PostSubmitResult): { kind: 'end'; result: PostSubmitResult } {
  return { kind: 'end', result };
}
