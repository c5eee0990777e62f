import { isFinal, type PostStatus } from '@postern/core';

/** Seconds between two reads of an accepted post, from the provider's descriptor. */
export interface ReadCadence {
  queued: number;
  publishing: number;
}

/** A configured cap makes reads more frequent than the upstream advises: for demos and tests. */
export function capped(cadence: ReadCadence, capSeconds: number | null): ReadCadence {
  const cap = capSeconds ?? Infinity;
  return { queued: Math.min(cadence.queued, cap), publishing: Math.min(cadence.publishing, cap) };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An accepted post that shows no result this long after it was due is `unknown`. */
export const SILENT_AFTER = 24 * HOUR;

/** An `unknown` post is read for so long after it was due; then it is the operator's. */
const GIVE_UP_AFTER = SILENT_AFTER + 7 * 24 * HOUR;

/**
 * When to read an accepted post next; `null` = never again.
 *
 * Long before its time hourly, then one minute before it; around and after it at the upstream's cadence;
 * once nothing has been heard for a day, hourly for a week.
 *
 * @param now milliseconds, database clock
 * @param dueAt milliseconds: the scheduled time or when the provider got the post, whichever is later
 */
export function nextReadAt(
  status: PostStatus,
  dueAt: number,
  now: number,
  cadence: ReadCadence,
): Date | null {
  if (isFinal(status)) return null;
  // A reviewer may take weeks, and the upstream then publishes without asking anybody.
  if (now > dueAt + GIVE_UP_AFTER && status !== 'pending_approval') return null;
  if (now > dueAt + SILENT_AFTER) return new Date(now + HOUR);
  if (now < dueAt - MINUTE) return new Date(Math.min(now + HOUR, dueAt - MINUTE));
  return new Date(now + 1000 * (status === 'publishing' ? cadence.publishing : cadence.queued));
}
