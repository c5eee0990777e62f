import { setTimeout as pause } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { JobRunner } from '../jobs/job-runner';
import { Loop } from '../jobs/loop';
import { ChangeRunner } from '../post-commands/change-runner';
import { Reconciler } from '../reconciliation/reconciler';
import { Dispatcher } from './dispatcher';
import { Sweeper } from './sweeper';

/** A little less than what a process is given that was told to stop. */
const FINISH_WITHIN_MS = 20_000;

const LOOK_MS = 1_000;
const SWEEP_MS = 1_000;
const CHANGES_MS = 500;
const RECONCILE_MS = 500;
const CLEAN_MS = 60_000;

/** The heart of a worker process: the queue and the two loops that make rows the truth. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Worker');
  private readonly leases: Loop;
  private readonly loops: Loop[];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: JobRunner,
    private readonly dispatcher: Dispatcher,
    sweeper: Sweeper,
    private readonly reconciler: Reconciler,
    private readonly changes: ChangeRunner,
  ) {
    this.leases = new Loop('Leases', (config.leaseSeconds * 1000) / 3, () => dispatcher.renewLeases());
    this.loops = [
      new Loop('Dispatcher', LOOK_MS, () => dispatcher.look()),
      new Loop('Sweeper', SWEEP_MS, () => sweeper.sweep()),
      new Loop('Commands', CHANGES_MS, () => changes.sweep()),
      new Loop('Queue', CLEAN_MS, () => jobs.dropDead()),
      new Loop('Reconciliation', RECONCILE_MS, () => reconciler.reconcile()),
    ];
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.databaseUrl === null) throw new Error('The database address is not known yet.');
    await this.jobs.start(this.config.databaseUrl, {
      submit: (lane) => Promise.resolve(this.dispatcher.hint(lane)),
      change: ({ commandId }) => this.changes.run(commandId),
    });
    for (const loop of [this.leases, ...this.loops]) loop.start();
    this.logger.log('The worker takes posts.');
  }

  /**
   * What is in hand is finished, if it ends in time; what was only fetched goes back to the queue. To finish
   * is better: what is handed back in the middle of a call has an unknown outcome.
   */
  async onApplicationShutdown(): Promise<void> {
    const finished = this.finish().then(() => true);
    const inTime = await Promise.race([finished, pause(FINISH_WITHIN_MS, false, { ref: false })]);
    // What was in hand until now was held until now.
    await this.leases.stop();
    if (inTime) this.logger.log('The worker has finished what it held.');
    else await this.handBack();
  }

  private async finish(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await Promise.all([
      this.jobs.stop(),
      this.reconciler.settled(),
      this.dispatcher.stop(),
      this.changes.settled(),
    ]);
  }

  private async handBack(): Promise<void> {
    try {
      const count = await this.dispatcher.handBack();
      this.logger.warn(`The worker goes before everything has ended: ${count} submissions are handed back.`);
    } catch (error) {
      this.logger.warn(`Nothing can be handed back; the leases run out by themselves: ${String(error)}`);
    }
  }
}
