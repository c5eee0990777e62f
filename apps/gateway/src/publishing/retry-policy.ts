/** Delays of further attempts. Full jitter, so that what failed together does not come back together. */
import type { PublishError } from '@postern/core';

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

/** What waits for one budget comes back over this long, so that it does not all come back at once. */
const BUDGET_SPREAD_MS = 2_000;

/** Whether our own rate budget refused: no reply of the provider stands behind it. */
export function isBudgetRefusal(error: PublishError): boolean {
  return error.code === 'RATE_LIMITED' && error.upstreamHttpStatus === null;
}

/** Milliseconds until the budget is asked again. */
export function budgetDelay(retryAfterSeconds: number | null, random = Math.random()): number {
  return (retryAfterSeconds ?? 1) * 1000 + Math.round(BUDGET_SPREAD_MS * random);
}
