import type { SimClock } from '../frame/clock';
import type { Limits } from './description';
import { Refusal } from './refusal';
import type { Refusals } from './description';

/** Counts the calls of each key against the documented windows. Not kept over a restart. */
export class Rate {
  /** Steady times of the latest calls, oldest first, by key. */
  private readonly calls = new Map<string, number[]>();

  constructor(
    private readonly limits: Limits,
    private readonly refusals: Refusals,
    private readonly clock: SimClock,
  ) {}

  /** Takes one call, or throws the refusal. Gives the headers of its answer. */
  take(key: string): Record<string, string> {
    const nowMs = this.clock.steady();
    const longestMs = Math.max(...this.limits.windows.map(({ perMs }) => perMs));
    const recent = (this.calls.get(key) ?? []).filter((at) => at > nowMs - longestMs);
    this.calls.set(key, recent);
    for (const { count, perMs } of this.limits.windows) {
      const within = recent.filter((at) => at > nowMs - perMs);
      const [oldest] = within;
      if (oldest === undefined || within.length < count) continue;
      const rendered = this.refusals.tooMany(oldest + perMs - nowMs);
      throw new Refusal({ ...rendered, headers: { ...this.headers(recent, nowMs), ...rendered.headers } });
    }
    recent.push(nowMs);
    return this.headers(recent, nowMs);
  }

  clear(): void {
    this.calls.clear();
  }

  private headers(recent: readonly number[], nowMs: number): Record<string, string> {
    const [first] = this.limits.windows;
    if (first === undefined || this.limits.headers === undefined) return {};
    const within = recent.filter((at) => at > nowMs - first.perMs);
    const resetInMs = (within[0] ?? nowMs) + first.perMs - nowMs;
    return this.limits.headers({
      count: first.count,
      used: within.length,
      resetInMs,
      nowMs: this.clock.now(),
    });
  }
}
