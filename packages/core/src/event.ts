/** Names of everything that the history, webhooks and the stream can say. */
import type { PostStatus } from './post-status';

export const POST_EVENT_TYPES = [
  'post.created',
  'post.scheduled',
  'post.pending_approval',
  'post.queued',
  'post.publishing',
  'post.published',
  'post.handed_off',
  'post.failed',
  'post.canceled',
  'post.unknown',
  'post.resolved',
  'post.rescheduled',
  'post.updated',
  'post.needs_attention',
  'post.duplicate_risk',
] as const;

export const POST_GROUP_EVENT_TYPES = [
  'post_group.created',
  'post_group.completed',
  'post_group.partially_published',
  'post_group.failed',
  'post_group.canceled',
] as const;

export const EVENT_TYPES = [
  ...POST_EVENT_TYPES,
  ...POST_GROUP_EVENT_TYPES,
  'connection.needs_attention',
  'webhook_endpoint.disabled',
  'test.ping',
] as const;

export type PostEventType = (typeof POST_EVENT_TYPES)[number];
export type PostGroupEventType = (typeof POST_GROUP_EVENT_TYPES)[number];
export type EventType = (typeof EVENT_TYPES)[number];

export function isEventType(value: unknown): value is EventType {
  return typeof value === 'string' && (EVENT_TYPES as readonly string[]).includes(value);
}

/** The event of a post's change of status; `null` where it did not change. Back to `draft` is no event. */
export function postEventFor(before: PostStatus, after: PostStatus): PostEventType | null {
  return before === after || after === 'draft' ? null : `post.${after}`;
}
