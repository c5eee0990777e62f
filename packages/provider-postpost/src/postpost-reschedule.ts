/** Moving a post that still waits for its time. */
import type { ChangeResult, PostReference, ProviderContext } from '@postern/core';
import { classifyCreate, millisecondsOf, readWire } from '@postern/provider-kit';
import { tooLateOr, withoutGroup } from './postpost-cancel';
import type { PostPostClient } from './postpost-client';
import { errorContext, isPastEditing, localError } from './postpost-errors';
import { readGroup } from './postpost-group';
import { isUntouched } from './postpost-status';
import { scheduledSnapshot } from './postpost-snapshot';
import { updatedWire } from './postpost-wire';

/**
 * Both fields are sent: what a time alone does to a draft is documented nowhere. The time that counts is the
 * one in the reply, which PostPost may have moved to keep posts apart. A group that is being published is
 * left alone, as an accepted update could send it out again at the new time.
 */
export async function rescheduleGroup(
  ctx: ProviderContext,
  client: PostPostClient,
  postGroupId: string,
  ref: PostReference,
  at: string,
): Promise<ChangeResult> {
  const atMs = millisecondsOf(at);
  // PostPost would read a past time as now, and publish.
  if (atMs === null || atMs <= ctx.now()) {
    const message = 'The new time has passed already; PostPost would publish at once.';
    return {
      outcome: 'rejected',
      error: localError(ctx.now(), { code: 'CONTENT_INVALID', platform: ref.platform, message }),
    };
  }
  const before = await readGroup(ctx, client, postGroupId, ref);
  if (before.outcome !== 'found') return withoutGroup(before);
  if (before.own.length < before.rows.length) return { outcome: 'unsupported' };
  if (!isUntouched(before.rows)) return tooLateOr(ctx, before);

  const scheduledTime = new Date(atMs).toISOString();
  const verdict = classifyCreate(
    await client.updatePost(postGroupId, { status: 'scheduled', scheduledTime }, 'write'),
    errorContext(ctx.now(), ref.platform),
  );
  if (verdict.outcome === 'unknown') return { outcome: 'unknown', error: verdict.error };
  if (verdict.outcome === 'rejected' && !isPastEditing(verdict.reply))
    return { outcome: 'rejected', error: verdict.error };

  // The scheduler may have taken the group between the look and the update.
  const after = await readGroup(ctx, client, postGroupId, ref);
  if (after.outcome === 'missing') return withoutGroup(after);
  if (after.outcome === 'failed') return { outcome: 'unknown', error: { ...after.error, retryable: false } };
  if (verdict.outcome === 'rejected' || !isUntouched(after.rows)) return tooLateOr(ctx, after);
  const group = readWire(updatedWire, verdict.json)?.postGroup ?? null;
  return { outcome: 'done', snapshot: scheduledSnapshot(postGroupId, group?.scheduledTime ?? scheduledTime) };
}
