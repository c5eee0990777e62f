import { z } from 'zod';

/** `2031-01-05T10:00:00`, with or without a zone. */
export const scheduledDate = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);

export const timeZone = z.string().refine(isZone, 'Unknown time zone');

/** Epoch milliseconds; without a zone of its own the time is one of `zone`. */
export function momentOf(date: string, zone: string): number {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(date)) return Date.parse(date);
  const asUtc = Date.parse(`${date}Z`);
  // Once more at the moment found: the first guess may lie on the other side of a change of the clocks.
  return asUtc - offsetAt(asUtc - offsetAt(asUtc, zone), zone);
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** How far the zone is ahead of UTC then, in milliseconds. */
function offsetAt(atMs: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const parts = format.formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(atMs / 1_000) * 1_000;
}
