import { UsageError } from './exit-status';

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time with an offset, or `+30m` from now. A bare local time is refused: it would mean another moment on
 * another machine.
 *
 * @returns RFC 3339
 * @throws UsageError
 */
export function instantOf(given: string, now = Date.now()): string {
  const [, count, unit = ''] = /^\+(\d+)([smhd])$/.exec(given.trim()) ?? [];
  const ahead = new Date(now + Number(count) * (UNITS[unit] ?? 0));
  // Too far ahead for a calendar is as little a time as a word.
  if (count !== undefined && !Number.isNaN(ahead.getTime())) return ahead.toISOString();
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i.test(given.trim())) {
    throw new UsageError(
      `--at ${given}: write a time with its offset, as in 2027-01-04T09:00:00+01:00, or +30m.`,
    );
  }
  return given.trim();
}
