import { Injectable, Logger } from '@nestjs/common';
import type { Quota, RateLimit } from './rate-limit';
import { RateWindowsRepository } from './rate-windows.repository';

/** How long a request waits for the counters before it is served uncounted. */
const PATIENCE_MS = 2_000;
/** After that, so long nobody asks them. */
const SUSPENDED_MS = 5_000;
/** Far above the number of keys in use at once; a bound, so that the map cannot grow for ever. */
const MAX_WINDOWS = 10_000;

/** What this process knows of a key's present window. */
interface LocalWindow {
  policy: RateLimit;
  /** By the process's own clock (`performance.now()`), never later than by the database's. */
  endsAt: number;
  /** Leased by this process and not spent yet. */
  left: number;
  /** Leased by nobody when the counters were last asked. */
  unleased: number;
}

interface Refill {
  /** Requests that wait for the next lease. */
  waiting: number;
  /** Whether the counters answered. */
  running: Promise<boolean> | null;
}

/**
 * Holds each key to its limit, for all replicas together: a replica leases blocks of calls from the shared
 * window and spends them without a round trip. It errs towards the caller: where the counters do not answer,
 * requests are served.
 */
@Injectable()
export class RateLimiter {
  private readonly logger = new Logger('RateLimiter');
  private readonly windows = new Map<string, LocalWindow>();
  private readonly refills = new Map<string, Refill>();
  private suspendedUntil = 0;

  constructor(private readonly counters: RateWindowsRepository) {}

  async take(keyId: string, policy: RateLimit): Promise<Quota> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const now = performance.now();
      const quota = this.spend(keyId, policy, now);
      if (quota !== null) return quota;
      if (now < this.suspendedUntil) return uncounted(policy);
      if (now >= giveUpAt || !(await this.refilled(keyId, policy, giveUpAt - now))) {
        this.suspend();
        return uncounted(policy);
      }
    }
  }

  /** `null` where the counters must be asked first. */
  private spend(keyId: string, policy: RateLimit, now: number): Quota | null {
    const window = this.windows.get(keyId);
    if (!window || window.endsAt <= now || !isSame(window.policy, policy)) return null;
    const granted = window.left > 0;
    if (!granted && window.unleased > 0) return null;
    if (granted) window.left -= 1;
    const resetSeconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    return { policy, granted, window: { remaining: window.left + window.unleased, resetSeconds } };
  }

  /** Whether the counters answered within `patienceMs`; one question serves all that wait meanwhile. */
  private async refilled(keyId: string, policy: RateLimit, patienceMs: number): Promise<boolean> {
    let refill = this.refills.get(keyId);
    if (!refill) this.refills.set(keyId, (refill = { waiting: 0, running: null }));
    refill.waiting += 1;
    refill.running ??= this.ask(keyId, policy, refill);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs);
    });
    const answered = await Promise.race([refill.running, tooLate]);
    clearTimeout(timer);
    return answered;
  }

  private async ask(keyId: string, policy: RateLimit, refill: Refill): Promise<boolean> {
    // What the same turn of the event loop asks for is asked for together.
    await Promise.resolve();
    const wanted = refill.waiting;
    refill.waiting = 0;
    const askedAt = performance.now();
    try {
      const { leased, unleased, seconds } = await this.counters.lease(keyId, policy, wanted);
      if (this.windows.size >= MAX_WINDOWS) this.windows.clear();
      // Counted from before the question: so the window ends here before it ends in the database.
      this.windows.set(keyId, { policy, endsAt: askedAt + seconds * 1000, left: leased, unleased });
      return true;
    } catch (error) {
      this.logger.warn({ msg: 'The rate limits could not be counted; requests are served.', err: error });
      return false;
    } finally {
      this.refills.delete(keyId);
    }
  }

  private suspend(): void {
    this.suspendedUntil = performance.now() + SUSPENDED_MS;
  }
}

function isSame(one: RateLimit, other: RateLimit): boolean {
  return one.limit === other.limit && one.windowSeconds === other.windowSeconds;
}

function uncounted(policy: RateLimit): Quota {
  return { policy, granted: true, window: null };
}
