/** Making sure that a submission will publish nothing any more. */
import type { PostSubmitResult } from '@postern/core';
import { acceptedAs, unknownWith, withdrawn } from './postpost-answers';
import { cancelGroup } from './postpost-cancel';
import type { Draft } from './postpost-checkpoint';
import { discardDraft, type SubmitRun } from './postpost-draft';
import { localError } from './postpost-errors';

/**
 * What was never scheduled is given up. What may have been is withdrawn as if it were: paused, read, deleted.
 * A schedule call that arrives later finds no group, so nothing can come of it. That the group was a draft is
 * stored before it is deleted: from then on its absence is our own doing.
 */
export async function withdraw(run: SubmitRun, draft: Draft | null): Promise<PostSubmitResult> {
  if (draft === null) return withdrawn(run);
  if (draft.stage === 'draft') {
    await discardDraft(run, draft);
    return withdrawn(run);
  }
  const { ctx, client, target } = run;
  const note = () => ctx.checkpoint({ ...draft, stage: 'withdrawing' });
  const canceled = await cancelGroup(ctx, client, draft.postGroupId, target, null, note);
  switch (canceled.outcome) {
    case 'done':
      return withdrawn(run);
    case 'too_late':
      if (canceled.snapshot !== null) return acceptedAs(run, draft.postGroupId, canceled.snapshot, null);
      return draft.stage === 'withdrawing' ? withdrawn(run) : unknownWith(run, notTold(run));
    case 'unsupported':
      return unknownWith(run, notTold(run));
    case 'rejected':
    case 'unknown':
      return unknownWith(run, { ...canceled.error, retryable: false });
  }
}

function notTold({ ctx }: SubmitRun) {
  const message = 'PostPost does not show what became of the post.';
  return localError(ctx.now(), { code: 'OUTCOME_UNKNOWN', message });
}
