/** Withdrawing a post: pause the group, look, and delete it only if nothing went out. */
import {
  EMPTY_SNAPSHOT,
  type ChangeResult,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
} from '@postern/core';
import { classifyCreate } from '@postern/provider-kit';
import type { PostPostClient } from './postpost-client';
import { errorContext, isPastEditing, localError } from './postpost-errors';
import { readGroup, type GroupOwner, type GroupRead } from './postpost-group';
import { areAllDrafts, isUntouched } from './postpost-status';

/**
 * An update can be accepted while the scheduler already publishes (PostPost docs, error guide), so the reply
 * of the pause proves nothing. The group is read before, to leave one alone that is on its way, and after.
 */
export async function cancelGroup(
  ctx: ProviderContext,
  client: PostPostClient,
  postGroupId: string,
  owner: GroupOwner,
  reason: string | null,
  /** Called once every row is read as a draft, before the group is deleted. */
  onPaused: () => Promise<void> = () => Promise.resolve(),
): Promise<ChangeResult> {
  const before = await readGroup(ctx, client, postGroupId, owner);
  if (before.outcome !== 'found') return withoutGroup(before);
  // Deleting takes the whole group along. Ours have one account each; others are not ours to end.
  if (before.own.length < before.rows.length) return { outcome: 'unsupported' };
  if (!isUntouched(before.rows)) return tooLateOr(ctx, before);

  const context = errorContext(ctx.now(), owner.platform);
  const paused = classifyCreate(await client.updatePost(postGroupId, { status: 'draft' }, 'write'), context);
  if (paused.outcome === 'rejected' && !isPastEditing(paused.reply))
    return { outcome: 'rejected', error: paused.error };

  const after = await readGroup(ctx, client, postGroupId, owner);
  if (after.outcome === 'missing') return withoutGroup(after);
  if (after.outcome === 'failed') return { outcome: 'unknown', error: notRetryable(after.error) };
  if (!areAllDrafts(after.rows)) {
    // A pause whose reply was lost may still arrive.
    if (paused.outcome === 'unknown') return { outcome: 'unknown', error: paused.error };
    return tooLateOr(ctx, after);
  }

  await onPaused();
  const deleted = classifyCreate(await client.deletePost(postGroupId, 'none'), {
    ...context,
    bodyOptional: true,
  });
  const gone = deleted.outcome === 'accepted' || deleted.reply?.status === 404;
  if (gone) return { outcome: 'done', snapshot: canceledSnapshot(ctx, postGroupId, reason) };
  // The post is paused, and whether it is still there is told by the next read.
  return { outcome: 'unknown', error: notRetryable(deleted.error) };
}

function canceledSnapshot(
  ctx: ProviderContext,
  postGroupId: string,
  reason: string | null,
): ProviderSnapshot {
  return {
    ...EMPTY_SNAPSHOT,
    status: 'canceled',
    upstreamStatus: 'draft',
    providerReference: postGroupId,
    canceledAt: new Date(ctx.now()).toISOString(),
    canceledBy: 'caller',
    cancelReason: reason,
  };
}

/** PostPost says 404 for a deleted group as for somebody else's: nothing can be changed, nothing is known. */
export function withoutGroup(read: Exclude<GroupRead, { outcome: 'found' }>): ChangeResult {
  if (read.outcome === 'missing') return { outcome: 'too_late', snapshot: null };
  return { outcome: 'rejected', error: read.error };
}

/** Only rows that the scheduler has taken are too late; rows that say nothing of the kind are no proof. */
export function tooLateOr(
  ctx: ProviderContext,
  found: Extract<GroupRead, { outcome: 'found' }>,
): ChangeResult {
  if (found.rows.length > 0 && !isUntouched(found.rows)) {
    return { outcome: 'too_late', snapshot: found.snapshot };
  }
  const message = 'PostPost does not show what became of the change.';
  return { outcome: 'unknown', error: localError(ctx.now(), { code: 'OUTCOME_UNKNOWN', message }) };
}

function notRetryable(error: PublishError): PublishError {
  return { ...error, retryable: false };
}
