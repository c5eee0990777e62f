import {
  applySnapshot,
  derivePostGroupStatus,
  isFinal,
  type MergedPost,
  type PostGroupStatus,
  type PostStatus,
  type Snapshot,
} from '@postern/core';
import { groupEvent, postEvents, type NewEvent } from '../events/post-events';
import { toMergedPost, type PostRow, type Time } from './post-row';
import { nextReadAt, type ReadCadence } from './read-cadence';

/** One thing to record of one post. What is `undefined` stays as it is. */
export interface PostChange {
  postId: string;
  snapshot: Snapshot;
  /** Where `read` finds the post from now on. */
  referenceData?: PostRow['reference_data'];
  /** Given: the post is to be read upstream at this cadence until it is final. */
  cadence?: ReadCadence;
  missingSince?: Date | null;
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
  missingSince: Time | null;
  nextReadAt: Time | null;
}

/** What to write of one group, if its version has not moved. */
export interface GroupChange {
  id: string;
  version: number;
  status: PostGroupStatus;
  posts: PostUpdate[];
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
  const events = plans.flatMap((plan) =>
    plan.told ? postEvents(plan.row, plan.post, plan.duplicateRisk) : [],
  );
  const groupEvents = groupEvent(group, status) ?? [];
  return {
    groupId: group.id,
    write: { id: group.id, version: group.version, status, posts, events: events.concat(groupEvents) },
    applied,
  };
}

function planPost(row: PostRow, changes: readonly PostChange[], now: number) {
  let post = toMergedPost(row);
  let changed = false;
  let duplicateRisk = false;
  let referenceData = row.reference_data;
  let missingSince = row.missing_since;
  let cadence: ReadCadence | undefined;
  for (const change of changes) {
    // `keysChanged` alone is not stored: writing every repetition would cost a statement per poll, and all
    // that a stale snapshot could do is show an earlier open status until the next read. Finals hold anyway.
    const merged = applySnapshot(post, change.snapshot);
    post = merged.post;
    changed ||= merged.changed;
    duplicateRisk ||= merged.duplicateRisk;
    if (change.referenceData !== undefined) referenceData = change.referenceData;
    if (change.missingSince !== undefined) missingSince = change.missingSince;
    cadence = change.cadence ?? cadence;
  }
  // Only what a caller can see is an event; where and when to read next is our own business.
  const told = changed || duplicateRisk;
  const next = nextRead(row, post, cadence, now);
  const moved =
    referenceData !== row.reference_data || missingSince !== row.missing_since || next !== row.next_read_at;
  const update: PostUpdate = { id: row.id, post, referenceData, missingSince, nextReadAt: next };
  return { post, update: told || moved ? update : null, told, duplicateRisk };
}

function nextRead(
  row: PostRow,
  post: MergedPost,
  cadence: ReadCadence | undefined,
  now: number,
): Time | null {
  if (isFinal(post.status)) return null;
  if (cadence === undefined) return row.next_read_at;
  if (row.next_read_at !== null) {
    // A read pushes the next one ahead before it begins: what is due now was made so by a webhook meanwhile.
    const hinted = new Date(row.next_read_at).getTime() <= now;
    if (hinted || post.status === row.status) return row.next_read_at;
  }
  const due = post.upstreamScheduledAt ?? row.scheduled_at ?? row.created_at;
  return nextReadAt(post.status, new Date(due).getTime(), now, cadence);
}
