import type { StatsOverview, Throughput } from '@postern/client';

export type Outcome = 'published' | 'handedOff' | 'failed' | 'canceled';
export const OUTCOMES: readonly Outcome[] = ['published', 'handedOff', 'failed', 'canceled'];
export type Split = 'provider' | 'platform' | 'outcome';

/** One hour of a chart: its label, and a figure for each series. */
export type Bar = { hour: string } & Record<string, number | string>;

export const totalOf = (row: Pick<Throughput, Outcome>): number =>
  OUTCOMES.reduce((sum, outcome) => sum + row[outcome], 0);

/** “09:00”, in the viewer's zone. */
export function hourLabel(at: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(at),
  );
}

/** The series that occur: by how much they are, the most first. */
export function seriesOf(rows: readonly Throughput[], split: Split): string[] {
  const sums = new Map<string, number>();
  for (const row of rows)
    for (const [name, number] of partsOf(row, split)) sums.set(name, (sums.get(name) ?? 0) + number);
  return [...sums]
    .filter(([, sum]) => sum > 0)
    .sort(([a, most], [b, more]) => more - most || a.localeCompare(b))
    .map(([name]) => name);
}

/** Every hour of `hours`, with 0 where nothing ended. */
export function barsOf(
  rows: readonly Throughput[],
  hours: readonly string[],
  split: Split,
  label: (hour: string) => string,
): Bar[] {
  const series = seriesOf(rows, split);
  return hours.map((hour) => {
    const bar: Bar = { hour: label(hour), ...Object.fromEntries(series.map((name) => [name, 0])) };
    for (const row of rows.filter((each) => each.hour === hour))
      for (const [name, number] of partsOf(row, split))
        if (number > 0) bar[name] = Number(bar[name]) + number;
    return bar;
  });
}

function partsOf(row: Throughput, split: Split): [string, number][] {
  return split === 'outcome'
    ? OUTCOMES.map((outcome) => [outcome, row[outcome]])
    : [[row[split], totalOf(row)]];
}

/** Over all hours, by provider and platform, the most first. */
export function byPlace(rows: readonly Throughput[]): Omit<Throughput, 'hour'>[] {
  const places = new Map<string, Omit<Throughput, 'hour'>>();
  for (const { hour: _, ...row } of rows) {
    const key = `${row.provider} ${row.platform}`;
    const place = places.get(key);
    if (place === undefined) places.set(key, row);
    else for (const outcome of OUTCOMES) place[outcome] += row[outcome];
  }
  return [...places.values()].sort((a, b) => totalOf(b) - totalOf(a));
}

/** Hours by the clock from `since` to `until`. */
export function hoursBetween({ since, until }: Pick<StatsOverview, 'since' | 'until'>): string[] {
  const hours: string[] = [];
  for (let at = Date.parse(since); at <= Date.parse(until); at += 3_600_000)
    hours.push(new Date(at).toISOString());
  return hours;
}

/** Nothing is open, and nothing has happened of late. */
export function isQuiet({ open, failed, throughput }: StatsOverview): boolean {
  return (
    Object.values(open).every((number) => number === 0) && failed.length === 0 && throughput.length === 0
  );
}
