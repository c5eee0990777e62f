import {
  applySnapshot,
  derivePostGroupStatus,
  isFinal,
  openRound,
  type MergedPost,
  type OpenPostStatus,
  type PostGroupStatus,
  type PostStatus,
  type Snapshot,
} from '@postern/core';
import { groupEvent, postEvents, type NewEvent, type Told } from '../events/post-events';
import { toMergedPost, type PostRow, type Time } from './post-row';
import { nextReadAt, type ReadCadence } from './read-cadence';
import { withdrawalOf, type Withdrawal } from './withdrawal';

/** One thing to record of one post. What is `undefined` stays as it is. */
export interface PostChange {
  postId: string;
  snapshot: Snapshot;
  /** Where `read` finds the post from now on. */
  referenceData?: PostRow['reference_data'];
  /** Given: the post is to be read upstream at this cadence until it is final. */
  cadence?: ReadCadence;
  missingSince?: Date | null;
  /** A deliberate new try begins, in this status and with nothing heard; `snapshot` is of the new round. */
  opens?: OpenPostStatus;
  /** The time that the caller now wants; `null` = at once. */
  scheduledAt?: Date | null;
  /** Events beside the one of the status. */
  tells?: readonly Told[];
}

export interface AppliedChange {
  postId: string;
  workspaceId: string;
  groupId: string;
  before: PostStatus;
  after: PostStatus;
  changed: boolean;
}

/** A group with all its posts, as read just now. */
export interface LoadedGroup {
  id: string;
  workspaceId: string;
  version: number;
  status: PostGroupStatus;
  posts: PostRow[];
}

export interface PostUpdate {
  id: string;
  post: MergedPost;
  referenceData: PostRow['reference_data'];
  scheduledAt: Time | null;
  missingSince: Time | null;
  nextReadAt: Time | null;
  /** Whoever is handing the post over is to stop. */
  stops: boolean;
}

/** What to write of one group, if its version has not moved. */
export interface GroupChange {
  id: string;
  version: number;
  status: PostGroupStatus;
  posts: PostUpdate[];
  withdrawals: Withdrawal[];
  events: NewEvent[];
}

export interface GroupPlan {
  groupId: string;
  /** `null` where nothing changes. */
  write: GroupChange | null;
  applied: AppliedChange[];
}

/** Merges changes into a group and derives its status. Pure. `now`: milliseconds, database clock. */
export function planGroup(group: LoadedGroup, changes: readonly PostChange[], now: number): GroupPlan {
  const plans = group.posts.map((row) => {
    const own = changes.filter((change) => change.postId === row.id);
    return { row, own, ...planPost(row, own, now) };
  });
  const applied = plans
    .filter((plan) => plan.own.length > 0)
    .map(({ row, post, update }) => ({
      postId: row.id,
      workspaceId: row.workspace_id,
      groupId: row.group_id,
      before: row.status,
      after: post.status,
      changed: update !== null,
    }));
  const posts = plans.flatMap((plan) => plan.update ?? []);
  if (posts.length === 0) return { groupId: group.id, write: null, applied };
  const status = derivePostGroupStatus(plans.map((plan) => plan.post.status));
  const events = plans.flatMap((plan) => (plan.told ? postEvents(plan.row, plan.post, plan.tells) : []));
  const withdrawals = plans.flatMap((plan) => plan.withdrawals);
  const groupEvents = groupEvent(group, status) ?? [];
  return {
    groupId: group.id,
    write: {
      id: group.id,
      version: group.version,
      status,
      posts,
      withdrawals,
      events: events.concat(groupEvents),
    },
    applied,
  };
}

function planPost(row: PostRow, changes: readonly PostChange[], now: number) {
  let post = toMergedPost(row);
  let changed = false;
  let { reference_data: referenceData, missing_since: missingSince, scheduled_at: scheduledAt } = row;
  let cadence: ReadCadence | undefined;
  let opened = false;
  const tells: Told[] = [];
  const withdrawals: Withdrawal[] = [];
  for (const change of changes) {
    if (change.opens !== undefined) {
      post = openRound(post, change.opens);
      [opened, changed, referenceData, missingSince] = [true, true, {}, null];
    }
    // Of an earlier round only a success counts: where that round was found, and when it was to be read, does not.
    const current = change.snapshot.round === post.round;
    // `keysChanged` alone is not stored: writing every repetition would cost a statement per poll, and all
    // that a stale snapshot could do is show an earlier open status until the next read. Finals hold anyway.
    const merged = applySnapshot(post, change.snapshot);
    const withdrawal = withdrawalOf(row, { id: post.providerReference, data: referenceData }, change, merged);
    if (withdrawal === 'too_late') tells.push({ type: 'post.duplicate_risk' });
    else if (withdrawal !== null) withdrawals.push(withdrawal);
    post = merged.post;
    changed ||= merged.changed;
    if (current && change.referenceData !== undefined) referenceData = change.referenceData;
    if (current && change.missingSince !== undefined) missingSince = change.missingSince;
    if (change.scheduledAt !== undefined) scheduledAt = change.scheduledAt;
    tells.push(...(change.tells ?? []));
    if (current) cadence = change.cadence ?? cadence;
  }
  const moved = scheduledAt !== row.scheduled_at;
  // Only what a caller can see is an event; where and when to read next is our own business.
  const told = changed || moved || tells.length > 0;
  const plan = { opened, moved, cadence, scheduledAt };
  const next = nextRead(row, post, plan, now);
  const aside =
    withdrawals.length > 0 ||
    referenceData !== row.reference_data ||
    missingSince !== row.missing_since ||
    next !== row.next_read_at;
  const update: PostUpdate = {
    id: row.id,
    post,
    referenceData,
    scheduledAt,
    missingSince,
    nextReadAt: next,
    stops: withdrawals.length > 0,
  };
  return { post, update: told || aside ? update : null, told, tells, withdrawals };
}

interface ReadPlan {
  opened: boolean;
  moved: boolean;
  cadence: ReadCadence | undefined;
  scheduledAt: Time | null;
}

function nextRead(row: PostRow, post: MergedPost, plan: ReadPlan, now: number): Time | null {
  if (isFinal(post.status)) return null;
  // Of a new try nothing is upstream yet.
  const planned = plan.opened ? null : row.next_read_at;
  if (plan.cadence === undefined) return planned;
  if (planned !== null && !plan.moved) {
    // A read pushes the next one ahead before it begins: what is due now was made so by a webhook meanwhile.
    const hinted = new Date(planned).getTime() <= now;
    if (hinted || post.status === row.status) return planned;
  }
  const due = new Date(post.upstreamScheduledAt ?? plan.scheduledAt ?? row.created_at).getTime();
  // Its time may have passed long before it was handed over: a late try, a gate that opened after weeks.
  const handedOver = post.attemptedAt === null ? due : Math.min(Date.parse(post.attemptedAt), now);
  return nextReadAt(post.status, Math.max(due, handedOver), now, plan.cadence);
}
