import {
  countPosts,
  type JsonObject,
  type PostContent,
  type PostGroupStatus,
  type PostStatus,
} from '@postern/core';
import type { Time } from '../posts/post-row';
import { instant, instantOrNull } from '../posts/post-row';
import { toPostView, type PostView, type PostViewRow } from '../posts/post-view';

/** A group as the API shows it. */
export interface PostGroupView {
  id: string;
  status: PostGroupStatus;
  version: number;
  /** How many posts are in each status that occurs. */
  counts: Partial<Record<PostStatus, number>>;
  clientReference: string | null;
  scheduledAt: string | null;
  content: PostContent;
  metadata: JsonObject;
  posts: PostView[];
  createdAt: string;
  updatedAt: string;
}

/** A group and its posts, as one statement returns them. */
export interface PostGroupViewRow {
  id: string;
  status: PostGroupStatus;
  version: number;
  client_reference: string | null;
  scheduled_at: Time | null;
  content: PostContent;
  metadata: JsonObject;
  created_at: Time;
  updated_at: Time;
  /** By position. */
  posts: PostViewRow[];
}

export function toPostGroupView(row: PostGroupViewRow): PostGroupView {
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    counts: countPosts(row.posts.map((post) => post.status)),
    clientReference: row.client_reference,
    scheduledAt: instantOrNull(row.scheduled_at),
    content: row.content,
    metadata: row.metadata,
    posts: row.posts.map(toPostView),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}
