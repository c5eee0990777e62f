import type { Throughput } from '@postern/client';
import { barsOf, byPlace, hourLabel, hoursBetween, isQuiet, seriesOf } from './figures';

const HOURS = ['2026-12-01T08:00:00.000Z', '2026-12-01T09:00:00.000Z', '2026-12-01T10:00:00.000Z'];
const row = (
  hour: number,
  provider: string,
  platform: string,
  published: number,
  failed = 0,
): Throughput => ({
  hour: HOURS[hour]!,
  provider,
  platform,
  published,
  handedOff: 0,
  failed,
  canceled: 0,
});
const ROWS = [
  row(0, 'layers', 'x', 3, 1),
  row(0, 'postpost', 'x', 1),
  row(2, 'layers', 'x', 2),
  row(2, 'layers', 'threads', 7),
];
const label = (hour: string) => hourLabel(hour, 'Europe/Berlin');

it('splits by provider, platform or outcome, the largest series first', () => {
  expect(seriesOf(ROWS, 'provider')).toEqual(['layers', 'postpost']);
  expect(seriesOf(ROWS, 'platform')).toEqual(['threads', 'x']);
  expect(seriesOf(ROWS, 'outcome')).toEqual(['published', 'failed']);
});

it('has a bar for every hour, also for those in which nothing ended', () => {
  expect(barsOf(ROWS, HOURS, 'provider', label)).toEqual([
    { hour: '09:00', layers: 4, postpost: 1 },
    { hour: '10:00', layers: 0, postpost: 0 },
    { hour: '11:00', layers: 9, postpost: 0 },
  ]);
});

it('sums up by provider and platform', () => {
  expect(byPlace(ROWS).map(({ provider, platform, published }) => [provider, platform, published])).toEqual([
    ['layers', 'threads', 7],
    ['layers', 'x', 5],
    ['postpost', 'x', 1],
  ]);
  expect(ROWS[0]!.published).toBe(3);
});

it('knows the hours of a day, and a day without anything', () => {
  expect(hoursBetween({ since: HOURS[0]!, until: '2026-12-01T10:30:00.000Z' })).toEqual(HOURS);
  const open = { draft: 0, pending_approval: 0, scheduled: 0, queued: 0, publishing: 0, unknown: 0 };
  const day = { open, failed: [], throughput: [] };
  expect(isQuiet(day as never)).toBe(true);
  expect(isQuiet({ ...day, open: { ...open, draft: 1 } } as never)).toBe(false);
});
