import type { PostEventData, PostStatus, TimelineEvent } from '@postern/client';
import { texts } from '../../texts';

/** What an event tells beside its name. */
export interface EventFacts {
  /** The status that it brought about; `null`: the status stayed. */
  status: PostStatus | null;
  movedTo: string | null;
  lines: string[];
}

const words = texts.postDetails;

export function eventFacts({ data }: Pick<TimelineEvent, 'data'>): EventFacts {
  const told = data as Partial<PostEventData> & { note?: string };
  const { status, previousStatus, upstreamStatus, error, reason, note, scheduledAt } = told;
  const changed = status !== undefined && status !== previousStatus;
  return {
    status: changed ? status : null,
    movedTo: scheduledAt ?? null,
    lines: [
      ...(changed && previousStatus ? [words.previously(texts.statuses[previousStatus])] : []),
      ...(upstreamStatus ? [words.upstreamSaid(upstreamStatus)] : []),
      ...(error ? [`${error.code}: ${error.message}`] : []),
      ...(reason ? [words.reason(reason)] : []),
      ...(note ? [words.note(note)] : []),
    ],
  };
}
