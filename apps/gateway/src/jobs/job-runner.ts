import { Inject, Injectable, Logger } from '@nestjs/common';
import { Logger as GraphileLogger, LogLevel, run, type Runner } from 'graphile-worker';
import { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config';
import type { JobName, Jobs } from './jobs';

export type JobHandlers = { [N in JobName]: (payload: Jobs[N]) => Promise<void> };

/** The queue library behind the typed map: fetches jobs in batches and hands them to their handlers. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  private runner: Runner | null = null;
  private pool: Pool | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async start(databaseUrl: string, handlers: JobHandlers): Promise<void> {
    const concurrency = this.config.workerConcurrency;
    // The queue warns of fewer than it may run at once. Fetching in batches it opens only some of them.
    this.pool = new Pool({ connectionString: databaseUrl, max: Math.max(5, concurrency) });
    const tell = (error: Error) => this.logger.warn(`The queue lost a database connection: ${error.message}`);
    this.pool.on('error', tell);
    this.pool.on('connect', (client) => client.on('error', tell));
    this.runner = await run({
      pgPool: this.pool,
      concurrency,
      pollInterval: 500,
      noHandleSignals: true,
      logger: new GraphileLogger(() => (level, message) => {
        if (level === LogLevel.ERROR) this.logger.error(message);
        else if (level === LogLevel.WARNING) this.logger.warn(message);
      }),
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
  }

  /** Lets running jobs end, and gives back those that were fetched but not begun. */
  async stop(): Promise<void> {
    await this.runner?.stop();
    await this.pool?.end();
    this.runner = null;
    this.pool = null;
  }
}
