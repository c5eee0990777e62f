import {
  POST_EVENT_TYPES,
  POST_GROUP_EVENT_TYPES,
  type EventType,
  type PostEventType,
  type PostGroupEventType,
} from '@postern/core';

/** An event as everybody reads it: in pages, in the stream, in webhooks. */
export interface EventView {
  id: string;
  /** Rising with every event of the installation; of one workspace some are missing. */
  sequence: number;
  type: EventType;
  /** RFC 3339 in UTC. */
  timestamp: string;
  data: Record<string, unknown>;
}

export interface EventRow {
  id: string;
  sequence: number;
  type: EventType;
  group_id: string | null;
  post_id: string | null;
  data: Record<string, unknown>;
  created_at: Date;
}

/** The columns of an `EventRow`, of `events e`. A float8 holds every whole number up to 2^53. */
export const EVENT_COLUMNS =
  'e.id, e.sequence::float8 as sequence, e.type, e.group_id, e.post_id, e.data, e.created_at';

// An event holds what there was to say when it was written; what it left out is unknown, and shown as such.
const POST_DATA = {
  postId: null,
  groupId: null,
  accountId: null,
  provider: null,
  platform: null,
  status: null,
  previousStatus: null,
  upstreamStatus: null,
  providerReference: null,
  platformPostId: null,
  platformPostUrl: null,
  error: null,
};
const GROUP_DATA = { groupId: null, status: null, previousStatus: null };

export function eventView(row: EventRow): EventView {
  return {
    id: row.id,
    sequence: row.sequence,
    type: row.type,
    timestamp: row.created_at.toISOString(),
    data: eventData(row.type, row.data),
  };
}

/** What an event says, every member present. */
export function eventData(type: EventType, data: Record<string, unknown>): Record<string, unknown> {
  return { ...emptyData(type), ...data };
}

function emptyData(type: EventType): Record<string, unknown> {
  if (isPostEvent(type)) return POST_DATA;
  return isGroupEvent(type) ? GROUP_DATA : {};
}

function isPostEvent(type: EventType): type is PostEventType {
  return (POST_EVENT_TYPES as readonly string[]).includes(type);
}

function isGroupEvent(type: EventType): type is PostGroupEventType {
  return (POST_GROUP_EVENT_TYPES as readonly string[]).includes(type);
}
