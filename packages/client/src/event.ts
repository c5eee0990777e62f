import type { Event } from './generated/models';

/** One entry of the log: the same in webhooks, in `events.list` and in `events.stream`. */
export type PosternEvent = Event;
