/**
 * How much to read at once, and how long to wait after a read that the budget ended half way, connection by
 * connection. A walk through an upstream's pages answers for everything if it reaches its end, so all posts are
 * asked for together, and a walk that was cut off begins again only when about twice as many calls are free.
 * Where not even the whole budget carries a walk, the posts that waited longest are asked for by themselves
 * every other time: what lies behind the last page that is ever reached must not be forgotten.
 *
 * Kept in this process: another one learns the same within a few reads. Pure.
 */

/** A bound on memory; more than any connection has open, normally. */
export const MOST_POSTS = 10_000;
/** A read of so few posts ends within what a moment brings back of a budget. */
const FEW_POSTS = 20;
/** From this part of the budget on, waiting for more of it is no use. */
const ALL_BUT = 0.8;

export interface ReadCost {
  /** Posts that were asked for. */
  asked: number;
  /** Calls that left. */
  calls: number;
  /** Seconds until the budget has a call again; `null` where it refused none. */
  refusedFor: number | null;
  /** Calls that reads in the background may make in a period, */
  budget: number;
  /** and how many seconds that is. */
  period: number;
}

export class ReadPace {
  /** Connections whose next read is of the posts that waited longest, and of how many. */
  private readonly small = new Map<string, number>();

  /** How many posts the next read may ask for. */
  sizeOf(connectionId: string): number {
    return this.small.get(connectionId) ?? MOST_POSTS;
  }

  /** @returns seconds until the next read; `null` = as soon as a post is due */
  learn(connectionId: string, { asked, calls, refusedFor, budget, period }: ReadCost): number | null {
    const wasSmall = this.small.delete(connectionId);
    if (refusedFor === null) return null;
    if (asked <= FEW_POSTS) return refusedFor;
    if (calls >= ALL_BUT * budget) {
      if (!wasSmall) this.small.set(connectionId, Math.max(FEW_POSTS, Math.floor(budget / 2)));
      return Math.max(refusedFor, period);
    }
    return Math.max(refusedFor, (period * Math.min(budget, 2 * calls)) / budget);
  }
}
