import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { Session, type SessionWatch } from './session';

export interface SessionPoolConfig {
  connectionString: string;
  applicationName: string;
  /** Sessions at the same time. */
  max: number;
  patience: Patience;
}

/** How long whoever asks the database waits for it. */
export interface Patience {
  /** Until a session is there: a connection is made, or one of the pool's becomes free. */
  connectMs: number;
  /** What a statement may take; Postgres ends it then. `null` = as long as it likes. */
  statementMs: number | null;
}

/** Postgres ends a statement that takes too long by itself; a little later it has not answered at all. */
const ANSWER_GRACE_MS = 1_000;
/** A process that stops in the middle of a transaction gives back its row locks after so long. */
const IDLE_TRANSACTION_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/** The driver's options of sessions that are lent by a pool. */
export function sessionOptions({
  connectMs,
  statementMs,
}: Patience): PoolConfig & { answerWithinMs?: number } {
  return {
    connectionTimeoutMillis: connectMs,
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

/**
 * Lends sessions, and outlives the database: sessions that end are forgotten, and where one has gone silent
 * the ones that lay idle are not trusted either, so that the first question after an outage gets a new one.
 */
export class SessionPool extends Pool {
  private readonly sessions: Set<Session>;

  constructor(config: PoolConfig) {
    const sessions = new Set<Session>();
    const watch: SessionWatch = {
      silent: (_session, askedAt) => {
        for (const other of sessions) if (!other.busy && !other.heardSince(askedAt)) other.sever();
      },
    };
    const options: PoolConfig & { watch: SessionWatch } = { ...config, watch, Client: Session };
    super(options);
    this.sessions = sessions;
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

  /** Ends every session at once, whatever is asked on it. */
  sever(): void {
    for (const session of this.sessions) session.sever();
  }
}

function asSession(client: PoolClient): Session {
  if (!(client instanceof Session)) throw new Error('The pool lends sessions only.');
  return client;
}
