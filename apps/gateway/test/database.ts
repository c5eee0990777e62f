/**
 * Databases for tests: one real Postgres per jest run, one migrated template in it, and a copy of that for
 * every suite.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../src/database/embedded-postgres';
import { migrate } from '../src/database/migrate';
import { CLUSTER_VARIABLE } from './cluster-folder';

export interface TestDatabase {
  url: string;
  /** Ends the connections that are left, so that a forgotten pool does not outlive its suite. */
  drop(): Promise<void>;
}

const TEMPLATE = 'template_postern';
/** Any number that no migration uses. */
const TEMPLATE_LOCK = 7_267_838;

/** An empty database with the current schema, for the calling suite alone. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const administration = await clusterUrl();
  const name = `suite_${randomBytes(6).toString('hex')}`;
  await withClient(administration, async (client) => {
    // Held to the end of the session: one makes the template, and clones are made one after the other.
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await ensureTemplate(client, administration);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  return testDatabase(administration, name);
}

/** A database without a schema, for the calling suite alone. */
export async function createBareDatabase(): Promise<TestDatabase> {
  const administration = await clusterUrl();
  const name = `bare_${randomBytes(6).toString('hex')}`;
  await withClient(administration, async (client) => {
    await client.query(`create database ${name}`);
  });
  return testDatabase(administration, name);
}

async function clusterUrl(): Promise<string> {
  const dataDir = process.env[CLUSTER_VARIABLE];
  if (!dataDir) throw new Error('Run the tests with the jest configuration of apps/gateway.');
  return (await startEmbeddedPostgres({ dataDir, durable: false })).url;
}

function testDatabase(administration: string, name: string): TestDatabase {
  return {
    url: databaseUrl(administration, name),
    // The database itself goes with the cluster: dropping it would cost every suite a checkpoint.
    drop: () =>
      withClient(administration, async (client) => {
        await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
          name,
        ]);
      }),
  };
}

/** Appears under its name only when it is whole; what a killed run left half made is made anew. */
async function ensureTemplate(client: Client, administration: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (rowCount) return;
  const draft = `${TEMPLATE}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft}`);
  await migrate(databaseUrl(administration, draft));
  await client.query(`alter database ${draft} rename to ${TEMPLATE}`);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
