/** A week: a longer pause is no answer to a machine, and a date beyond the calendar would break one. */
const LONGEST_PAUSE = 7 * 86_400;

/**
 * Seconds of a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date), rounded up, a week at most;
 * `null` where it is absent or unreadable. `now` is in milliseconds.
 */
export function parseRetryAfter(value: string | null | undefined, now: number = Date.now()): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return boundedPause(Number(text));
  if (!/[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : boundedPause((at - now) / 1000);
}

/** Whole seconds from 0 to a week. */
export function boundedPause(seconds: number): number {
  return Math.min(LONGEST_PAUSE, Math.max(0, Math.ceil(seconds)));
}
