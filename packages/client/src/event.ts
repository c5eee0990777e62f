import type { EventList } from './generated/models';

/**
 * One entry of the log, told apart by its `type`: the same in webhooks, in `events.list` and in
 * `events.stream`.
 */
export type PosternEvent = EventList['items'][number];
