import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Loop } from '../jobs/loop';
import { WORKER_ID } from '../publishing/worker-id';
import { readVersion } from '../version';
import { TurningLoops } from './turning-loops';
import { WorkersRepository } from './workers.repository';

const BEAT_MS = 2_000;
/** Beats between two looks for rows of workers that died. */
const BEATS_PER_LOOK = 60;

/** Tells everybody, through the table `workers`, that this worker lives and whether its loops turn. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly version = readVersion();
  private readonly loop = new Loop('Heartbeat', BEAT_MS, () => this.beat());
  private beats = 0;

  constructor(
    private readonly workers: WorkersRepository,
    private readonly loops: TurningLoops,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** A worker that goes in good order is not missed. */
  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    // Where the database is away, the row is forgotten with those of the dead.
    await this.workers.leave(WORKER_ID).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    await this.workers.beat(WORKER_ID, this.version, this.loops.state());
    if (this.beats % BEATS_PER_LOOK === 0) await this.workers.forgetDead();
    this.beats += 1;
  }
}
