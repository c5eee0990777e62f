/** How moments are written. English, in the viewer's own time zone unless another is named. */
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** “21 Nov 2026, 09:30:00”. */
export function inZone(at: string, timeZone: string = viewerZone()): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  }).format(new Date(at));
}

export const inUtc = (at: string): string => `${inZone(at, 'UTC')} UTC`;

/**
 * “in 5 min”, “2 h ago”; the days beyond a week are told by `inZone`. Near the present clocks differ and pages lag, so
 * that before and after are not told apart.
 */
export function fromNow(at: string, now: number): string {
  const difference = new Date(at).getTime() - now;
  const size = Math.abs(difference);
  if (size < 15_000) return 'now';
  if (size < 45_000) return difference > 0 ? 'in a moment' : 'just now';
  if (size >= 7 * DAY_MS) return inZone(at);
  return difference > 0 ? `in ${duration(size)}` : `${duration(size)} ago`;
}

/** Milliseconds as a person says them: “450 ms”, “12 s”, “5 min”, “3 h 20 min”, “2 d 4 h”. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  // Rounded before it is split, so that nothing lasts 60 minutes.
  const minutes = Math.round(ms / MINUTE_MS);
  const hours = Math.round(ms / HOUR_MS);
  if (ms < 59_500) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (whole: number, unit: string, rest: number, restUnit: string) =>
  rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
