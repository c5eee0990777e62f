/** Making sure that a submission in two steps will publish nothing any more. */
import type { PostSubmitResult } from '@postern/core';
import { isAbsenceProven, notFoundAt } from '@postern/provider-kit';
import { isSamePlace, noteDraft, type Draft, type DraftNotes } from './draft-checkpoint';
import { discardDraft, mayDeleteDrafts } from './draft-make';
import { readDraft } from './draft-reading';
import { cancelPost } from './generic-change';
import { referenceOf } from './reply-posts';
import { notKnown, unknownAll, withdrawnAll, type Work } from './submit-work';

export const ELSEWHERE =
  'The connection or its manifest was changed since the draft was made, which may have been released there.';

/**
 * What was never released is given up. What may have been is read: a draft still is deleted, so that a release
 * which arrives later finds nothing; or, where that cannot be, is left once no release can be on its way.
 */
export async function withdrawDraft(work: Work, notes: DraftNotes | null): Promise<PostSubmitResult[]> {
  if (notes === null || notes.id === null || notes.stage === 'drafting' || notes.stage === 'none') {
    return withdrawnAll(work);
  }
  const draft: Draft = { ...notes, id: notes.id };
  if (!isSamePlace(work, draft)) {
    return draft.stage === 'draft' ? withdrawnAll(work) : notKnown(work, ELSEWHERE);
  }
  if (draft.stage === 'draft') {
    await discardDraft(work, draft);
    return withdrawnAll(work);
  }
  const state = await readDraft(work, draft);
  switch (state.kind) {
    case 'moved':
      // Upstreams that keep deleted posts show what an earlier look of ours did.
      if (draft.stage === 'withdrawing' && state.answers.every(isCanceled)) return withdrawnAll(work);
      return state.answers;
    case 'unreadable':
      return unknownAll(work, { ...state.error, retryable: false });
    case 'missing':
      // Seen as a draft before it was deleted, so that its absence is our own doing.
      if (draft.stage === 'withdrawing') return withdrawnAll(work);
      return notKnown(work, 'The draft that may have been released is gone.');
    case 'draft':
      return mayDeleteDrafts(work) ? deleteDraft(work, draft) : waitForRelease(work, draft);
  }
}

async function deleteDraft(work: Work, draft: Draft): Promise<PostSubmitResult[]> {
  const { engine, ctx, targets } = work;
  const [target] = targets;
  const withdrawing = await noteDraft(work, { ...draft, stage: 'withdrawing' });
  const ref = referenceOf(target, draft.id, {
    ...draft.data,
    accountReference: target.accountReference,
    alone: 'true',
  });
  const canceled = await cancelPost(engine, ctx, ref, null);
  ctx.logger.debug('A draft that may have been released was deleted.', { outcome: canceled.outcome });
  // Whatever was answered: an upstream may say so and keep the post.
  const after = await readDraft(work, withdrawing);
  switch (after.kind) {
    case 'moved':
      return after.answers.every(isCanceled) ? withdrawnAll(work) : after.answers;
    case 'missing':
      return withdrawnAll(work);
    case 'draft':
    case 'unreadable':
      return notKnown(work, 'The provider does not show yet that the draft is gone.');
  }
}

function isCanceled(answer: PostSubmitResult): boolean {
  return answer.outcome === 'accepted' && answer.snapshot.status === 'canceled';
}

/** Two looks, minutes after the last call: what is a draft still will stay one. */
async function waitForRelease(work: Work, draft: Draft): Promise<PostSubmitResult[]> {
  const { ctx } = work;
  const notes = notFoundAt(draft, ctx.now());
  if (notes.sentAt !== draft.sentAt || notes.absentSince !== draft.absentSince) {
    await noteDraft(work, { ...draft, ...notes });
  }
  if (isAbsenceProven(notes, ctx.now())) return withdrawnAll(work);
  return notKnown(work, 'Nothing more may be published, and the release may still be on its way.');
}
