import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger as GraphileLogger, run, type Runner, type TaskList } from 'graphile-worker';
import { isDatabaseUnreachable } from '../database/database-errors';
import { SessionPool } from '../database/session-pool';

export interface QueueRunOptions {
  databaseUrl: string;
  tasks: TaskList;
  /** Jobs in hand at the same time. */
  concurrency: number;
  /** Takes the library's own lines: what it says of a database that is away comes as `debug`. */
  tell: (level: 'debug' | 'warn' | 'error', line: string) => void;
}

/** The floor for a notification that got lost. */
const POLL_MS = 500;
/** All statements of the queue are small. */
const PATIENCE = { connectMs: 3_000, statementMs: 5_000 };
/** What is fetched is given back within this, or stays locked; rows are the truth. */
const STOP_MS = 5_000;

/**
 * One life of the queue library on sessions of its own.
 *
 * The library mends a lost session in most places, but not in all: a failure to complete a job ends it, a
 * failure to learn its task ids is remembered for ever, and after some errors it sleeps for minutes. So whoever
 * holds a run asks whether it still turns, and begins another one where it does not.
 */
export class QueueRun {
  /** When the queue was last asked for jobs, with success; by `performance.now()`. */
  private turnedAt = performance.now();
  private ended: string | null = null;

  private constructor(
    private readonly pool: SessionPool,
    private readonly runner: Runner,
  ) {
    const end = (why: string) => (this.ended ??= why);
    runner.events.on('localQueue:getJobs:complete', () => this.turn());
    runner.events.on('pool:gracefulShutdown', ({ message }) => end(message));
    runner.promise.then(
      () => end('it ended by itself'),
      (error: unknown) => end(String(error)),
    );
  }

  /** @throws whatever the database says where the queue cannot begin */
  static async begin({ databaseUrl, tasks, concurrency, tell }: QueueRunOptions): Promise<QueueRun> {
    const pool = SessionPool.open({
      connectionString: databaseUrl,
      applicationName: 'postern queue',
      // The library warns of fewer than it may run at once. Fetching in batches it opens only some of them.
      max: Math.max(5, concurrency),
      patience: PATIENCE,
    });
    try {
      const runner = await run({
        pgPool: pool,
        concurrency,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        logger: new GraphileLogger(() => (level, message, meta) => tell(weigh(String(level), meta), message)),
        events: new EventEmitter(),
        taskList: tasks,
        preset: {
          worker: {
            localQueue: { size: Math.max(concurrency * 2, concurrency + 1) },
            completeJobBatchDelay: 0,
          },
        },
      });
      return new QueueRun(pool, runner);
    } catch (error) {
      await close(pool);
      throw error;
    }
  }

  /** Proof that the queue lives: a fetch, or a job that has ended. */
  turn(): void {
    this.turnedAt = performance.now();
  }

  /** Why the run fetches no more by itself; `null` while it does. */
  get endedBecause(): string | null {
    return this.ended;
  }

  get silentForMs(): number {
    return performance.now() - this.turnedAt;
  }

  /** Gives back what was fetched and not begun, if the database lets it. Never throws, and never hangs. */
  async stop(): Promise<void> {
    // It refuses where it has ended by itself, which is no news.
    const stopped = this.runner.stop().catch(() => undefined);
    await Promise.race([stopped, pause(STOP_MS, undefined, { ref: false })]);
    await close(this.pool);
  }
}

async function close(pool: SessionPool): Promise<void> {
  const closed = pool.end();
  pool.sever();
  await closed;
}

/** The library's levels are types alone: there is nothing to compare with but the words. */
function weigh(level: string, meta: unknown): 'debug' | 'warn' | 'error' {
  const error = typeof meta === 'object' && meta !== null && 'error' in meta ? meta.error : null;
  if (isDatabaseUnreachable(error)) return 'debug';
  return level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug';
}
