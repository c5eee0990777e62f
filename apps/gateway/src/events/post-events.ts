import {
  groupEventFor,
  postEventFor,
  type EventType,
  type MergedPost,
  type PostEventType,
  type PostGroupStatus,
} from '@postern/core';
import { newId } from '../database/ids';
import type { LoadedGroup } from '../posts/post-plan';
import type { PostRow } from '../posts/post-row';

/** An entry of the history, as it is inserted in the statement that makes the change. */
export interface NewEvent {
  id: string;
  workspace_id: string;
  type: EventType;
  group_id: string;
  post_id: string | null;
  data: Record<string, unknown>;
}

/** An event that no change of status tells, with what it says beside the post. */
export interface Told {
  type: PostEventType;
  data?: Record<string, unknown>;
}

/** The events of one changed post: its new status and what else is told of it, or a mere update. */
export function postEvents(row: PostRow, post: MergedPost, tells: readonly Told[]): NewEvent[] {
  const entered = row.status === post.status ? null : postEventFor(row.status, post.status);
  const told: Told[] = entered === null ? [...tells] : [{ type: entered }, ...tells];
  if (told.length === 0 && row.status === post.status) told.push({ type: 'post.updated' });
  return told.map(({ type, data }) => ({
    id: newId('evt'),
    workspace_id: row.workspace_id,
    type,
    group_id: row.group_id,
    post_id: row.id,
    data: {
      postId: row.id,
      groupId: row.group_id,
      accountId: row.account_id,
      provider: row.provider,
      platform: row.platform,
      status: post.status,
      previousStatus: row.status,
      upstreamStatus: post.upstreamStatus,
      providerReference: post.providerReference,
      platformPostId: post.platformPostId,
      platformPostUrl: post.platformPostUrl,
      error: post.error,
      ...data,
    },
  }));
}

/** The one event of a group that enters a final status, or changes from one to another. */
export function groupEvent(group: LoadedGroup, status: PostGroupStatus): NewEvent | null {
  const type = groupEventFor(group.status, status);
  if (type === null) return null;
  return {
    id: newId('evt'),
    workspace_id: group.workspaceId,
    type,
    group_id: group.id,
    post_id: null,
    data: { groupId: group.id, status, previousStatus: group.status },
  };
}
