import type { SimClock } from './clock';
import type { Simulator } from './simulator';
import type { StateStore } from './state-store';

const TICK_MS = 50;
const INSTANT_TICK_MS = 5;
/** No upstream has more of them between a submission and its end. */
const MOST_STAGES = 8;

/** The heart of the sandbox: lets every simulator move what is due, after a restart as before it. */
export class Engine {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly simulators: readonly Simulator[],
    private readonly clock: SimClock,
    private readonly store: StateStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    const everyMs = this.clock.pace === 'instant' ? INSTANT_TICK_MS : TICK_MS;
    this.timer = setInterval(() => this.tick(), everyMs);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** One look at everything due. What was published is on disk before anybody can read of it. */
  tick(): void {
    let changed = this.advanceAll();
    // Without waits the next stage is due as soon as this one is over.
    for (let stage = 1; changed && this.clock.pace === 'instant' && stage < MOST_STAGES; stage += 1) {
      changed = this.advanceAll() || changed;
    }
    if (changed) this.store.flush();
  }

  private advanceAll(): boolean {
    let changed = false;
    for (const simulator of this.simulators) {
      try {
        changed = simulator.advance(this.clock.now()) || changed;
      } catch (error) {
        this.onError(error);
      }
    }
    return changed;
  }
}
