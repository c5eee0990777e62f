import { afterTurning } from './turning-timer';

/** All sessions were lent for too long. SQLSTATE 53300, too many connections. */
export class NoSessionError extends Error {
  override readonly name = 'NoSessionError';
  readonly code = '53300';

  constructor(afterMs: number) {
    super(`No session with the database became free within ${Math.round(afterMs)} ms.`);
  }
}

export interface LineRules {
  /** How many may be inside at the same time. */
  places: () => number;
  /** Asked every `doubtMs` of waiting, in milliseconds: whether those inside get on. */
  getsOn: () => boolean;
  doubtMs: number;
  /** The longest wait, in milliseconds, also where those inside get on. */
  longestMs: number;
}

interface Waiter {
  enter: () => void;
}

/**
 * First come, first served. Whoever waits behind many others is no sign of trouble while these get on; where
 * nobody does, nobody is kept waiting for the end of it.
 */
export class WaitingLine {
  private inside = 0;
  private readonly waiters = new Set<Waiter>();

  constructor(private readonly rules: LineRules) {}

  /**
   * Whoever was let in must leave.
   *
   * @throws NoSessionError
   */
  async enter(): Promise<void> {
    if (this.inside < this.rules.places()) {
      this.inside += 1;
      return;
    }
    await this.wait();
  }

  leave(): void {
    this.inside -= 1;
    if (this.inside >= this.rules.places()) return;
    const [next] = this.waiters;
    if (next === undefined) return;
    this.inside += 1;
    next.enter();
  }

  private wait(): Promise<void> {
    const { doubtMs, longestMs, getsOn } = this.rules;
    const since = performance.now();
    return new Promise((resolve, reject) => {
      let stop: () => void;
      const waiter: Waiter = {
        enter: () => {
          stop();
          this.waiters.delete(waiter);
          resolve();
        },
      };
      const doubt = () => {
        const waited = performance.now() - since;
        if (getsOn() && waited < longestMs) {
          stop = afterTurning(Math.min(doubtMs, longestMs - waited), doubt);
          return;
        }
        this.waiters.delete(waiter);
        reject(new NoSessionError(waited));
      };
      stop = afterTurning(Math.min(doubtMs, longestMs), doubt);
      this.waiters.add(waiter);
    });
  }
}
