import type { Config } from '../config/config';
import { problem, type ProblemError } from '../http/problem';

const DEFAULT_WINDOW_SECONDS = 60;

/** So many requests within each window of so many seconds. */
export interface RateLimit {
  limit: number;
  windowSeconds: number;
}

/** Of whoever has no limit of their own. */
export function defaultRateLimit({ rateLimit: limit }: Pick<Config, 'rateLimit'>): RateLimit {
  return { limit, windowSeconds: DEFAULT_WINDOW_SECONDS };
}

/** What became of one request under its key's limit. */
export interface Quota {
  policy: RateLimit;
  granted: boolean;
  /** `null`: the counters could not be asked in time; the request is served all the same. */
  window: WindowState | null;
}

export interface WindowState {
  /** Requests left in this window: at most so many, because other replicas spend of it, too. */
  remaining: number;
  /** Whole seconds until the next window begins, at least 1. */
  resetSeconds: number;
}

/**
 * The headers of draft-ietf-httpapi-ratelimit-headers-10 (structured fields): `RateLimit-Policy` says what is
 * allowed, `RateLimit` what is left and for how long.
 */
export function rateLimitHeaders({ policy, window }: Quota): Record<string, string> {
  const headers = { 'ratelimit-policy': `"default";q=${policy.limit};w=${policy.windowSeconds}` };
  if (window === null) return headers;
  return { ...headers, ratelimit: `"default";r=${window.remaining};t=${window.resetSeconds}` };
}

/** What a request is refused with that was not granted. */
export function tooMany({ policy, window }: Quota): ProblemError {
  const { limit, windowSeconds } = policy;
  const seconds = String(window?.resetSeconds ?? windowSeconds);
  const detail = `The API key may send ${limit} requests in ${windowSeconds} s; try again in ${seconds} s.`;
  return problem.rateLimited(detail, { 'retry-after': seconds });
}
