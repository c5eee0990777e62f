import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { isDatabaseUnreachable, isReplicaConflict } from './database-errors';
import { ReplicaAge } from './replica-age';
import { SessionPool, sessionOptions } from './session-pool';

export interface ReplicaOptions {
  url: string;
  /** What it shows may be so old. */
  maxLagSeconds: number;
  /** See `SessionConfig`. */
  workspace: () => string | null;
}

/** Where the replica is away or slow, the primary answers: a caller must not wait for both for long. */
const PATIENCE = { connectMs: 1_000, statementMs: 3_000 };
const SESSIONS = 10;
const LOOK_MS = 500;

/** In bytes since the beginning of the log; a float8 holds nine million gigabytes of them. */
const PRIMARY_SQL = `select (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 as place`;
const REPLICA_SQL = `select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::float8 end as place`;

/** A standby of the primary, and whether it may be read from. */
export class ReadReplica {
  private readonly logger = new Logger('Replica');
  private readonly pool: SessionPool;
  private readonly age = new ReplicaAge();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private wasFit: boolean | null = null;
  private stopped = false;

  constructor(
    private readonly primary: DataSource,
    private readonly options: ReplicaOptions,
  ) {
    this.pool = new SessionPool({
      connectionString: options.url,
      application_name: 'postern reads',
      max: SESSIONS,
      ...sessionOptions(PATIENCE),
      workspace: options.workspace,
    });
  }

  /** Milliseconds by which what it shows may be behind; infinite where that is not known. */
  get ageMs(): number {
    return this.age.at(performance.now());
  }

  get isFit(): boolean {
    return this.ageMs <= this.options.maxLagSeconds * 1000;
  }

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.stopped = true;
    await this.looking;
    await this.pool.end();
  }

  /** @returns `null`: the primary is to be asked */
  async query<T>(sql: string, values: unknown[]): Promise<T[] | null> {
    if (!this.isFit) return null;
    try {
      const { rows } = await this.pool.query<T & Record<string, unknown>>(sql, values);
      return rows;
    } catch (error) {
      if (!isDatabaseUnreachable(error) && !isReplicaConflict(error)) throw error;
      // A statement that was in the way of what is repeated says nothing of the next one.
      if (!isReplicaConflict(error)) this.age.lost();
      return null;
    }
  }

  private async look(): Promise<void> {
    try {
      const at = performance.now();
      const [written] = await this.primary.query<{ place: number }[]>(PRIMARY_SQL);
      if (written) this.age.wrote(written.place, at);
      const { rows } = await this.pool.query<{ place: number | null }>(REPLICA_SQL);
      const place = rows[0]?.place ?? null;
      if (place === null) this.age.lost();
      else this.age.repeated(place);
    } catch (error) {
      // Both are asked again in a moment; what is not heard of ages.
      if (!isDatabaseUnreachable(error)) this.logger.error({ err: error }, 'The replica cannot be judged.');
    }
    this.tell();
    if (!this.stopped) this.timer = setTimeout(() => this.start(), LOOK_MS).unref();
  }

  private tell(): void {
    const { isFit } = this;
    if (isFit === this.wasFit) return;
    if (isFit) this.logger.log('Lists and figures are read from the replica.');
    else this.logger.warn('The replica is away or behind: lists and figures are read from the primary.');
    this.wasFit = isFit;
  }
}
