import type { FaultRule } from '../stack/sandbox-client';

/** The gateway gives up a call after so many seconds; what hangs, hangs longer. */
export const UPSTREAM_TIMEOUT_SECONDS = 3;
const HANG_MS = 10_000;

/** Half are refusals, a quarter never comes to anything, a quarter is done and its answer is lost. */
const SHARES: readonly (Omit<FaultRule, 'upstream' | 'probability'> & { share: number })[] = [
  { kind: '429', share: 0.25, retryAfterSeconds: 1 },
  { kind: '503', share: 0.25 },
  { kind: 'reset', share: 0.15 },
  { kind: 'hang', share: 0.1, delayMs: HANG_MS },
  { kind: 'accept-then-reset', share: 0.1 },
  { kind: 'accept-then-500', share: 0.1 },
  { kind: 'accept-then-hang', share: 0.05, delayMs: HANG_MS },
];

/** @param percent of all requests */
export function faultsFor(percent: number): FaultRule[] {
  return SHARES.map(({ share, ...rule }) => ({
    upstream: '*' as const,
    ...rule,
    probability: (share * percent) / 100,
  }));
}
