import type { PublishError } from '@postern/core';

/** How one use of an upstream ended: a submission, a batch of reads, a change. */
export interface TrafficSample {
  connectionId: string;
  /** By what pauses of its provider are known (`pausedAs`). */
  providerId: string;
  /** What went wrong; `null` where it worked. A refusal by our own rate budget says nothing and is ignored. */
  error: PublishError | null;
  /** The outcome is not known: no trustworthy reply came. */
  unknown: boolean;
}

/** What a sample says about the health of its upstream. */
export type Health = 'works' | 'fails' | 'says_nothing';

const FAILURES: readonly PublishError['code'][] = [
  'NETWORK_ERROR',
  'TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
  'OUTCOME_UNKNOWN',
];

/**
 * Pure. A refusal that the upstream gave on purpose (429, a rejected key, bad content) shows that it works,
 * and so does an error of the social network behind it.
 */
export function healthOf({ error, unknown }: Pick<TrafficSample, 'error' | 'unknown'>): Health {
  if (error === null) return unknown ? 'fails' : 'works';
  if (error.code === 'RATE_LIMITED' && error.upstreamHttpStatus === null) return 'says_nothing';
  if (error.category === 'internal') return 'says_nothing';
  if (error.platformCode !== null || error.platformHttpStatus !== null) return 'works';
  return FAILURES.includes(error.code) ? 'fails' : 'works';
}

/** A day: an upstream that asks for more is asked again then. */
const LONGEST_PAUSE = 86_400;
/** A 429 that names no time is given a little. */
const UNNAMED_PAUSE = 5;

/** Seconds for which the upstream wants no calls through the connection; `null` = it did not say so. Pure. */
export function askedPause(error: PublishError | null): number | null {
  if (error?.upstreamHttpStatus !== 429 || error.platformHttpStatus !== null) return null;
  return Math.min(LONGEST_PAUSE, error.retryAfter ?? UNNAMED_PAUSE);
}
