import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Session } from './session';
import { sessionOptions } from './session-pool';

export interface ListenerOptions {
  databaseUrl: string;
  /** A plain lower-case word. */
  channel: string;
  heard: (payload: string) => void;
  /** It listens, for the first time or again: whatever was said before went unheard. */
  listens: () => void;
}

const PATIENCE = { connectMs: 3_000, statementMs: 3_000 };
const AGAIN_MS = 500;
/** A session that says nothing may have lost its database: it is asked now and then. */
const ASK_EVERY_MS = 5_000;

/** Listens to one channel of Postgres on a session of its own, and begins anew whenever that ends. */
export class Listener {
  private readonly logger = new Logger('Listener');
  private readonly ending = new AbortController();
  private session: Session | null = null;
  private running: Promise<void> = Promise.resolve();
  private deaf = false;

  constructor(private readonly options: ListenerOptions) {}

  start(): this {
    this.running = this.run();
    return this;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.session?.sever();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.listen();
      } catch (error) {
        this.tellOnce(error);
      }
      await this.pause(AGAIN_MS);
    }
  }

  /** Returns when it is to stop, throws when the session ends. */
  private async listen(): Promise<void> {
    const session = new Session({
      connectionString: this.options.databaseUrl,
      application_name: 'postern listener',
      ...sessionOptions(PATIENCE),
    });
    this.session = session;
    session.on('notification', ({ payload }) => this.options.heard(payload ?? ''));
    const ended = new Promise<never>((_resolve, reject) => {
      session.once('end', () => reject(new Error('The session ended.')));
    });
    // Where something else fails first, nobody waits for the end.
    ended.catch(() => undefined);
    try {
      await session.connect();
      await session.query(`listen ${this.options.channel}`);
      this.tellOfReturn();
      this.options.listens();
      while (!this.ending.signal.aborted) {
        await Promise.race([this.pause(ASK_EVERY_MS), ended]);
        if (!this.ending.signal.aborted) await session.query('select 1');
      }
    } finally {
      session.sever();
      this.session = null;
    }
  }

  private async pause(ms: number): Promise<void> {
    try {
      await pause(ms, undefined, { signal: this.ending.signal });
    } catch (error) {
      if (!this.ending.signal.aborted) throw error;
    }
  }

  private tellOnce(error: unknown): void {
    if (this.deaf || this.ending.signal.aborted) return;
    this.deaf = true;
    const why = error instanceof Error ? error.message : String(error);
    this.logger.warn(
      `${this.options.channel} is not heard (${why}). It is tried again every ${AGAIN_MS} ms.`,
    );
  }

  private tellOfReturn(): void {
    if (this.deaf) this.logger.log(`${this.options.channel} is heard again.`);
    this.deaf = false;
  }
}
