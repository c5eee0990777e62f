import { publishError } from '@postern/core';
import type { CommandTarget } from './command-target';
import { done, nothing, notYet, ownWord, type Decision, type Effect } from './decision';

export interface ResolveOrder {
  outcome: 'published' | 'not_published';
  platformPostId: string | null;
  platformPostUrl: string | null;
  note: string;
}

/**
 * A person says what became of a post of which nobody knows. What the provider later shows still wins by the
 * rules of merging. A post that its caller wants back and that was not published is canceled: that is what a
 * cancel of a post that was never out means. Pure. `now`: milliseconds, database clock.
 */
export function decideResolve(target: CommandTarget, order: ResolveOrder, now: number): Decision {
  const { row, submission } = target;
  if (row.status !== 'unknown') {
    return nothing('refused', `The post is ${row.status}: only unknown posts are resolved.`);
  }
  if (submission?.leased) {
    return notYet('The post is being looked into right now: ask again in a moment.');
  }
  const { outcome, note } = order;
  const change = {
    ...ownWord(target, now, wordOf(target, order, now)),
    tells: [{ type: 'post.resolved', data: { outcome, note } }] as const,
  };
  const effects: Effect[] = [{ kind: 'record', change }, ...endPending(target, order)];
  const inDoubt = submission?.state === 'unknown' || submission?.state === 'sending';
  if (submission && inDoubt && settles(target, order)) {
    effects.push({ kind: 'settle', submissionId: submission.id });
  }
  return done(effects);
}

/**
 * A repetition of the submission would send a post that was not published. One that was published does no
 * harm there, and the others of the same submission may still be found by it.
 */
function settles({ row, submission }: CommandTarget, { outcome }: ResolveOrder): boolean {
  const others = submission?.openPostIds.filter((id) => id !== row.id) ?? [];
  return outcome === 'not_published' || others.length === 0;
}

function wordOf({ row, pending }: CommandTarget, order: ResolveOrder, now: number) {
  const occurredAt = new Date(now).toISOString();
  if (order.outcome === 'published') {
    const { platformPostId, platformPostUrl } = order;
    return { status: 'published', platformPostId, platformPostUrl } as const;
  }
  if (row.cancel_requested_at !== null) {
    const cancelReason = pending?.kind === 'cancel' ? pending.reason : null;
    return { status: 'canceled', canceledAt: occurredAt, canceledBy: 'caller', cancelReason } as const;
  }
  const error = publishError({
    code: 'OUTCOME_UNKNOWN',
    provider: row.provider,
    platform: row.platform,
    message: 'A person found that the post was not published.',
    remedy: 'Retry the post with force if it shall still go out.',
    occurredAt,
  });
  return { status: 'failed', error } as const;
}

function endPending({ row, pending }: CommandTarget, { outcome }: ResolveOrder): Effect[] {
  const effects: Effect[] = [];
  if (pending !== null) {
    const state = pending.kind !== 'cancel' ? 'refused' : outcome === 'published' ? 'too_late' : 'done';
    effects.push({ kind: 'finish', commandId: pending.id, state, error: null });
  }
  if (outcome === 'published' && row.cancel_requested_at !== null) {
    effects.push({ kind: 'unask', postId: row.id });
  }
  return effects;
}
