import type { SimClock } from './clock';
import type { Simulator } from './simulator';
import type { StateStore } from './state-store';

const TICK_MS = 50;
const INSTANT_TICK_MS = 5;

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
    let changed = false;
    for (const simulator of this.simulators) {
      try {
        changed = simulator.advance() || changed;
      } catch (error) {
        this.onError(error);
      }
    }
    if (changed) this.store.flush();
  }
}
