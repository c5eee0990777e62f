/** Types of events as the API names them, in the order in which a person looks for them. */
import type { EventType, EventTypePattern } from '@postern/client';
import { eventTypes } from '../texts/event-types';

export type EventGroup = 'wide' | 'post' | 'post_group' | 'other';

// The texts have every pattern, as their type demands it: they are the list.
const ALL = Object.keys(eventTypes.patterns) as EventTypePattern[];

const groupOf = (pattern: EventTypePattern): EventGroup => {
  if (pattern.endsWith('*')) return 'wide';
  if (pattern.startsWith('post.')) return 'post';
  return pattern.startsWith('post_group.') ? 'post_group' : 'other';
};

export const EVENT_GROUPS = (['wide', 'post', 'post_group', 'other'] as const).map((group) => ({
  group,
  patterns: ALL.filter((pattern) => groupOf(pattern) === group),
}));

export function isPattern(value: string): value is EventTypePattern {
  return Object.hasOwn(eventTypes.patterns, value);
}

/** As the gateway matches: `post.*` is every type that begins so; no pattern at all is every type. */
export function matchesType(patterns: readonly EventTypePattern[], type: EventType): boolean {
  return patterns.length === 0 || patterns.some((pattern) => isMatch(pattern, type));
}

function isMatch(pattern: EventTypePattern, type: EventType): boolean {
  if (pattern === '*') return true;
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}
