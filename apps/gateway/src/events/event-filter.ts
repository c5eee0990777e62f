import { EVENT_TYPES, type EventType } from '@postern/core';

/** Every beginning of a type, e.g. `post.*`, and `*`. */
const WILDCARDS = ['*', 'post.*', 'post_group.*', 'connection.*', 'webhook_endpoint.*', 'test.*'] as const;

export type EventTypePattern = EventType | (typeof WILDCARDS)[number];

/** What `type` of a filter, and `events` of a webhook endpoint, may say. */
export const EVENT_TYPE_PATTERNS: readonly EventTypePattern[] = [...EVENT_TYPES, ...WILDCARDS];

/** What a reader of events wants; what is absent does not narrow. */
export interface EventFilter {
  type?: readonly EventTypePattern[];
  groupId?: string;
  postId?: string;
}

/** The types that patterns stand for; `null` = all. */
export function typesOf(patterns: readonly EventTypePattern[] | undefined): EventType[] | null {
  if (patterns === undefined || patterns.length === 0 || patterns.includes('*')) return null;
  return EVENT_TYPES.filter((type) => patterns.some((pattern) => isMatch(pattern, type)));
}

function isMatch(pattern: EventTypePattern, type: EventType): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
