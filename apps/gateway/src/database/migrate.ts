import { setTimeout as pause } from 'node:timers/promises';
import { Logger as QueueLogger, runMigrations } from 'graphile-worker';
import { DataSource } from 'typeorm';
import { Session } from './session';
import { SessionPool, sessionOptions } from './session-pool';
import { makePartitions } from './partitions';
import { checkTenantRole } from './tenant-role';
import { Initial1760000000001 } from './migrations/0001-initial';
import { Lanes1760000000002 } from './migrations/0002-lanes';
import { PostCommands1760000000003 } from './migrations/0003-post-commands';
import { Traffic1760000000004 } from './migrations/0004-traffic';
import { Workers1760000000005 } from './migrations/0005-workers';
import { Audit1760000000006 } from './migrations/0006-audit';
import { RowSecurity1760000000007 } from './migrations/0007-row-security';
import { Tenancy1760000000008 } from './migrations/0008-tenancy';
import { Media1760000000009 } from './migrations/0009-media';
import { Editing1760000000010 } from './migrations/0010-editing';
import { Events1760000000011 } from './migrations/0011-events';
import { Manifests1760000000012 } from './migrations/0012-manifests';
import { Webhooks1760000000013 } from './migrations/0013-webhooks';
import { InboundHooks1760000000014 } from './migrations/0014-inbound-hooks';
import { Sessions1760000000015 } from './migrations/0015-sessions';
import { Imports1760000000016 } from './migrations/0016-imports';
import { Stats1760000000017 } from './migrations/0017-stats';
import { Traces1760000000020 } from './migrations/0020-traces';
import { Partitions1760000000021 } from './migrations/0021-partitions';

/** In the order in which they run. */
const MIGRATIONS = [
  Initial1760000000001,
  Lanes1760000000002,
  PostCommands1760000000003,
  Traffic1760000000004,
  Workers1760000000005,
  Audit1760000000006,
  RowSecurity1760000000007,
  Tenancy1760000000008,
  Media1760000000009,
  Editing1760000000010,
  Events1760000000011,
  Manifests1760000000012,
  Webhooks1760000000013,
  InboundHooks1760000000014,
  Sessions1760000000015,
  Imports1760000000016,
  Stats1760000000017,
  Traces1760000000020,
  Partitions1760000000021,
];

/** A migration may take as long as it likes. */
const PATIENCE = { connectMs: 10_000, statementMs: null };

/** Any fixed number: whoever holds this advisory lock migrates, the others wait. */
const MIGRATION_LOCK = 7_267_837;

const LOOK_MS = 50;

/** The queue's own migration chatter is no news to anybody. */
const silent = new QueueLogger(() => () => undefined);

/**
 * Brings our schema and the job queue's to this version. Safe to call from several processes at once, and
 * when there is nothing to do.
 *
 * @param url address of the database
 */
export async function migrate(url: string): Promise<void> {
  await withMigrationLock(url, async (session) => {
    const source = new DataSource({
      type: 'postgres',
      url,
      poolSize: 1,
      extra: sessionOptions(PATIENCE),
      driver: { Pool: SessionPool },
      migrations: MIGRATIONS,
      migrationsTableName: 'schema_migrations',
      migrationsTransactionMode: 'each',
    });
    await source.initialize();
    try {
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
    // Where a table is in use for long, housekeeping does it.
    await makePartitions(async (sql, values) => (await session.query<{ made: number }>(sql, values)).rows);
    await checkTenantRole(session);
    const pool = SessionPool.open({
      connectionString: url,
      applicationName: 'postern migration',
      max: 1,
      patience: PATIENCE,
    });
    try {
      await runMigrations({ pgPool: pool, logger: silent });
    } finally {
      await pool.end();
    }
  });
}

/**
 * Asked for again and again: whoever waits for it in one statement holds a snapshot all the while, and an index that is
 * made beside the writers waits for everybody who holds one.
 */
async function lock(session: Session): Promise<void> {
  const sql = 'select pg_try_advisory_lock($1) as held';
  for (;;) {
    const { rows } = await session.query<{ held: boolean }>(sql, [MIGRATION_LOCK]);
    if (rows[0]?.held) return;
    await pause(LOOK_MS);
  }
}

/** Runs `work` while its connection alone holds the lock; the lock falls with the connection. */
export async function withMigrationLock<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const client = new Session({
    connectionString: url,
    ...sessionOptions(PATIENCE),
  });
  await client.connect();
  try {
    await lock(client);
    return await work(client);
  } finally {
    await client.end();
  }
}
