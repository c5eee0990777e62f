import type { PostStatus } from '@postern/core';
import { type AuditRow, auditRow } from '../audit/audit-entry';
import type { AppliedChange } from '../posts/post-plan';
import { instantOrNull, type PostRow, type Time } from '../posts/post-row';
import type { CommandTarget } from './command-target';
import type { Decision } from './decision';

/** What a caller orders of posts, as the audit log tells it. */
export interface OrderedCommand {
  kind: 'cancel' | 'reschedule' | 'retry' | 'resolve';
  /** The caller's own words: a reason, a time, `force`. */
  order: object;
}

export interface DecidedTarget {
  target: CommandTarget;
  decision: Decision;
}

/** An entry for each post that the command changes or will change once its provider agrees. */
export function commandEntries(
  command: OrderedCommand,
  decided: readonly DecidedTarget[],
  applied: readonly AppliedChange[],
): AuditRow[] {
  const changed = decided.filter(({ decision }) => decision.effects.length > 0);
  return changed.map(({ target: { row }, decision }) => {
    const status = applied.find(({ postId }) => postId === row.id)?.after ?? row.status;
    const { result } = decision;
    return auditRow({
      workspaceId: row.workspace_id,
      action: `post.${command.kind}`,
      subjectId: row.id,
      before: shown(row, row.status, row.scheduled_at),
      after: { ...shown(row, status, timeOf(row, decision)), result, order: command.order },
    });
  });
}

function shown(row: PostRow, status: PostStatus, scheduledAt: Time | null) {
  return { groupId: row.group_id, status, scheduledAt: instantOrNull(scheduledAt) };
}

function timeOf(row: PostRow, { effects }: Decision): Time | null {
  for (const effect of effects) {
    if (effect.kind === 'record' && effect.change.scheduledAt !== undefined) return effect.change.scheduledAt;
  }
  return row.scheduled_at;
}
