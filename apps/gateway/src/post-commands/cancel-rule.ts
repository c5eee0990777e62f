import { newId } from '../database/ids';
import { placeOf, type Capabilities, type CommandTarget } from './command-target';
import {
  connectionGone,
  done,
  nothing,
  overtake,
  ownWord,
  pending,
  type Decision,
  type Effect,
} from './decision';

export interface CancelOrder {
  reason: string | null;
}

/**
 * Held here: canceled at once. On its way: whoever sends it is asked to stop, and it is canceled once it is
 * known where it is. Upstream: the provider is asked. Pure but for the id. `now`: milliseconds, database clock.
 */
export function decideCancel(
  target: CommandTarget,
  order: CancelOrder,
  capabilities: Capabilities,
  now: number,
): Decision {
  const { row, submission } = target;
  switch (placeOf(target)) {
    case 'final':
      return canceledAlready(target);
    case 'draft':
    case 'held':
      return done([...overtake(target), ...canceledHere(target, order.reason, now)]);
    case 'in_doubt': {
      const gone = connectionGone(target);
      if (gone !== null) {
        return nothing('refused', 'Nobody can look into what became of the post: resolve it.', gone);
      }
      if (target.pending?.kind === 'cancel') return pending([], null);
      return pending(
        [
          ...overtake(target),
          { kind: 'command', target, command: { ...newCancel(order), actionable: false } },
          // What nobody is at can be looked into at once: after this no call is made that can publish.
          { kind: 'ask', postId: row.id, wakes: submission?.leased === false ? submission.id : null },
        ],
        null,
      );
    }
    case 'upstream': {
      const gone = connectionGone(target);
      if (gone !== null) return nothing('refused', gone.message, gone);
      if (!capabilities?.cancel)
        return nothing('not_supported', `${row.provider} cannot cancel a post that it has.`);
      if (target.pending?.kind === 'cancel') return pending([], target.pending.id);
      const command = newCancel(order);
      return pending(
        [
          ...overtake(target),
          { kind: 'command', target, command },
          { kind: 'ask', postId: row.id, wakes: null },
        ],
        command.id,
      );
    }
  }
}

/** The post ends as its caller wants; it was never handed over. */
export function canceledHere(target: CommandTarget, reason: string | null, now: number): Effect[] {
  const change = ownWord(target, now, {
    status: 'canceled',
    canceledAt: new Date(now).toISOString(),
    canceledBy: 'caller',
    cancelReason: reason,
  });
  const record: Effect = { kind: 'record', change };
  const { submission } = target;
  return submission === null ? [record] : [record, { kind: 'leave', submissionId: submission.id }];
}

function newCancel({ reason }: CancelOrder) {
  return {
    id: newId('cmd'),
    kind: 'cancel',
    reason,
    scheduledAt: null,
    force: false,
    actionable: true,
  } as const;
}

function canceledAlready({ row }: CommandTarget): Decision {
  switch (row.status) {
    case 'canceled':
      return done([]);
    case 'published':
    case 'handed_off':
      return nothing('too_late', `The post is ${row.status} already.`);
    default:
      return nothing('already_final', `The post is ${row.status} already.`);
  }
}
