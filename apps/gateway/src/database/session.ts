import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { preparedName } from './prepared';

/** Whoever lends sessions learns from them whether the database answers. */
export interface SessionWatch {
  /** `askedAt` is when the question was put that nobody answered; by `performance.now()`. */
  silent(session: Session, askedAt: number): void;
}

export interface SessionConfig extends ClientConfig {
  /** A question that has no answer after so many milliseconds ends the session; absent = it waits for ever. */
  answerWithinMs?: number;
  watch?: SessionWatch;
}

/** A session that was ended because the database said nothing. SQLSTATE 08006, connection failure. */
export class SilentDatabaseError extends Error {
  override readonly name = 'SilentDatabaseError';
  readonly code = '08006';

  constructor(afterMs: number | null) {
    super(
      afterMs === null
        ? 'The database does not answer on this connection.'
        : `The database did not answer within ${afterMs} ms.`,
    );
  }
}

/** What of the driver's inside decides about a session; none of it is declared by its types. */
interface Inside {
  connection: EventEmitter & { stream: Socket };
  /** Whether nothing is asked at the moment. */
  readyForQuery: boolean | undefined;
  /** Whether a pool may lend it again. */
  _queryable: boolean;
}

/**
 * A connection to Postgres that takes no process with it.
 *
 * Its end is always heard by somebody: a query that fails tells its caller, and an error that nobody listened
 * to would end the process. And it ends where the database has gone silent (a frozen machine, a cable): the
 * operating system would keep it for many minutes, and whoever waits for an answer with it.
 */
export class Session extends Client {
  private readonly answerWithinMs: number | null;
  private readonly watch: SessionWatch | null;
  private askedAt = 0;
  private heardAt = performance.now();
  private deadline: NodeJS.Timeout | null = null;

  constructor(config: SessionConfig = {}) {
    super(config);
    this.answerWithinMs = config.answerWithinMs ?? null;
    this.watch = config.watch ?? null;
    this.on('error', () => undefined);
    const { connection } = this.inside();
    connection.on('readyForQuery', () => this.heard());
    connection.on('end', () => this.disarm());
    connection.on('errorMessage', ({ severity }: { severity?: string }) => {
      if (severity === 'FATAL' || severity === 'PANIC') this.last();
    });
    const ask = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = ((...args: unknown[]) => {
      this.arm();
      return ask(...named(args));
    }) as Client['query'];
  }

  get busy(): boolean {
    return this.inside().readyForQuery !== true;
  }

  heardSince(moment: number): boolean {
    return this.heardAt > moment;
  }

  /** Ends the connection without a farewell; what is asked on it fails. */
  sever(error: Error = new SilentDatabaseError(null)): void {
    this.inside().connection.stream.destroy(error);
  }

  private arm(): void {
    if (this.answerWithinMs === null || this.deadline !== null) return;
    this.askedAt = performance.now();
    this.deadline = setTimeout(() => this.late(), this.answerWithinMs);
  }

  private disarm(): void {
    if (this.deadline !== null) clearTimeout(this.deadline);
    this.deadline = null;
  }

  private heard(): void {
    this.heardAt = performance.now();
    this.disarm();
    // The driver decides in the same turn whether another question waits behind the one that was answered.
    queueMicrotask(() => {
      if (this.busy) this.arm();
    });
  }

  /**
   * Postgres has said its last word here, perhaps as the answer to a question. The driver would wait for the
   * end of the connection, and a pool would lend it in the meantime.
   */
  private last(): void {
    this.inside()._queryable = false;
    queueMicrotask(() => this.inside().connection.stream.destroy());
  }

  private late(): void {
    this.deadline = null;
    if (!this.busy) return;
    const { askedAt } = this;
    this.sever(new SilentDatabaseError(this.answerWithinMs));
    this.watch?.silent(this, askedAt);
  }

  private inside(): Inside {
    return this as unknown as Inside;
  }
}

/** A statement that was marked as prepared goes out under its name. */
function named(args: unknown[]): unknown[] {
  const [text, values, ...rest] = args;
  const name = typeof text === 'string' ? preparedName(text) : undefined;
  return name === undefined ? args : [{ name, text, values }, ...rest];
}
