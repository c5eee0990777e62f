import type { EventType, PublishError } from '@postern/core';
import type { Exchange } from '@postern/provider-kit';
import { eventData } from '../events/event-view';
import { instant, instantOrNull } from './post-row';

export const ATTEMPT_OUTCOMES = ['accepted', 'rejected', 'unknown', 'abandoned'] as const;

/** An entry of the history of one post. */
export interface TimelineEvent {
  kind: 'event';
  id: string;
  at: string;
  type: EventType;
  data: Record<string, unknown>;
}

/** One try at handing the post over, with its evidence. */
export interface TimelineAttempt {
  kind: 'attempt';
  id: string;
  /** When it began. */
  at: string;
  submissionId: string;
  round: number;
  number: number;
  fence: number;
  worker: string;
  finishedAt: string | null;
  outcome: (typeof ATTEMPT_OUTCOMES)[number] | null;
  error: PublishError | null;
  exchanges: Exchange[];
}

export type TimelineItem = TimelineEvent | TimelineAttempt;

export interface TimelineRow {
  id: string;
  at: Date;
  /** The row's place in the list. */
  position: string;
  /** The rest of the item, as JSON. */
  body: Omit<TimelineEvent, 'id' | 'at'> | Omit<TimelineAttempt, 'id' | 'at'>;
}

export function toTimelineItem({ id, at, body }: TimelineRow): TimelineItem {
  const placed = { id, at: instant(at) };
  switch (body.kind) {
    case 'event':
      return { ...placed, ...body, data: eventData(body.type, body.data) };
    case 'attempt':
      return { ...placed, ...body, finishedAt: instantOrNull(body.finishedAt) };
  }
}
