import { isInstant } from '../http/is-instant';

export type ReadTime = { at: string } | { rule: string; message: string; fix: string };

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/;
const DAY_MS = 86_400_000;

/**
 * A time as a cell of a table has it: RFC 3339 (a space may stand for its `T`), or without an offset the time on the
 * clocks of a zone. What clocks show twice is the first of both.
 *
 * @param timeZone of times without an offset; `null`: those mean nothing
 */
export function readTime(text: string, timeZone: string | null): ReadTime {
  const exact = text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/ (?=[+-]\d{2}:\d{2}$|Z$)/i, '');
  if (isInstant(exact)) return { at: exact };
  const local = LOCAL.exec(text);
  const asUtc = local ? `${local[1]}T${local[2]}Z` : '';
  if (!isInstant(asUtc)) {
    return {
      rule: 'time.format',
      message: `“${text.slice(0, 40)}” is no time.`,
      fix: 'Write it as 2026-12-01T09:00:00+01:00, or as 2026-12-01 09:00 with a time zone for the import.',
    };
  }
  if (timeZone === null) {
    return {
      rule: 'time.offset',
      message: `“${text}” has no offset, and the import names no time zone.`,
      fix: 'Add the offset (2026-12-01T09:00:00+01:00), or name a time zone for the import.',
    };
  }
  const at = earliestOf(Date.parse(asUtc), timeZone);
  if (at !== null) return { at: new Date(at).toISOString() };
  return {
    rule: 'time.skipped',
    message: `The clocks of ${timeZone} skip ${text}.`,
    fix: 'Choose a time an hour earlier or later.',
  };
}

/** @param wall what the clocks show, as if they showed UTC. @returns `null`: they never show it */
function earliestOf(wall: number, timeZone: string): number | null {
  const offsets = [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)];
  const moments = offsets
    .map((offset) => wall - offset)
    .filter((moment) => moment + offsetAt(moment, timeZone) === wall);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** How far the clocks are ahead of UTC, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - moment;
}
