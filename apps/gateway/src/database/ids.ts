import { randomBytes, randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** What an id names; part of the id, so that a person and a log line can tell. */
export type IdPrefix =
  | 'ws'
  | 'key'
  | 'conn'
  | 'acct'
  | 'pg'
  | 'post'
  | 'sub'
  | 'att'
  | 'evt'
  | 'cmd'
  | 'med'
  | 'imp'
  | 'man'
  | 'aud'
  | 'we'
  | 'whd'
  | 'ses'
  | 'req';

const bytes = new Uint8Array(4_096);
let used = bytes.length;

/** From 0 to less than 1. The library would ask the system for each of its sixteen characters. */
function random(): number {
  if (used === bytes.length) {
    randomFillSync(bytes);
    used = 0;
  }
  return (bytes[used++] ?? 0) / 256;
}

const next = monotonicFactory(random);

/** A new id, e.g. `post_01j9…`: sorts by age, bytewise. Monotonic within one process. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${next().toLowerCase()}`;
}

/**
 * The beginning of ids that one statement makes: it adds six hexadecimal digits that count, `lpad(to_hex(n), 6, '0')`.
 * Not monotonic with `newId` within a millisecond, and of its own in every call.
 */
export function idStem(prefix: IdPrefix): string {
  return newId(prefix).slice(0, -16) + randomBytes(5).toString('hex');
}
