/**
 * Changes of a group while nothing of it was sent: editing, and sending a draft. This folder decides what may be
 * edited and writes contents; what that means for a post's status and hand-over is written by `post-commands`
 * and `posts`, as for every other command.
 */
import type { JsonObject, PostContent, PostStatus, TargetOptions } from '@postern/core';
import type { ContentDto } from '../post-groups/create-post-group.dto';
import type { PostGroupView } from '../post-groups/post-group-view';

/** A group with everything that an edit looks at. */
export interface EditableGroup {
  id: string;
  workspaceId: string;
  /** As the API shows it. */
  view: PostGroupView;
  content: PostContent;
  metadata: JsonObject;
  clientReference: string | null;
  scheduledAt: Date | null;
  maxLatenessSeconds: number;
  duplicateWindowSeconds: number | null;
  /** By position. */
  posts: EditablePost[];
}

export interface EditablePost {
  id: string;
  accountId: string;
  status: PostStatus;
  content: PostContent;
  /** What its target brought of its own. */
  ownContent: ContentDto;
  options: TargetOptions;
  scheduledAt: Date | null;
  /** What of it could be at its provider, or is on its way there; `null` = nothing. */
  doubt: 'claimed' | 'upstream' | 'commanded' | null;
  /** Of its submission: after this it is too late to hand it over. `null`: it has none. */
  latestAt: Date | null;
}

/** Why nothing of the group can be edited now; `null` = it can. */
export function editRefusal(group: EditableGroup): string | null {
  const open = group.posts.filter(({ status }) => status !== 'canceled');
  if (open.length === 0) return 'The group is canceled.';
  for (const { id, status, doubt } of open) {
    if (status !== 'draft' && status !== 'scheduled' && status !== 'queued') {
      return `The post ${id} is ${status}: a group can be edited while nothing of it was sent.`;
    }
    switch (doubt) {
      case 'claimed':
        return `The post ${id} is being sent: a group can be edited while nothing of it was sent.`;
      case 'upstream':
        return `The provider has the post ${id}: a group can be edited while nothing of it was sent.`;
      case 'commanded':
        return `The post ${id} is being changed by another command.`;
      case null:
    }
  }
  return null;
}

/** Why the group is none that can be sent as a draft; `null` = it is one. */
export function publishRefusal(group: EditableGroup): string | null {
  const open = group.posts.filter(({ status }) => status !== 'canceled');
  if (open.length > 0 && open.every(({ status }) => status === 'draft')) return null;
  return `The group is ${group.view.status}: only drafts are published.`;
}

/** The posts that an edit concerns: those that were canceled stay as they are. */
export function openPosts(group: EditableGroup): EditablePost[] {
  return group.posts.filter(({ status }) => status !== 'canceled');
}
