/**
 * How soon a connection may be read again for the sake of webhooks: at once while there is budget to spare, then as
 * often as it grows back. An upstream that tells of hundreds of events a minute would else use up its minute in
 * seconds, and the rest of it would be spent waiting.
 *
 * Kept in this process: several that read through one connection in turn meet the budget itself, which is shared.
 */

/** What may be spent at once, and what of it in each period from then on; together all of the budget. */
const BURST = 0.4;
const STEADY = 0.6;
/** A bound on memory. */
const MOST_KEPT = 10_000;

export interface HintedRead {
  /** Calls that left. */
  calls: number;
  /** Calls that reads in the background may make in a period, */
  budget: number;
  /** and how many seconds that is. */
  period: number;
}

export class HintPace {
  private readonly debts = new Map<string, { calls: number; at: number }>();

  /**
   * @param now seconds, any monotonic clock
   * @returns seconds until the next read; `null` = as soon as a post is due
   */
  after(connectionId: string, { calls, budget, period }: HintedRead, now: number): number | null {
    const perSecond = (STEADY * budget) / period;
    const known = this.debts.get(connectionId);
    const left = known === undefined ? 0 : Math.max(0, known.calls - (now - known.at) * perSecond);
    if (this.debts.size >= MOST_KEPT) this.debts.clear();
    this.debts.set(connectionId, { calls: left + calls, at: now });
    const over = left + calls - BURST * budget;
    return over <= 0 ? null : over / perSecond;
  }
}
