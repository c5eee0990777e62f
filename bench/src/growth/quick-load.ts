/** Bulk-loads as quickly as the server can: for the time of the load nothing is safe against a power cut. */
import type { Pool } from 'pg';
import { Pool as NewPool } from 'pg';
import { type Load, loadPosts } from '../bulk/load-posts';
import type { Seat } from '../bulk/seats';

const UNSAFE = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_wal_size: '16GB' };
const LARGE_TABLES = ['posts', 'post_groups', 'submissions'];

/** Without foreign keys' checks, and with the large tables' indexes made afterwards; safe again when it resolves. */
export async function loadQuickly(
  db: Pool,
  databaseUrl: string,
  seats: readonly Seat[],
  loads: readonly Load[],
): Promise<void> {
  await set(
    db,
    Object.entries(UNSAFE).map(([name, value]) => `alter system set ${name} = '${value}'`),
  );
  const indexes = await dropIndexes(db);
  const loading = new NewPool({
    connectionString: databaseUrl,
    max: 1,
    options: '-c session_replication_role=replica -c maintenance_work_mem=1GB -c work_mem=256MB -c jit=off',
  });
  try {
    for (const load of loads) await loadPosts(loading, seats, load);
    for (const index of indexes) await loading.query(index);
    await loading.query('vacuum (analyze)');
  } finally {
    await loading.end();
  }
  await set(
    db,
    Object.keys(UNSAFE).map((name) => `alter system reset ${name}`),
  );
  await db.query('checkpoint');
}

async function set(db: Pool, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await db.query(statement);
  await db.query('select pg_reload_conf()');
}

/** @returns what makes them again */
async function dropIndexes(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `select quote_ident(indexname) as name, indexdef as definition from pg_indexes
     where schemaname = current_schema() and tablename = any($1::text[]) and indexname not in
       (select conname from pg_constraint where contype in ('p', 'u'))`,
    [LARGE_TABLES],
  );
  await db.query(`drop index ${rows.map(({ name }) => name).join(', ')}`);
  return rows.map(({ definition }) => definition);
}
