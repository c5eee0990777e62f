/**
 * Two steps for upstreams without idempotency keys: a draft, which publishes nothing, and its release, which is
 * of one post and may therefore be repeated. So a crash or a lost reply at any line costs neither a post nor a
 * second copy of one.
 */
import type { PostSubmitResult } from '@postern/core';
import { carryAll, publishTime, refusedWishes, type Prepared } from './create-call';
import {
  attempt,
  fingerprintOf,
  isSamePlace,
  newNotes,
  readDraftNotes,
  stopped,
  type Draft,
  type DraftNotes,
} from './draft-checkpoint';
import { discardDraft, fillDraft, findOrMakeDraft } from './draft-make';
import { readDraft } from './draft-reading';
import { releaseDraft } from './draft-release';
import { ELSEWHERE, withdrawDraft } from './draft-withdraw';
import { neverAccepted, notKnown, rejectedAll, unknownAll, withdrawnAll, type Work } from './submit-work';

export async function submitByDraft(work: Work): Promise<PostSubmitResult[]> {
  const { ctx, submission } = work;
  const stored = readDraftNotes(submission.checkpoint);
  if (stored === 'unreadable') {
    return notKnown(work, 'The progress of an earlier try cannot be read, so nothing is sent.');
  }
  if (await ctx.cancelRequested()) return withdrawDraft(work, stored);
  const resumed = await resume(work, stored);
  if (!resumed.ok) return resumed.answers;
  const made = resumed.value ?? (await make(work, stored));
  const draft = 'ok' in made ? made : ({ ok: true, value: made } as const);
  if (!draft.ok) return neverAccepted(draft.answers);
  // From its first release on the media are on it.
  const filled = draft.value.stage === 'draft' ? await fillDraft(work, draft.value) : draft;
  if (!filled.ok) return neverAccepted(filled.answers);
  if (await ctx.cancelRequested()) return withdrawDraft(work, filled.value);
  return releaseDraft(work, filled.value);
}

/** The draft of an earlier try, as far as it is of use; `null` where a new one is harmless and needed. */
async function resume(work: Work, notes: DraftNotes | null): Promise<Prepared<Draft | null>> {
  if (notes === null || notes.id === null || notes.stage === 'drafting' || notes.stage === 'none') {
    return { ok: true, value: null };
  }
  const draft: Draft = { ...notes, id: notes.id };
  const mayBeReleased = draft.stage !== 'draft';
  if (!isSamePlace(work, draft)) {
    // Nothing elsewhere is ours to read or release; what was never released publishes nothing.
    return mayBeReleased ? { ok: false, answers: notKnown(work, ELSEWHERE) } : { ok: true, value: null };
  }
  const state = await readDraft(work, draft);
  switch (state.kind) {
    case 'moved':
      return { ok: false, answers: state.answers };
    case 'unreadable':
      if (mayBeReleased) return { ok: false, answers: unknownAll(work, state.error) };
      return { ok: false, answers: neverAccepted(rejectedAll(work, { ...state.error, retryable: true })) };
    case 'missing':
      // Only what was never released is no loss.
      if (!mayBeReleased) return { ok: true, value: null };
      return { ok: false, answers: notKnown(work, 'The draft that may have been released is gone.') };
    case 'draft':
      break;
  }
  const isSpoiled = draft.mediaStarted > draft.mediaDone || draft.fingerprint !== fingerprintOf(work);
  if (mayBeReleased || !isSpoiled) return { ok: true, value: draft };
  await discardDraft(work, draft);
  return { ok: true, value: null };
}

async function make(work: Work, stored: DraftNotes | null): Promise<Prepared<Draft>> {
  const refused = refusedWishes(work);
  if (refused) return { ok: false, answers: refused };
  const begun = await attempt(work, () => Promise.resolve(newNotes(work)));
  if (!begun.ok) return stopped(work, begun.error);
  const notes = begun.value;
  if (work.engine.manifest.media.upload?.when !== 'draft') {
    const carried = await attempt(work, () => carryAll(work, publishTime(work)));
    if (!carried.ok) return stopped(work, carried.error);
    if (!carried.value.ok) return carried.value;
    notes.media = carried.value.value;
  }
  if (await work.ctx.cancelRequested()) return { ok: false, answers: withdrawnAll(work) };
  return findOrMakeDraft(work, notes, stored?.stage === 'drafting');
}
