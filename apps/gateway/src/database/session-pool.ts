import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { Session, type SessionConfig, type SessionWatch } from './session';
import { WaitingLine } from './waiting-line';

export interface SessionPoolConfig {
  connectionString: string;
  applicationName: string;
  /** Sessions at the same time. */
  max: number;
  patience: Patience;
}

/** How long whoever asks the database waits for it. */
export interface Patience {
  /** Until a connection is made; so long also a database may say nothing to anybody while somebody waits. */
  connectMs: number;
  /** What a statement may take; Postgres ends it then. `null` = as long as it likes. */
  statementMs: number | null;
}

/** Postgres ends a statement that takes too long by itself; a little later it has not answered at all. */
const ANSWER_GRACE_MS = 1_000;
/** A process that stops in the middle of a transaction gives back its row locks after so long. */
const IDLE_TRANSACTION_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
/** A login costs many times what a question does, and crowds come again: longer than the driver's 10 s. */
const IDLE_MS = 60_000;
/** Callers wait 15 s and more for an answer: an answer late is better than a refusal soon. */
const LONGEST_IN_LINE_MS = 10_000;
/** Where nothing is said of it, by options of the driver's own form. */
const CONNECT_MS = 3_000;

type SessionOptions = PoolConfig & Pick<SessionConfig, 'connectWithinMs' | 'answerWithinMs' | 'workspace'>;

/** The driver's options of sessions that are lent by a pool. */
export function sessionOptions({ connectMs, statementMs }: Patience): SessionOptions {
  return {
    connectWithinMs: connectMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    ...(statementMs === null
      ? {}
      : {
          statement_timeout: statementMs,
          idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
          answerWithinMs: statementMs + ANSWER_GRACE_MS,
        }),
  };
}

type Release = (error?: Error | boolean) => void;
type Lent = (error: Error | undefined, client: PoolClient | undefined, done: Release) => void;

/**
 * Lends sessions, and outlives the database: sessions that end are forgotten, and where one has gone silent
 * the ones that lay idle are not trusted either, so that the first question after an outage gets a new one.
 *
 * Where all are lent, whoever asks stands in line as long as the database answers anybody.
 */
export class SessionPool extends Pool {
  private readonly sessions: Set<Session>;
  private readonly line: WaitingLine;

  constructor(config: PoolConfig & SessionOptions) {
    const sessions = new Set<Session>();
    const watch: SessionWatch = {
      silent: (_session, askedAt) => {
        for (const other of sessions) if (!other.busy && !other.heardSince(askedAt)) other.sever();
      },
    };
    const options: PoolConfig & { watch: SessionWatch } = { ...config, watch, Client: Session };
    super(options);
    this.sessions = sessions;
    const doubtMs = config.connectWithinMs ?? CONNECT_MS;
    this.line = new WaitingLine({
      places: () => this.options.max,
      doubtMs,
      getsOn: () => [...sessions].some((session) => session.heardSince(performance.now() - doubtMs)),
      longestMs: Math.max(LONGEST_IN_LINE_MS, doubtMs),
    });
    this.on('connect', (client) => sessions.add(asSession(client)));
    this.on('remove', (client) => sessions.delete(asSession(client)));
    // Whoever asks next gets another session.
    this.on('error', () => undefined);
  }

  static open({ connectionString, applicationName, max, patience }: SessionPoolConfig): SessionPool {
    return new SessionPool({
      connectionString,
      application_name: applicationName,
      max,
      ...sessionOptions(patience),
    });
  }

  /** @throws NoSessionError; whatever the driver says where no connection can be made */
  override connect(): Promise<PoolClient>;
  override connect(lent: Lent): void;
  override connect(lent?: Lent): Promise<PoolClient> | undefined {
    const lending = this.lend();
    if (lent === undefined) return lending;
    void lending.then(
      (client) => lent(undefined, client, (error) => client.release(error)),
      (error: unknown) => lent(error as Error, undefined, () => undefined),
    );
    return undefined;
  }

  /** Ends every session at once, whatever is asked on it. */
  sever(): void {
    for (const session of this.sessions) session.sever();
  }

  private async lend(): Promise<PoolClient> {
    await this.line.enter();
    try {
      const client = await super.connect();
      const release = client.release.bind(client);
      client.release = (error) => {
        release(error);
        this.line.leave();
      };
      return client;
    } catch (error) {
      this.line.leave();
      throw error;
    }
  }
}

function asSession(client: PoolClient): Session {
  if (!(client instanceof Session)) throw new Error('The pool lends sessions only.');
  return client;
}
