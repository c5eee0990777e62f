/**
 * When to stop calling an upstream that fails. Pure: the caller brings the time (milliseconds, any clock that
 * does not run backwards) and says what a call showed.
 */

/** Failures older than this say nothing about now. */
const WINDOW_MS = 30_000;
/** Fewer calls than this prove nothing. */
const LEAST_VOLUME = 6;
const FAILURE_RATE = 0.5;

/** A connection has a say about its provider after so many calls, */
const LEAST_VOLUME_OF_VOTER = 2;
/** and so many of them must fail: one tenant with a bad connection stops nobody else. */
const LEAST_FAILING_VOTERS = 3;

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

export interface Tally {
  total: number;
  failed: number;
}

/** Calls of the last half minute, in buckets of five seconds. */
export class FailureWindow {
  private static readonly BUCKET_MS = 5_000;
  private readonly buckets = new Map<number, Tally>();

  add(failed: boolean, now: number): void {
    const start = Math.floor(now / FailureWindow.BUCKET_MS);
    const bucket = this.buckets.get(start) ?? { total: 0, failed: 0 };
    bucket.total += 1;
    if (failed) bucket.failed += 1;
    this.buckets.set(start, bucket);
  }

  tally(now: number): Tally {
    const sum: Tally = { total: 0, failed: 0 };
    for (const [start, bucket] of this.buckets) {
      if ((start + 1) * FailureWindow.BUCKET_MS <= now - WINDOW_MS) {
        this.buckets.delete(start);
        continue;
      }
      sum.total += bucket.total;
      sum.failed += bucket.failed;
    }
    return sum;
  }

  clear(): void {
    this.buckets.clear();
  }
}

export function connectionFails({ total, failed }: Tally): boolean {
  return total >= LEAST_VOLUME && failed / total >= FAILURE_RATE;
}

/** Each connection has one vote, however much it calls: most of those that call must fail. */
export function providerFails(connections: readonly Tally[]): boolean {
  const voters = connections.filter(({ total }) => total >= LEAST_VOLUME_OF_VOTER);
  const failing = voters.filter(({ total, failed }) => failed / total >= FAILURE_RATE);
  return failing.length >= LEAST_FAILING_VOTERS && failing.length / voters.length >= FAILURE_RATE;
}

/**
 * Milliseconds until the next probe after the breaker opened for the `trips`-th time in a row (1 = the first).
 * Half of it is jitter, so that breakers that opened together do not probe together. `random` is in [0, 1).
 */
export function breakerPause(trips: number, random = Math.random()): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(trips - 1, 16));
  return Math.round(full * (0.5 + 0.5 * random));
}
