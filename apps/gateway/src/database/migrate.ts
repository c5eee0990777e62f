import { Logger as QueueLogger, runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { Initial1760000000001 } from './migrations/0001-initial';

/** In the order in which they run. */
const MIGRATIONS = [Initial1760000000001];

/** Any fixed number: whoever holds this advisory lock migrates, the others wait. */
const MIGRATION_LOCK = 7_267_837;

/** The queue's own migration chatter is no news to anybody. */
const silent = new QueueLogger(() => () => undefined);

/**
 * Brings our schema and the job queue's to this version. Safe to call from several processes at once, and
 * when there is nothing to do.
 *
 * @param url address of the database
 */
export async function migrate(url: string): Promise<void> {
  await withMigrationLock(url, async () => {
    const source = new DataSource({
      type: 'postgres',
      url,
      poolSize: 1,
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
    await runMigrations({ connectionString: url, logger: silent });
  });
}

/** Runs `work` while its connection alone holds the lock; the lock falls with the connection. */
export async function withMigrationLock<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } finally {
    await client.end();
  }
}
