/**
 * Seconds of a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date), rounded up; `null` where it
 * is absent or unreadable. `now` is in milliseconds.
 */
export function parseRetryAfter(value: string | null | undefined, now: number = Date.now()): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text));
  if (!/[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
