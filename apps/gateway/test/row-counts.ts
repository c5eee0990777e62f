import type { DataSource } from 'typeorm';

/** Everything that a create writes, and nothing that a mere request (the note of a key's use) does. */
const TABLES = [
  'post_groups',
  'posts',
  'submissions',
  'attempts',
  'events',
  'idempotency_records',
  'connections',
  'accounts',
  'manifests',
  'manifest_versions',
  'graphile_worker.jobs',
];

/** How many rows each table has. */
export async function rowCounts(db: DataSource): Promise<Record<string, number>> {
  const [row] = await db.query<Record<string, number>[]>(
    `select ${TABLES.map((table) => `(select count(*)::int from ${table}) as "${table}"`).join(', ')}`,
  );
  return row!;
}
