import { Inject, Injectable, Logger } from '@nestjs/common';
import { Logger as GraphileLogger, run, type Runner } from 'graphile-worker';
import { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config';
import type { JobName, Jobs } from './jobs';

export type JobHandlers = { [N in JobName]: (payload: Jobs[N]) => Promise<void> };

/** How soon a queue that has ended by itself is begun again. */
const REVIVE_MS = 1_000;

/** The queue library behind the typed map: fetches jobs in batches and hands them to their handlers. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  private runner: Runner | null = null;
  private pool: Pool | null = null;
  private reviving: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async start(databaseUrl: string, handlers: JobHandlers): Promise<void> {
    const concurrency = this.config.workerConcurrency;
    // The queue warns of fewer than it may run at once. Fetching in batches it opens only some of them.
    const pool = new Pool({ connectionString: databaseUrl, max: Math.max(5, concurrency) });
    const tell = (error: Error) => this.logger.warn(`The queue lost a database connection: ${error.message}`);
    pool.on('error', tell);
    pool.on('connect', (client) => client.on('error', tell));
    this.pool = pool;
    await this.begin(pool, handlers);
  }

  /** Lets running jobs end, and gives back those that were fetched but not begun. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.reviving) clearTimeout(this.reviving);
    const { runner, pool } = this;
    this.runner = null;
    this.pool = null;
    await runner?.stop();
    await pool?.end();
  }

  /** Forgets jobs that the queue keeps and will never try again: those that failed, or died with a worker. */
  async dropDead(): Promise<void> {
    await this.pool?.query(
      `select graphile_worker.complete_jobs(array(
         select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null
         union all
         select id from graphile_worker.jobs where attempts >= max_attempts and locked_at < now() - interval '4 hours'))`,
    );
  }

  private async begin(pool: Pool, handlers: JobHandlers): Promise<void> {
    const concurrency = this.config.workerConcurrency;
    const runner = await run({
      pgPool: pool,
      concurrency,
      pollInterval: 500,
      noHandleSignals: true,
      logger: new GraphileLogger(() => (level, message) => this.tell(String(level), message)),
      taskList: {
        submit: (payload) => handlers.submit(payload as Jobs['submit']),
      },
      preset: {
        worker: {
          localQueue: { size: Math.max(concurrency * 2, concurrency + 1) },
          completeJobBatchDelay: 0,
        },
      },
    });
    this.runner = runner;
    // A database that stays away makes the queue end by itself; a worker without it would look alive and do
    // nothing.
    const ended = (why: string) => {
      this.runner = null;
      this.revive(pool, handlers, why);
    };
    runner.promise.then(
      () => ended('it ended by itself'),
      (error: unknown) => ended(String(error)),
    );
  }

  private revive(pool: Pool, handlers: JobHandlers, why: string): void {
    if (this.stopped) return;
    this.logger.error(`The queue is down (${why}). It begins again in ${REVIVE_MS} ms.`);
    this.reviving = setTimeout(() => {
      this.begin(pool, handlers).catch((error: unknown) => this.revive(pool, handlers, String(error)));
    }, REVIVE_MS);
  }

  /** The library's levels are types alone: there is nothing to compare with but the words. */
  private tell(level: string, message: string): void {
    if (level === 'error') this.logger.error(message);
    else if (level === 'warning') this.logger.warn(message);
  }
}
