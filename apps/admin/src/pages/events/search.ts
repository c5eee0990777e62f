import type { EventTypePattern, ListEventsQuery, PosternEvent } from '@postern/client';
import { isPattern, matchesType } from '../../components/event-types';
import { idIn, listIn, positionIn } from '../../components/search-values';

/** Which events are shown, live or of the history; what is absent does not narrow. */
export interface EventSearch {
  view?: 'history';
  type?: EventTypePattern[];
  groupId?: string;
  postId?: string;
  /** Of the history: the number after which it begins. */
  after?: number;
}

export function eventSearch(raw: Record<string, unknown>): EventSearch {
  return {
    ...(raw.view === 'history' && { view: 'history' as const }),
    ...listIn(raw, 'type', isPattern),
    ...idIn(raw, 'groupId'),
    ...idIn(raw, 'postId'),
    ...positionIn(raw, 'after'),
  };
}

export const PAGE_SIZE = 50;

export function eventQuery({ view: _, ...search }: EventSearch): ListEventsQuery {
  return { ...search, limit: PAGE_SIZE };
}

export const isNarrowed = ({ type, groupId, postId }: EventSearch): boolean =>
  type !== undefined || groupId !== undefined || postId !== undefined;

/** As the gateway filters: the live list is of one stream that the whole app shares. */
export function matches({ type = [], groupId, postId }: EventSearch, event: PosternEvent): boolean {
  const data: Readonly<Record<string, unknown>> = event.data;
  return (
    matchesType(type, event.type) &&
    (groupId === undefined || data.groupId === groupId) &&
    (postId === undefined || data.postId === postId)
  );
}
