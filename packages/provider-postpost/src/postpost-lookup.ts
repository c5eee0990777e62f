import type { LookupResult, ProviderContext, Submission } from '@postern/core';
import { acceptedAs } from './postpost-answers';
import { readCheckpoint } from './postpost-checkpoint';
import { createPostPostClient } from './postpost-client';
import { readGroup } from './postpost-group';
import { areAllDrafts } from './postpost-status';

/**
 * Looks at the group that the checkpoint names. Without one, or with a draft that was never scheduled, there is
 * surely no post. A group that is gone may have published before, and a draft may be scheduled by a call that is
 * still on its way; so neither says anything.
 */
export async function lookupPost(ctx: ProviderContext, submission: Submission): Promise<LookupResult> {
  const [target] = submission.targets;
  const stored = readCheckpoint(submission.checkpoint);
  if (stored.kind === 'unreadable') return unsure('The progress of an earlier try cannot be read.');
  if (!target || stored.kind === 'empty' || stored.draft.stage === 'draft') {
    return { outcome: 'absent', authoritative: true };
  }
  const { postGroupId } = stored.draft;
  const found = await readGroup(ctx, createPostPostClient(ctx), postGroupId, target);
  if (found.outcome === 'failed') return unsure(found.error.message);
  if (found.outcome === 'missing') return unsure('PostPost does not have the post any more.');
  if (found.rows.length === 0) return unsure('PostPost shows a post without rows.');
  if (areAllDrafts(found.rows)) return { outcome: 'absent', authoritative: false };
  const answer = acceptedAs({ target }, postGroupId, found.snapshot, found.own[0]?._id ?? null);
  return {
    outcome: 'found',
    posts: [{ postId: target.postId, reference: answer.reference, snapshot: found.snapshot }],
  };
}

function unsure(reason: string): LookupResult {
  return { outcome: 'unsure', reason };
}
