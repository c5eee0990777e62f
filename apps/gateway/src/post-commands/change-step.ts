import { isSuccess, type PublishError } from '@postern/core';
import { canceledHere } from './cancel-rule';
import type { ChangeEnd, ClaimedChange } from './claimed-change';
import { placeOf, type Capabilities, type CommandTarget } from './command-target';
import { connectionGone, ownWord, type Effect } from './decision';
import { decideReschedule, rescheduled } from './reschedule-rule';
import { newRound } from './retry-rule';

/** What a worker does with a command, by where the post is. */
export type Step =
  | { step: 'end'; end: ChangeEnd; effects: Effect[] }
  /** Somebody else is at the post: its outcome comes first. */
  | { step: 'wait' }
  | { step: 'ask' };

/** Pure but for ids. `now`: milliseconds, database clock. */
export function nextStep(
  change: ClaimedChange,
  target: CommandTarget,
  capabilities: Capabilities,
  now: number,
): Step {
  const gone = connectionGone(target);
  if (change.internal) return gone === null ? { step: 'ask' } : givenUp(change, target, now, 'refused', gone);
  if (change.round !== target.row.round) return ends('refused', null);
  switch (change.kind) {
    case 'cancel':
      return cancelStep(change, target, gone, now);
    case 'reschedule':
      return rescheduleStep(change, target, gone, capabilities, now);
    case 'retry':
      if (target.row.status !== 'failed') return ends('already_final', null);
      return gone === null ? { step: 'ask' } : ends('refused', gone);
  }
}

function cancelStep(
  change: ClaimedChange,
  target: CommandTarget,
  gone: PublishError | null,
  now: number,
): Step {
  const { row } = target;
  switch (placeOf(target)) {
    case 'final': {
      if (row.status === 'canceled') return ends('done', null, reasonTold(change, target, now));
      return lost(target, isSuccess(row.status) ? 'too_late' : 'already_final', null);
    }
    case 'draft':
    case 'held':
      return ends('done', null, canceledHere(target, change.reason, now));
    case 'in_doubt':
      return gone === null ? { step: 'wait' } : lost(target, 'refused', gone);
    case 'upstream':
      return gone === null ? { step: 'ask' } : lost(target, 'refused', gone);
  }
}

function rescheduleStep(
  change: ClaimedChange,
  target: CommandTarget,
  gone: PublishError | null,
  capabilities: Capabilities,
  now: number,
): Step {
  const { row } = target;
  const scheduledAt = change.scheduledAt ?? new Date(now);
  switch (placeOf(target)) {
    case 'final':
      // Our own cancel, which a read has heard of first.
      if (row.status === 'canceled' && change.cancels) {
        return ends('done', null, movedAnew(target, capabilities, now, scheduledAt));
      }
      return ends(isSuccess(row.status) ? 'too_late' : 'already_final', null);
    case 'draft':
    case 'held': {
      const { result, error, effects } = decideReschedule(target, { scheduledAt }, capabilities, now);
      return ends(result === 'pending' ? 'refused' : result, error, effects);
    }
    case 'in_doubt':
      return gone === null ? { step: 'wait' } : ends('refused', gone);
    case 'upstream':
      return gone === null ? { step: 'ask' } : ends('refused', gone);
  }
}

/** The new round of a post that is surely not going out at its old time. */
export function movedAnew(
  target: CommandTarget,
  capabilities: Capabilities,
  now: number,
  scheduledAt: Date,
): Effect[] {
  const told = rescheduled(target, scheduledAt.toISOString());
  return newRound(target, capabilities, now, scheduledAt).map((effect) =>
    effect.kind === 'record' ? { ...effect, change: { ...effect.change, tells: [told] } } : effect,
  );
}

/** The command did not come through: of a cancel nothing lingers, and a second live post is told of. */
export function givenUp(
  change: ClaimedChange,
  target: CommandTarget,
  now: number,
  state: ChangeEnd['state'],
  error: PublishError | null,
): Extract<Step, { step: 'end' }> {
  if (!change.internal) return change.kind === 'cancel' ? lost(target, state, error) : ends(state, error);
  const word = { ...ownWord(target, now, {}), tells: [{ type: 'post.duplicate_risk' }] as const };
  return ends(state, error, [{ kind: 'record', change: word }]);
}

function lost(target: CommandTarget, state: ChangeEnd['state'], error: PublishError | null) {
  return ends(state, error, [{ kind: 'unask', postId: target.row.id }]);
}

/** Whoever stopped the post did not know why it was to be stopped. */
function reasonTold(change: ClaimedChange, target: CommandTarget, now: number): Effect[] {
  const { row } = target;
  if (change.reason === null || row.cancel_reason !== null || row.canceled_by !== 'caller') return [];
  const word = ownWord(target, now, {
    status: 'canceled',
    canceledBy: 'caller',
    cancelReason: change.reason,
  });
  return [{ kind: 'record', change: word }];
}

function ends(state: ChangeEnd['state'], error: PublishError | null, effects: Effect[] = []) {
  return { step: 'end', end: { state, error }, effects } as const;
}
