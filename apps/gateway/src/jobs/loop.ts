import { Logger } from '@nestjs/common';

const TELL_EVERY_MS = 10_000;

/** Every loop of this process that runs, for those who watch over them. */
const running = new Set<Loop>();

/**
 * Runs a task again and again, one at a time, until it is stopped. A task may say after how many milliseconds
 * it wants its next turn; `everyMs` is for the others, and for what failed. A task that throws is reported and tried
 * again at the next turn, so that a database that goes away for a while ends nothing.
 */
export class Loop {
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | null = null;
  private turning: Promise<void> = Promise.resolve();
  private stopped = false;
  private wakened = false;
  private turnedAt = performance.now();
  /** `null` while all is well. */
  private failingSince: number | null = null;
  private toldAt = 0;

  constructor(
    readonly name: string,
    readonly everyMs: number,
    private readonly task: () => Promise<number | void>,
  ) {
    this.logger = new Logger(name);
  }

  static running(): readonly Loop[] {
    return [...running];
  }

  start(): this {
    running.add(this);
    this.turnedAt = performance.now();
    this.turning = this.turn();
    return this;
  }

  /** Since the last turn that went well, or the start. */
  get silentForMs(): number {
    return performance.now() - this.turnedAt;
  }

  /** Turns at once; where a turn is in hand, once more after it. */
  wake(): void {
    if (this.timer === null) {
      this.wakened = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = null;
    this.turning = this.turn();
  }

  /** Resolves when the turn in hand has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    running.delete(this);
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.turning;
  }

  private async turn(): Promise<void> {
    this.wakened = false;
    let pauseMs = this.everyMs;
    try {
      pauseMs = (await this.task()) ?? this.everyMs;
      this.wentWell();
      if (this.wakened) pauseMs = 0;
    } catch (error) {
      this.wentWrong(error);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.turning = this.turn();
    }, pauseMs);
  }

  private wentWell(): void {
    this.turnedAt = performance.now();
    if (this.failingSince === null) return;
    this.logger.log(`It goes on, after ${((this.turnedAt - this.failingSince) / 1000).toFixed(1)} s.`);
    this.failingSince = null;
    this.toldAt = 0;
  }

  /** Tells of the first failure and then now and again: an outage has many turns. */
  private wentWrong(error: unknown): void {
    const now = performance.now();
    this.failingSince ??= now;
    if (this.toldAt !== 0 && now - this.toldAt < TELL_EVERY_MS) return;
    this.toldAt = now;
    this.logger.warn(
      `${error instanceof Error ? error.message : String(error)} It is tried again every ${this.everyMs} ms.`,
    );
  }
}
