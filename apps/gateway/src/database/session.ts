import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { preparedName } from './prepared';
import { afterTurning } from './turning-timer';

/** Whoever lends sessions learns from them whether the database answers. */
export interface SessionWatch {
  /** `askedAt` is when the question was put that nobody answered; by `performance.now()`. */
  silent(session: Session, askedAt: number): void;
}

export interface SessionConfig extends ClientConfig {
  /** A connection that is not made within so many milliseconds is given up; absent = it is waited for. */
  connectWithinMs?: number;
  /** A question that has no answer after so many milliseconds ends the session; absent = it waits for ever. */
  answerWithinMs?: number;
  watch?: SessionWatch;
  /**
   * The workspace to which a statement that is asked right now is to be bound; `null` = to none: it runs as the
   * login. Absent: the session stays the login's.
   */
  workspace?: () => string | null;
}

/** Another workspace's statement on a session that still works for one. A defect of whoever asks. */
export class BoundSessionError extends Error {
  override readonly name = 'BoundSessionError';

  constructor() {
    super('The session is bound to another workspace until its transaction ends.');
  }
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

type Ask = (...args: unknown[]) => unknown;

const BIND = { name: 'bind', text: 'select postern_bind($1)' };

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
 *
 * It may be bound to a workspace: then Postgres shows it the rows of that one, and no others.
 */
export class Session extends Client {
  private readonly answerWithinMs: number | null;
  private readonly watch: SessionWatch | null;
  private readonly workspace: () => string | null;
  private boundTo: string | null = null;
  private askedAt = 0;
  private heardAt = performance.now();
  /** Takes back what is to happen where no answer comes; `null`: none is waited for. */
  private deadline: (() => void) | null = null;

  constructor(config: SessionConfig = {}) {
    super(config);
    this.answerWithinMs = config.answerWithinMs ?? null;
    this.watch = config.watch ?? null;
    this.workspace = config.workspace ?? (() => null);
    this.on('error', () => undefined);
    const { connection } = this.inside();
    connection.on('readyForQuery', () => this.heard());
    connection.on('end', () => this.disarm());
    connection.on('errorMessage', ({ severity }: { severity?: string }) => {
      if (severity === 'FATAL' || severity === 'PANIC') this.last();
    });
    const connect = this.connect.bind(this) as Ask;
    this.connect = ((...args: unknown[]) => {
      this.armDial(config.connectWithinMs);
      return connect(...args);
    }) as Client['connect'];
    const ask = this.query.bind(this) as Ask;
    this.query = ((...args: unknown[]) => {
      this.bind(ask);
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

  /**
   * Sends the binding ahead, where another is wanted than the session has. A transaction keeps the one that it
   * began with: rolled back, it would silently bring back the one before.
   *
   * @throws BoundSessionError
   */
  private bind(ask: Ask): void {
    const wanted = this.workspace();
    if (wanted === this.boundTo) return;
    if (this.busy || this.getTransactionStatus() !== 'I') throw new BoundSessionError();
    this.boundTo = wanted;
    ask({ ...BIND, values: [wanted] }, (error: Error | null) => {
      // What waits behind it must not run: with the connection it ends, unsent.
      if (error) this.sever(error);
    });
  }

  private arm(): void {
    if (this.answerWithinMs === null || this.deadline !== null) return;
    this.askedAt = performance.now();
    this.deadline = afterTurning(this.answerWithinMs, () => this.late());
  }

  /** Whoever dials hears of it as of a connection that failed. */
  private armDial(withinMs: number | undefined): void {
    if (withinMs === undefined) return;
    this.deadline = afterTurning(withinMs, () => {
      this.deadline = null;
      this.sever(new SilentDatabaseError(withinMs));
    });
  }

  private disarm(): void {
    this.deadline?.();
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
