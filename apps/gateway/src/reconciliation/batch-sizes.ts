/**
 * How many posts one read may ask for, connection by connection. As many as there are, because a page answers
 * for a hundred; but where the read budget ended a read half way, fewer, so that the next one reaches its end:
 * a walk through pages that stops before the last may have answered for nobody. Kept in this process: another
 * one learns the same within a few reads. Pure.
 */

/** More than any connection has open, normally; a bound on memory. */
const MOST = 10_000;
/** A page or two and their details fit in what is left of any budget. */
const LEAST = 20;

export class BatchSizes {
  private readonly sizes = new Map<string, number>();

  of(connectionId: string): number {
    return this.sizes.get(connectionId) ?? MOST;
  }

  learn(connectionId: string, read: { asked: number; answered: number; refused: boolean }): void {
    if (read.refused) {
      const size = Math.max(LEAST, Math.min(read.answered, Math.floor(read.asked / 2)));
      this.sizes.set(connectionId, size);
      return;
    }
    const size = this.of(connectionId);
    // A read of few posts proves nothing of many.
    if (read.asked < size) return;
    if (size * 2 >= MOST) this.sizes.delete(connectionId);
    else this.sizes.set(connectionId, size * 2);
  }
}
