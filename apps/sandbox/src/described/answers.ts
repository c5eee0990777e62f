import type { SimClock } from '../frame/clock';

/** Answers that an upstream gives again for a while. Not kept over a restart. */
export class Answers {
  private readonly kept = new Map<string, { readonly untilMs: number; readonly answer: unknown }>();

  constructor(private readonly clock: SimClock) {}

  get<T>(key: string, forMs: number, build: () => T): T {
    const nowMs = this.clock.steady();
    const known = this.kept.get(key);
    if (known !== undefined && known.untilMs > nowMs) return known.answer as T;
    const answer = build();
    this.kept.set(key, { untilMs: nowMs + forMs, answer });
    return answer;
  }

  clear(): void {
    this.kept.clear();
  }
}
