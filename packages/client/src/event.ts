import type { EventsResource } from './generated/resources';

/**
 * One entry of the log, told apart by its `type`: the same in webhooks, in `events.list` and in
 * `events.stream`.
 */
export type PosternEvent =
  ReturnType<EventsResource['list']> extends AsyncIterable<infer Item> ? Item : never;
