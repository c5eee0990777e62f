import type { SimClock } from '../frame/clock';
import type { Limits, RateWindow } from './description';
import { Refusal } from './refusal';
import type { Refusals } from './description';

interface Taken {
  /** On the steady clock. */
  readonly atMs: number;
  readonly operation: string | null;
}

/** Counts the calls of each key against the documented windows. Not kept over a restart. */
export class Rate {
  /** The latest calls, oldest first, by key. */
  private readonly calls = new Map<string, Taken[]>();

  constructor(
    private readonly limits: Limits,
    private readonly refusals: Refusals,
    private readonly clock: SimClock,
  ) {}

  /**
   * Takes one call, or throws the refusal. Gives the headers of its answer.
   *
   * @param operation null = no route has its path
   */
  take(key: string, operation: string | null): Record<string, string> {
    const nowMs = this.clock.steady();
    const longestMs = Math.max(...this.limits.windows.map(({ perMs }) => perMs));
    const recent = (this.calls.get(key) ?? []).filter(({ atMs }) => atMs > nowMs - longestMs);
    this.calls.set(key, recent);
    for (const window of this.limits.windows) {
      if (!counts(window, operation)) continue;
      const within = usesOf(window, recent, nowMs);
      const [oldest] = within;
      if (oldest === undefined || within.length < window.count) continue;
      const rendered = this.refusals.tooMany(oldest.atMs + window.perMs - nowMs);
      throw new Refusal({ ...rendered, headers: { ...this.headers(recent, nowMs), ...rendered.headers } });
    }
    recent.push({ atMs: nowMs, operation });
    return this.headers(recent, nowMs);
  }

  clear(): void {
    this.calls.clear();
  }

  private headers(recent: readonly Taken[], nowMs: number): Record<string, string> {
    const [first] = this.limits.windows;
    if (first === undefined || this.limits.headers === undefined) return {};
    const within = usesOf(first, recent, nowMs);
    const resetInMs = (within[0]?.atMs ?? nowMs) + first.perMs - nowMs;
    return this.limits.headers({
      count: first.count,
      used: within.length,
      resetInMs,
      nowMs: this.clock.now(),
    });
  }
}

function usesOf(window: RateWindow, recent: readonly Taken[], nowMs: number): Taken[] {
  return recent.filter(({ atMs, operation }) => atMs > nowMs - window.perMs && counts(window, operation));
}

function counts({ operations }: RateWindow, operation: string | null): boolean {
  return operations === undefined || (operation !== null && operations.includes(operation));
}
