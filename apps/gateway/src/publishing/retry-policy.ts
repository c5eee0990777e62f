/** Delays of further attempts. Full jitter, so that what failed together does not come back together. */

const BASE_MS = 1_000;
const CEILING_MS = 5 * 60_000;

/** Tries of one submission before a retryable refusal becomes the post's failure. */
export const MAX_ATTEMPTS = 50;

/** Milliseconds to wait after the `attempt`-th try (1 = the first). `random` is in [0, 1). */
export function retryDelay(
  attempt: number,
  retryAfterSeconds: number | null,
  random = Math.random(),
): number {
  const ceiling = Math.min(CEILING_MS, BASE_MS * 2 ** Math.min(attempt, 16));
  const jittered = Math.round(ceiling * random);
  return Math.max(jittered, (retryAfterSeconds ?? 0) * 1000);
}
