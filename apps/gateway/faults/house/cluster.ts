import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#gateway/database/embedded-postgres';
import { Pool, type QueryResultRow } from 'pg';

const TRY_AGAIN_MS = 250;
const OURS = 'fault-suite';

/** A durable Postgres of the suite's own, and a view into it that outlives its restarts. */
export class Cluster {
  /** When it was last away, or sessions were ended; milliseconds. */
  disturbedAt = 0;
  private server: EmbeddedPostgres | null = null;
  private pool: Pool | null = null;
  private port: number | undefined;
  private address = '';

  constructor(private readonly dataDir: string) {}

  /** With the password: never to be logged. */
  get url(): string {
    return this.address;
  }

  get up(): boolean {
    return this.server !== null;
  }

  async start(): Promise<void> {
    // Always on the same port: the processes keep the address they were given.
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port: this.port });
    this.port = this.server.port;
    this.address = this.server.url;
    this.connect();
    this.disturbedAt = Date.now();
  }

  /** kill -9 of the server's first process; what was committed must be there after `start`. */
  async kill(): Promise<void> {
    const { server, pool } = this;
    if (server === null) return;
    this.disturbedAt = Date.now();
    this.server = null;
    this.pool = null;
    process.kill(server.pid, 'SIGKILL');
    await pool?.end();
  }

  async stop(): Promise<void> {
    await this.pool?.end();
    this.pool = null;
    await this.server?.stop();
    this.server = null;
  }

  /** Ends a share of the gateway's sessions, in the order of their ids. @returns how many */
  async endSessions(share: number): Promise<number> {
    this.disturbedAt = Date.now();
    const rows = await this.query<{ ended: number }>(
      `with sessions as (
        select pid, row_number() over (order by pid) as place, count(*) over () as total
        from pg_stat_activity where backend_type = 'client backend' and application_name <> $1
      ), ended as (select pg_terminate_backend(pid) from sessions where place <= ceil(total * $2::float8))
      select count(*)::int as ended from ended`,
      [OURS, share],
    );
    this.disturbedAt = Date.now();
    return rows[0]?.ended ?? 0;
  }

  /** Asks until the database answers. */
  async query<T extends QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    for (;;) {
      const { pool } = this;
      try {
        if (pool !== null) return (await pool.query<T>(sql, parameters)).rows;
      } catch (error) {
        if (!isAway(error)) throw error;
      }
      await pause(TRY_AGAIN_MS);
    }
  }

  private connect(): void {
    this.pool = new Pool({ connectionString: this.url, max: 4, application_name: OURS });
    // Whoever asks learns of a lost session by the question that fails.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }
}

/** A question that is wrong has an SQLSTATE of its own; a server that is away or starting has 57P or none. */
function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(57P|08|53300)/.test(code);
}
