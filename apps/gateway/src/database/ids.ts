import { monotonicFactory } from 'ulid';

/** What an id names; part of the id, so that a person and a log line can tell. */
export type IdPrefix = 'ws' | 'key' | 'conn' | 'acct' | 'pg' | 'post' | 'sub' | 'att' | 'evt' | 'cmd';

const next = monotonicFactory();

/** A new id, e.g. `post_01j9…`: sorts by age, bytewise. Monotonic within one process. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next().toLowerCase()}`;
}
