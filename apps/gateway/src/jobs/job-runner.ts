import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { TaskList } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { isDatabaseUnreachable } from '../database/database-errors';
import type { JobName, Jobs } from './jobs';
import { Loop } from './loop';
import { QueueRun } from './queue-run';

export type JobHandlers = { [N in JobName]: (payload: Jobs[N]) => Promise<void> };

/** Most jobs are hints, which take no time; the others wait for an upstream. */
const JOBS_AT_ONCE = 20;
const WATCH_MS = 1_000;
/** A queue that should fetch twice a second and has not for so long is begun anew. */
const SILENT_MS = 5_000;

/**
 * The queue library behind the typed map: fetches jobs in batches and hands them to their handlers. Whatever
 * ends or stops the library, it is begun anew until `stop`.
 */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  private readonly inHand = new Set<Promise<void>>();
  private readonly discarded = new Set<Promise<void>>();
  private run: QueueRun | null = null;
  private downSince: number | null = null;
  private watch: Loop | null = null;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A database that is away is waited for in the background. */
  async start(databaseUrl: string, handlers: JobHandlers): Promise<void> {
    const tasks = this.tasksOf(handlers);
    await this.keep(databaseUrl, tasks);
    this.watch = new Loop('Queue watch', WATCH_MS, () => this.keep(databaseUrl, tasks)).start();
  }

  /** Lets running jobs end, and gives back those that were fetched but not begun. */
  async stop(): Promise<void> {
    await this.watch?.stop();
    await this.run?.stop();
    this.run = null;
    await Promise.all([...this.inHand, ...this.discarded]);
  }

  /** Since the queue was last asked for jobs with success, or had no slot free for one. */
  get silentForMs(): number {
    if (this.run === null) return this.downSince === null ? 0 : performance.now() - this.downSince;
    return this.isFull() ? 0 : this.run.silentForMs;
  }

  /** Forgets jobs that the queue keeps and will never try again: those that failed, or died with a worker. */
  async dropDead(): Promise<void> {
    await this.dataSource.query(
      `select graphile_worker.complete_jobs(array(
         select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null
         union all
         select id from graphile_worker.jobs where attempts >= max_attempts and locked_at < now() - interval '4 hours'))`,
    );
  }

  /** Sees to it that there is a queue, and that it turns. */
  private async keep(databaseUrl: string, tasks: TaskList): Promise<void> {
    const trouble = this.troubleOf(this.run);
    if (trouble !== null) this.discard(trouble);
    if (this.run !== null) return;
    try {
      this.run = await QueueRun.begin({
        databaseUrl,
        tasks,
        concurrency: JOBS_AT_ONCE,
        tell: (level, line) => this.logger[level](line),
      });
      this.tellOfReturn();
    } catch (error) {
      this.downSince ??= performance.now();
      if (!isDatabaseUnreachable(error)) this.logger.error(`The queue does not begin: ${String(error)}`);
    }
  }

  private troubleOf(run: QueueRun | null): string | null {
    if (run === null) return null;
    if (run.endedBecause !== null) return run.endedBecause;
    return this.silentForMs > SILENT_MS ? `no fetch for ${Math.round(run.silentForMs)} ms` : null;
  }

  /** A queue whose every slot is taken has no reason to fetch. */
  private isFull(): boolean {
    return this.inHand.size >= JOBS_AT_ONCE;
  }

  private discard(why: string): void {
    if (this.downSince === null) {
      this.logger.warn(`The queue is down (${why}). It begins again as soon as the database lets it.`);
    }
    this.downSince ??= performance.now();
    const end = this.run?.stop() ?? Promise.resolve();
    this.run = null;
    this.discarded.add(end);
    void end.finally(() => this.discarded.delete(end));
  }

  private tellOfReturn(): void {
    if (this.downSince === null) return;
    const seconds = ((performance.now() - this.downSince) / 1000).toFixed(1);
    this.logger.log(`The queue is back after ${seconds} s.`);
    this.downSince = null;
  }

  private tasksOf(handlers: JobHandlers): TaskList {
    const tasks: TaskList = {};
    for (const name of Object.keys(handlers) as JobName[]) {
      tasks[name] = (payload) => this.handle(name, () => handlers[name](payload as never));
    }
    return tasks;
  }

  /** A job that fails is a hint that was lost: its row is found again, so the queue need not keep it. */
  private async handle(name: JobName, work: () => Promise<void>): Promise<void> {
    const done = work().catch((error: unknown) => {
      this.logger.warn(`A ${name} job failed: ${error instanceof Error ? error.message : String(error)}`);
    });
    this.inHand.add(done);
    try {
      await done;
    } finally {
      this.inHand.delete(done);
      this.run?.turn();
    }
  }
}
