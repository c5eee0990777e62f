/** Unknown keys that one address may try at once, and how fast it may go on afterwards. */
const BURST = 60;
const PER_SECOND = 1;
/** A bound, so that the map cannot grow for ever. */
const MAX_ADDRESSES = 10_000;

interface Bucket {
  tokens: number;
  /** Milliseconds, by the clock that `now` is of. */
  at: number;
}

/**
 * Bounds how often one client address makes the database look for keys that do not exist. Each process counts
 * for itself: a key has 256 random bits, so what is guarded is the database, not the keys.
 */
export class FailedLookups {
  private readonly buckets = new Map<string, Bucket>();

  /** Seconds until the address may have an unknown key looked for; 0 = now. */
  waitSeconds(address: string, now: number): number {
    const tokens = this.tokensOf(address, now);
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / PER_SECOND);
  }

  add(address: string, now: number): void {
    const tokens = this.tokensOf(address, now) - 1;
    if (this.buckets.size >= MAX_ADDRESSES && !this.buckets.has(address)) this.buckets.clear();
    this.buckets.set(address, { tokens, at: now });
  }

  private tokensOf(address: string, now: number): number {
    const bucket = this.buckets.get(address);
    if (!bucket) return BURST;
    return Math.min(BURST, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * PER_SECOND);
  }
}
