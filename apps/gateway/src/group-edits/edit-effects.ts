import type { Capabilities, CommandTarget } from '../post-commands/command-target';
import { canceledHere } from '../post-commands/cancel-rule';
import { ownWord, type Effect } from '../post-commands/decision';
import { handOver, NO_SCHEDULING, waitingStatus, type HandOver } from '../posts/hand-over';
import { instantOrNull } from '../posts/post-row';
import type { Told } from '../events/post-events';
import type { AddedPost, GroupEdit, KeptPost } from './group-edit';

/** One post that an edit touches, locked, with its new content. */
export interface EditedTarget {
  target: CommandTarget;
  capabilities: Capabilities;
}

export const REMOVED = 'Its target was removed from the group.';

/**
 * What an edit means for the posts it touches: a new hand-over with the new content, an end, an event. Pure but
 * for ids. `now`: milliseconds, database clock.
 *
 * @param sends whether the posts go out by themselves: they are no drafts, or not any more
 */
export function editEffects(
  edit: GroupEdit,
  targets: readonly EditedTarget[],
  sends: boolean,
  now: number,
): Effect[] {
  return targets.flatMap(({ target, capabilities }) => {
    const { id } = target.row;
    if (edit.removed.includes(id)) return canceledHere(target, REMOVED, now);
    const kept = edit.kept.find((post) => post.id === id);
    const added = edit.added.find((post) => post.id === id);
    const post = kept ?? added;
    if (post === undefined) return [];
    const change = {
      ...ownWord(target, now, { status: sends ? waitingStatus(post.scheduledAt, new Date(now)) : null }),
      ...(kept?.moved ? { scheduledAt: kept.scheduledAt } : {}),
      tells: kept === undefined ? [CREATED] : edit.kind === 'publish' ? [] : tellsOf(kept, target),
    };
    const record: Effect = { kind: 'record', change };
    if (!sends) return [record];
    const { submission } = target;
    const left: Effect[] = submission === null ? [] : [{ kind: 'leave', submissionId: submission.id }];
    const times = timesOf(post, kept?.latestAt ?? null, target, capabilities, now);
    return [record, ...left, { kind: 'open', target, round: target.row.round, times }];
  });
}

const CREATED: Told = { type: 'post.created' };

function tellsOf({ updated, moved, scheduledAt }: KeptPost, { row }: CommandTarget): Told[] {
  const data = {
    scheduledAt: instantOrNull(scheduledAt),
    previousScheduledAt: instantOrNull(row.scheduled_at),
  };
  return [
    ...(updated ? [{ type: 'post.updated' } as const] : []),
    ...(moved ? [{ type: 'post.rescheduled', data } as const] : []),
  ];
}

function timesOf(
  { scheduledAt }: KeptPost | AddedPost,
  latestAt: Date | null,
  target: CommandTarget,
  capabilities: Capabilities,
  now: number,
): HandOver {
  const times = handOver({
    scheduledAt,
    now: new Date(now),
    maxLatenessSeconds: target.maxLatenessSeconds,
    scheduling: target.connection.scheduling,
    capabilities: capabilities ?? NO_SCHEDULING,
  });
  return latestAt === null ? times : { ...times, latestAt };
}
