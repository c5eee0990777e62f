import { Logger } from '@nestjs/common';

/**
 * Runs a task again and again, one at a time, until it is stopped. A task that throws is reported and tried
 * again at the next turn, so that a database that goes away for a while ends nothing.
 */
export class Loop {
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    name: string,
    private readonly everyMs: number,
    private readonly task: () => Promise<void>,
  ) {
    this.logger = new Logger(name);
  }

  start(): this {
    this.running = this.turn();
    return this;
  }

  /** Resolves when the turn in hand has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private async turn(): Promise<void> {
    try {
      await this.task();
    } catch (error) {
      this.logger.warn(
        `${error instanceof Error ? error.message : String(error)} Next try in ${this.everyMs} ms.`,
      );
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.turn();
    }, this.everyMs);
  }
}
