import { randomBytes } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { isDatabaseUnreachable } from '../database/database-errors';
import { Listener } from '../database/listener';
import { Loop } from '../jobs/loop';
import { WORKER_ID } from '../publishing/worker-id';
import { EventSequencerRepository } from './event-sequencer.repository';

/** A worker that is silent for so long is replaced. */
const LEASE_MS = 2_000;
/** How often the other workers look whether it still turns. */
const STANDBY_MS = 1_000;
/** Between two looks while events come. */
const PACE_MS = 15;
/** After the last event it looks on for so long before it sleeps. */
const SETTLE_MS = 1_000;
/** The floor for a notification that got lost; and the lease is held by looking. */
const ASLEEP_MS = 250;
const MOST = 1_000;

/**
 * Gives events their numbers after their commit: one worker at a time, in the order in which they were
 * written. While no worker runs events wait, and nobody reads them.
 */
@Injectable()
export class EventSequencer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Events');
  private readonly id = `${WORKER_ID}/${randomBytes(3).toString('hex')}`;
  private readonly loop: Loop;
  private readonly listener: Listener;
  private leads = false;
  private asleep = false;
  private settlesAt = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly repository: EventSequencerRepository,
  ) {
    if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
    this.loop = new Loop('Events', ASLEEP_MS, () => this.turn());
    const wake = () => {
      if (this.leads) this.loop.wake();
    };
    const { databaseUrl } = config;
    this.listener = new Listener({ databaseUrl, channel: 'postern_unnumbered', heard: wake, listens: wake });
  }

  onApplicationBootstrap(): void {
    this.listener.start();
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.loop.stop(), this.listener.stop()]);
    if (!this.leads) return;
    try {
      await this.repository.leave(this.id);
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
      this.logger.warn('The database is away; another worker numbers the events when the lease has run out.');
    }
  }

  /** @returns milliseconds until the next turn */
  private async turn(): Promise<number> {
    const settles = performance.now() > this.settlesAt;
    const numbered = await this.repository.number(this.id, { leaseMs: LEASE_MS, most: MOST, settles });
    this.leads = numbered !== null;
    if (numbered === null) {
      this.asleep = false;
      return STANDBY_MS;
    }
    if (numbered.count > 0) {
      this.asleep = false;
      this.settlesAt = performance.now() + SETTLE_MS;
      await this.repository.announce(numbered.workspaceIds);
      return numbered.count < MOST ? PACE_MS : 0;
    }
    if (!settles) return PACE_MS;
    if (this.asleep) return ASLEEP_MS;
    this.asleep = true;
    // Once more: what was written while it fell asleep woke nobody.
    return 0;
  }
}
