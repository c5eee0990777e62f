import { type MemorySample, readSamples, trendOf } from './memory-trend';

const MINUTE = 60_000;

/** Half an hour, a sample every 2 s; the heap swings by 40 MiB between two collections. */
function samplesOf(level: (minutes: number) => number): MemorySample[] {
  return Array.from({ length: 900 }, (_, index) => {
    const at = index * 2_000;
    const heap = level(at / MINUTE) + (index % 20) * 2;
    return { at, heap, resident: heap + 60 };
  });
}

it('sees through the swing of the collector', () => {
  const { flat, from, perHour, max } = trendOf(
    samplesOf(() => 50),
    'heap',
    5 * MINUTE,
  );
  expect({ flat, from, perHour, max }).toEqual({ flat: true, from: 50, perHour: 0, max: 88 });
});

it('sees a leak of a MiB a minute beneath that swing', () => {
  const trend = trendOf(
    samplesOf((minutes) => 50 + minutes),
    'heap',
    5 * MINUTE,
  );
  expect(trend.flat).toBe(false);
  expect(trend.perHour).toBeGreaterThan(55);
  expect(trend.perHour).toBeLessThan(65);
});

it('does not take the warm-up for a leak, nor one odd window', () => {
  const level = (minutes: number) =>
    Math.min(50, 20 + minutes * 10) + (minutes > 20 && minutes < 22 ? 80 : 0);
  expect(trendOf(samplesOf(level), 'heap', 5 * MINUTE).flat).toBe(true);
});

it('says nothing of too few samples, and reads what the probe writes', () => {
  const samples = readSamples('1000 90.5 40.25\n3000 91 41\n');
  expect(samples[0]).toEqual({ at: 1000, resident: 90.5, heap: 40.25 });
  expect(() => trendOf(samples, 'heap', 0)).toThrow('Too few samples');
});
