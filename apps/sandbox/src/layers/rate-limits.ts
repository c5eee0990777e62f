import type { SimClock } from '../frame/clock';
import { LayersError } from './errors';
import type { RateTier } from './options';

export type EndpointClass = 'read-light' | 'write-light';

/** Requests per minute (Layers docs, rate limits). */
const PER_MINUTE: Record<RateTier, Record<EndpointClass, number>> = {
  standard: { 'read-light': 120, 'write-light': 60 },
  pilot: { 'read-light': 1200, 'write-light': 600 },
  partner: { 'read-light': 6000, 'write-light': 3000 },
  unlimited: { 'read-light': 1_000_000, 'write-light': 1_000_000 },
};

const MINUTE_MS = 60_000;

/** One fixed minute window per key and class; buckets are separate. Counts do not outlive the process. */
export class RateLimits {
  private readonly windows = new Map<string, { minute: number; used: number }>();

  constructor(
    private readonly clock: SimClock,
    private readonly tier: RateTier,
  ) {}

  /** Counts one request and returns the headers that every response carries; throws `429 RATE_LIMITED`. */
  take(keyId: string, endpointClass: EndpointClass): Record<string, string> {
    const now = this.clock.now();
    const minute = Math.floor(now / MINUTE_MS);
    const bucket = `${keyId} ${endpointClass}`;
    const seen = this.windows.get(bucket);
    const used = (seen?.minute === minute ? seen.used : 0) + 1;
    this.windows.set(bucket, { minute, used });
    const limit = PER_MINUTE[this.tier][endpointClass];
    const resetMs = (minute + 1) * MINUTE_MS;
    const headers = {
      'X-RateLimit-Endpoint-Class': endpointClass,
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(Math.max(0, limit - used)),
      'X-RateLimit-Reset': String(Math.floor(resetMs / 1000)),
    };
    if (used <= limit) return headers;
    const retryAfter = String(Math.max(1, Math.ceil((resetMs - now) / 1000)));
    const details = { endpointClass, limit };
    throw new LayersError(429, 'RATE_LIMITED', 'Too many requests.', details, {
      ...headers,
      'Retry-After': retryAfter,
    });
  }

  clear(): void {
    this.windows.clear();
  }
}
