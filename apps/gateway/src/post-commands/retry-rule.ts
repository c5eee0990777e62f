import { EMPTY_SNAPSHOT, type PublishErrorCode } from '@postern/core';
import { newId } from '../database/ids';
import { handOver, NO_SCHEDULING, waitingStatus } from '../posts/hand-over';
import type { PostRow } from '../posts/post-row';
import { hasReference, type Capabilities, type CommandTarget } from './command-target';
import { connectionGone, done, nothing, pending, type Decision, type Effect } from './decision';

export interface RetryOrder {
  force: boolean;
}

/** Said by an upstream of its network: the network may have taken the post after all. */
export const DOUBTFUL: readonly PublishErrorCode[] = ['NETWORK_ERROR', 'TIMEOUT', 'UPSTREAM_ERROR'];

/**
 * A failed post gets a new round. One that the provider knows is read once more before, by a worker: the
 * network may have taken it since. Pure but for ids. `now`: milliseconds, database clock.
 */
export function decideRetry(
  target: CommandTarget,
  order: RetryOrder,
  capabilities: Capabilities,
  now: number,
): Decision {
  const { row, pending: before } = target;
  switch (row.status) {
    case 'published':
    case 'handed_off':
    case 'canceled':
      return nothing('already_final', `The post is ${row.status} already.`);
    case 'unknown':
      return nothing('refused', 'It is not known whether the post went out: resolve it first.', row.error);
    case 'failed':
      break;
    default:
      return nothing('refused', `The post is ${row.status}: only failed posts are tried again.`);
  }
  const gone = connectionGone(target);
  if (gone !== null) return nothing('refused', gone.message, gone);
  if (!order.force && needsForce(row)) {
    const why = `A further try can fail the same way or publish twice; read the error, then use force.`;
    return nothing('refused', why, row.error);
  }
  if (before?.kind === 'retry') {
    const amended = order.force && !before.force && !before.leased;
    const amend: Effect[] = amended
      ? [{ kind: 'amend', target, commandId: before.id, scheduledAt: null, force: true }]
      : [];
    return pending(amend, before.id);
  }
  if (!hasReference(row)) return done(newRound(target, capabilities, now));
  const id = newId('cmd');
  const command = {
    id,
    kind: 'retry',
    reason: null,
    scheduledAt: null,
    force: order.force,
    actionable: true,
  } as const;
  return pending([{ kind: 'command', target, command }], id);
}

/** Whether a person must say that they mean it. */
export function needsForce({ error, provider_reference }: PostRow): boolean {
  if (error === null || !error.retryable) return true;
  return provider_reference !== null && DOUBTFUL.includes(error.code);
}

/**
 * The next round, with a submission of its own, at its time or, where that has passed, at once.
 *
 * @param scheduledAt another time than the post's own
 */
export function newRound(
  target: CommandTarget,
  capabilities: Capabilities,
  now: number,
  scheduledAt?: Date,
): Effect[] {
  const { row } = target;
  const round = row.round + 1;
  const at = scheduledAt ?? (row.scheduled_at === null ? null : new Date(row.scheduled_at));
  const times = handOver({
    scheduledAt: at,
    now: new Date(now),
    maxLatenessSeconds: target.maxLatenessSeconds,
    scheduling: target.connection.scheduling,
    capabilities: capabilities ?? NO_SCHEDULING,
  });
  const change = {
    postId: row.id,
    snapshot: { ...EMPTY_SNAPSHOT, round, asOf: now },
    opens: waitingStatus(at, new Date(now)),
    scheduledAt,
  };
  return [
    { kind: 'record', change },
    { kind: 'open', target, round, times },
  ];
}
