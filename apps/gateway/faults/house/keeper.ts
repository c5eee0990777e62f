import { setTimeout as pause } from 'node:timers/promises';
import type { HouseProcess } from './house-process';
import type { HouseLog } from './house-log';

const TRY_AGAIN_MS = 300;

/**
 * What a service manager is to an operator: starts its process again whenever it has ended. It is not meant to
 * have to: an end that nobody here brought about is told to the log, unless the database was being disturbed
 * while the process was starting and could not migrate or connect.
 */
export class Keeper {
  private keeping = false;
  private holdUntil = 0;
  private startedAt = 0;
  private running = false;
  private upSince = 0;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    readonly process: HouseProcess,
    private readonly log: HouseLog,
    /** When the database was last away or lost sessions; milliseconds. */
    private readonly disturbedAt: () => number,
  ) {}

  /** Whether it has come up and runs. */
  get up(): boolean {
    return this.running && this.process.alive;
  }

  /** Milliseconds since it came up; 0 while it is not. */
  get upForMs(): number {
    return this.up ? Date.now() - this.upSince : 0;
  }

  /** @throws Error where it does not come up the first time */
  async start(): Promise<void> {
    this.startedAt = Date.now();
    await this.process.start();
    this.cameUp();
    this.keeping = true;
    this.loop = this.keep();
  }

  /** kill -9; a new one is started after that time. */
  async kill(restartAfterMs: number): Promise<void> {
    this.holdUntil = Date.now() + restartAfterMs;
    this.running = false;
    await this.process.kill();
  }

  /** Ends the process in good order; none is started again before `release`. */
  async hold(): Promise<void> {
    this.holdUntil = Infinity;
    this.running = false;
    await this.process.stop();
  }

  release(): void {
    this.holdUntil = 0;
  }

  async stop(): Promise<void> {
    this.keeping = false;
    this.running = false;
    await this.process.stop();
    await this.loop;
  }

  /** The process ended although nobody here ended it. */
  died(how: string): void {
    const starting = !this.running;
    this.running = false;
    if (starting && this.disturbedAt() >= this.startedAt) this.log.excused += 1;
    else this.log.death(this.process, how);
  }

  private async keep(): Promise<void> {
    while (this.keeping) {
      if (!this.process.alive && Date.now() >= this.holdUntil) await this.bringUp();
      await pause(100);
    }
  }

  private async bringUp(): Promise<void> {
    this.startedAt = Date.now();
    try {
      await this.process.start();
      this.cameUp();
    } catch (error) {
      // Killed again while it started, or judged by `died`.
      this.log.note(`${this.process.name} did not start: ${String(error).slice(0, 300)}`);
      // One that is only late would live on and never count as up.
      await this.process.kill();
      await pause(TRY_AGAIN_MS);
    }
  }

  private cameUp(): void {
    this.running = this.process.alive;
    this.upSince = Date.now();
  }
}
