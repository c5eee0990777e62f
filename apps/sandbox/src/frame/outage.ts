import type { Server } from 'node:http';
import type { SimClock } from './clock';

/** How long to wait before another try when something else took the port meanwhile. */
const REOPEN_MS = 100;

/** Takes the sandbox off the network: its port refuses connections until the time is over. */
export class Outage {
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  /** @param address where the server listens, once it does */
  constructor(
    private readonly server: Server,
    private readonly clock: SimClock,
    private readonly address: () => { readonly host: string; readonly port: number },
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Closes the listening socket and every connection, and listens again on the same port so many real
   * milliseconds later. Time goes on: what is due is published. A second outage replaces the first.
   */
  begin(forMs: number): { until: string } {
    this.cancel();
    this.server.close();
    this.server.closeAllConnections();
    this.timer = setTimeout(() => this.end(), forMs);
    return { until: this.clock.iso(this.clock.now() + forMs) };
  }

  /** The sandbox stops: nothing is opened again. */
  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private end(): void {
    this.timer = null;
    if (this.stopped) return;
    const retry = (error: unknown) => {
      this.onError(error);
      this.timer = setTimeout(() => this.end(), REOPEN_MS);
    };
    this.server.once('error', retry);
    this.server.listen(this.address(), () => this.server.off('error', retry));
  }

  private cancel(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
