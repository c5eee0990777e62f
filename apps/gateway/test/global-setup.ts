import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded-postgres';
import { migrate } from '../src/database/migrate';
import { CLUSTER_URL, databaseUrl, TEMPLATE } from './database';

declare global {
  var posternTestCluster: { server: EmbeddedPostgres; dir: string } | undefined;
}

/** One cluster for the whole run, with the migrated database that every suite's own is cloned from. */
export default async function setUp(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'postern-test-'));
  chmodSync(dir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: dir, durable: false });
  globalThis.posternTestCluster = { server, dir };
  process.env[CLUSTER_URL] = server.url;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  await migrate(databaseUrl(server.url, TEMPLATE));
}
