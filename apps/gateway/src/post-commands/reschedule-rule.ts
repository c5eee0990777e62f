import { publishError, type PublishError } from '@postern/core';
import { newId } from '../database/ids';
import { handOver, NO_SCHEDULING, waitingStatus } from '../posts/hand-over';
import { instantOrNull } from '../posts/post-row';
import { placeOf, type Capabilities, type CommandTarget } from './command-target';
import { connectionGone, done, nothing, ownWord, pending, type Decision, type Effect } from './decision';

export interface RescheduleOrder {
  scheduledAt: Date;
}

/**
 * Held here: moved at once, and who keeps the time is decided anew. Upstream: the provider is asked; one that
 * cannot move a post is asked to cancel it, and it goes out anew. Failed posts move only by a retry. Pure but
 * for the id. `now`: milliseconds, database clock.
 */
export function decideReschedule(
  target: CommandTarget,
  order: RescheduleOrder,
  capabilities: Capabilities,
  now: number,
): Decision {
  const { row } = target;
  const place = placeOf(target);
  if (place === 'final') return movedTooLate(target);
  if (place === 'in_doubt' || row.status === 'unknown') {
    return nothing('refused', 'It is not known yet whether the provider has the post.', row.error);
  }
  if (row.status === 'publishing') return nothing('too_late', 'The post is being published.');
  if (row.cancel_requested_at !== null) return nothing('refused', 'The post is being canceled.');
  switch (place) {
    case 'draft':
      return done([movedHere(target, order, now)]);
    case 'held':
      return moveHeld(target, order, capabilities, now);
    case 'upstream':
      return moveUpstream(target, order, capabilities, now);
  }
}

/** The caller's time; what the provider last said of it no longer counts. */
export function movedHere(target: CommandTarget, { scheduledAt }: RescheduleOrder, now: number): Effect {
  const { row } = target;
  const waits = row.status === 'scheduled' || row.status === 'queued';
  const change = ownWord(target, now, {
    status: waits ? waitingStatus(scheduledAt, new Date(now)) : null,
    scheduledAt: row.upstream_scheduled_at === null ? null : scheduledAt.toISOString(),
  });
  return {
    kind: 'record',
    change: { ...change, scheduledAt, tells: [rescheduled(target, scheduledAt.toISOString())] },
  };
}

export function rescheduled({ row }: CommandTarget, scheduledAt: string) {
  const before = instantOrNull(row.upstream_scheduled_at ?? row.scheduled_at);
  return { type: 'post.rescheduled', data: { scheduledAt, previousScheduledAt: before } } as const;
}

function moveHeld(
  target: CommandTarget,
  order: RescheduleOrder,
  capabilities: Capabilities,
  now: number,
): Decision {
  const times = handOver({
    scheduledAt: order.scheduledAt,
    now: new Date(now),
    maxLatenessSeconds: target.maxLatenessSeconds,
    scheduling: target.connection.scheduling,
    capabilities: capabilities ?? NO_SCHEDULING,
  });
  return done([movedHere(target, order, now), { kind: 'move', target, times }]);
}

function moveUpstream(
  target: CommandTarget,
  order: RescheduleOrder,
  capabilities: Capabilities,
  now: number,
): Decision {
  const { row, pending: before } = target;
  const gone = connectionGone(target);
  if (gone !== null) return nothing('refused', gone.message, gone);
  if (!capabilities?.reschedule && !capabilities?.cancel) {
    return nothing('not_supported', `${row.provider} can neither move nor cancel a post that it has.`);
  }
  const scheduledAt = order.scheduledAt.toISOString();
  if (before?.kind === 'reschedule') {
    const same = before.scheduledAt !== null && new Date(before.scheduledAt).toISOString() === scheduledAt;
    if (same) return pending([], before.id);
  }
  if (order.scheduledAt.getTime() <= now) {
    const error = timePassed(scheduledAt, row.provider);
    return nothing('refused', error.message, error);
  }
  if (before?.kind === 'reschedule') {
    if (before.leased) return nothing('refused', 'The provider is being asked for another time right now.');
    return pending([{ kind: 'amend', target, commandId: before.id, scheduledAt, force: false }], before.id);
  }
  const id = newId('cmd');
  const command = {
    id,
    kind: 'reschedule',
    reason: null,
    scheduledAt,
    force: false,
    actionable: true,
  } as const;
  return pending([{ kind: 'command', target, command }], id);
}

function movedTooLate({ row }: CommandTarget): Decision {
  switch (row.status) {
    case 'published':
    case 'handed_off':
      return nothing('too_late', `The post is ${row.status} already.`);
    case 'failed':
      return nothing('already_final', 'The post has failed: retry it.', row.error);
    default:
      return nothing('already_final', `The post is ${row.status} already.`);
  }
}

/** Providers are asked only for what is still to come. */
export function timePassed(scheduledAt: string, provider: string): PublishError {
  const message = `${scheduledAt} passed before the provider could be asked.`;
  return publishError({ code: 'TOO_LATE', provider, message, remedy: 'Name another time.' });
}
