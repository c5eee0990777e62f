/** A database of its own for each suite, cloned from a migrated template on the cluster of this test run. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Set by `global-setup.ts`. */
export const CLUSTER_URL = 'POSTERN_TEST_CLUSTER_URL';
export const TEMPLATE = 'postern_template';

export interface TestDatabase {
  url: string;
  /** The cluster is deleted at the end of the run, and dropping is slow: this only ends the suite's use. */
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = process.env[CLUSTER_URL];
  if (cluster === undefined)
    throw new Error('The tests of the gateway run through its own jest configuration.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: cluster });
  await client.connect();
  try {
    // Two clones of one template at the same time are refused; the lock puts them in line.
    await client.query('select pg_advisory_lock(1)');
    await client.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  return { url: databaseUrl(cluster, name), drop: () => Promise.resolve() };
}

export function databaseUrl(cluster: string, name: string): string {
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}
