/** Whether a process' memory is flat. Pure. */

export interface MemorySample {
  /** Milliseconds since the epoch. */
  at: number;
  /** MiB in RAM, and in use of the heap. */
  resident: number;
  heap: number;
}

export interface Trend {
  /** MiB at the beginning and at the end of what is judged, on the line through it. */
  from: number;
  to: number;
  max: number;
  /** MiB an hour. */
  perHour: number;
  flat: boolean;
}

const WINDOWS = 12;
const HOUR_MS = 3_600_000;
/** A rise of less is noise: a tenth, and for small processes so many MiB. */
const RISE_SHARE = 0.1;
const RISE_MIB = 12;

export function readSamples(text: string): MemorySample[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [at = NaN, resident = NaN, heap = NaN] = line.split(' ').map(Number);
      return { at, resident, heap };
    });
}

/**
 * The lowest value of each of twelve windows is what a process needs: above it is what waits for the collector. The
 * line through them is the one of the middle slope between any two, which a single odd window does not turn.
 *
 * @param from milliseconds since the epoch: the end of the warm-up
 */
export function trendOf(samples: readonly MemorySample[], of: 'resident' | 'heap', from: number): Trend {
  const judged = samples.filter(({ at }) => at >= from);
  const last = judged.at(-1)?.at ?? from;
  if (judged.length < WINDOWS * 2) throw new Error('Too few samples of memory: the stretch was too short.');
  const length = (last - from + 1) / WINDOWS;
  const points = Array.from({ length: WINDOWS }, (_, index) => {
    const [begin, end] = [from + index * length, from + (index + 1) * length];
    const values = judged.filter(({ at }) => at >= begin && at < end).map((sample) => sample[of]);
    return { at: (begin + end) / 2, value: Math.min(...values) };
  }).filter(({ value }) => Number.isFinite(value));
  const slope = middle(
    points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at))),
  );
  const level = middle(points.map(({ at, value }) => value - slope * (at - from)));
  const rise = slope * (last - from);
  return {
    from: level,
    to: level + rise,
    max: Math.max(...samples.map((sample) => sample[of])),
    perHour: slope * HOUR_MS,
    flat: rise <= Math.max(RISE_SHARE * level, RISE_MIB),
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
