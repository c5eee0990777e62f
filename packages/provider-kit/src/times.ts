/** Timestamps of upstreams, which come with and without milliseconds, offsets and the letter T. */
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(\.\d+)?\s*(z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** 2001-09-09. What is earlier is no time of a post: `0001-01-01` and 1970 are how some say "never". */
const FIRST_SECONDS = 1_000_000_000;
/** From the year 10000 on neither RFC 3339 nor Postgres reads what JavaScript writes. */
const END_MS = Date.UTC(10_000, 0, 1);

/**
 * RFC 3339 in UTC with milliseconds and `Z`, or `null` for what is no time, or none from 2001 to 9999. A time
 * without an offset is taken as UTC. Numbers, also as text, are Unix seconds, or milliseconds from 10^12 on.
 */
export function toUtc(value: unknown): string | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return null;
  if (/^\d{10}(\d{3})?$/.test(value)) return fromNumber(Number(value));
  const match = ISO.exec(value.trim());
  if (!match) return null;
  const [, date, minutes, seconds = ':00', fraction = '', zone = 'Z'] = match;
  // Date.parse takes at most milliseconds in every engine.
  const at = Date.parse(`${date}T${minutes}${seconds}${fraction.slice(0, 4)}${offset(zone)}`);
  return inRange(at);
}

/** RFC 3339 in UTC of a moment in milliseconds. */
export function utcOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Milliseconds since the epoch of what `toUtc` reads; `null` for what is no time. */
export function millisecondsOf(value: unknown): number | null {
  const utc = toUtc(value);
  return utc === null ? null : Date.parse(utc);
}

function offset(zone: string): string {
  if (/^z$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function fromNumber(value: number): string | null {
  return inRange(value < 1_000_000_000_000 ? value * 1000 : value);
}

function inRange(at: number): string | null {
  return at >= FIRST_SECONDS * 1000 && at < END_MS ? new Date(at).toISOString() : null;
}
