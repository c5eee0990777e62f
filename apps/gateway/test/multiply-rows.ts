/** Makes many rows of the few that a run has written, so that plans are those of large tables. */
import { Client } from 'pg';

/** One copy behind the other, ten minutes each: what is asked of today finds few of them. */
const earlier = (...columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, `t.${column} - n * interval '10 minutes'`]));

/** What makes a copy another row: SQL of `t`, the row, and `n`, the number of the copy. */
const OTHER: Record<string, Record<string, string>> = {
  api_keys: { id: ID('id'), prefix: ID('prefix'), key_hash: `'\\x' || md5(t.id || n)` },
  post_groups: { id: ID('id'), ...earlier('created_at', 'updated_at') },
  submissions: { id: ID('id'), group_id: ID('group_id') },
  posts: {
    ...{ id: ID('id'), group_id: ID('group_id'), submission_id: ID('submission_id') },
    ...earlier('created_at', 'updated_at', 'attempted_at', 'published_at', 'started_at', 'ended_at'),
  },
  attempts: { id: ID('id'), submission_id: ID('submission_id'), ...earlier('started_at', 'finished_at') },
  events: {
    id: ID('id'),
    arrival: '-t.arrival * 100000 - n',
    sequence: '-t.sequence * 100000 - n',
    ...earlier('created_at'),
  },
  audit_log: { id: ID('id'), ...earlier('created_at') },
  webhook_deliveries: { id: ID('id'), event_id: ID('event_id'), ...earlier('created_at') },
  webhook_attempts: { delivery_id: ID('delivery_id') },
  idempotency_records: { key: ID('key') },
};

export const LARGE_TABLES = Object.keys(OTHER);

function ID(column: string): string {
  return `t.${column} || '_' || n`;
}

/** So many copies of each row of the large tables. Foreign keys and triggers do not look at them. */
export async function multiplyRows(databaseUrl: string, copies: number): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    options: '-c session_replication_role=replica',
  });
  await client.connect();
  try {
    for (const [table, other] of Object.entries(OTHER)) {
      const { rows: found } = await client.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ', ') as columns
         from information_schema.columns
         where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
        [table],
      );
      const columns = found[0]?.columns ?? '';
      const members = Object.entries(other).map(([column, value]) => `'${column}', ${value}`);
      const { rowCount } = await client.query(
        `insert into ${table} (${columns}) overriding system value
         select ${columns} from (
           select (jsonb_populate_record(t, jsonb_build_object(${members.join(', ')}))).*
           from ${table} t, generate_series(1, ${copies}) n) copies`,
      );
      if (!rowCount) throw new Error(`${table} has no row to copy.`);
    }
    await client.query('vacuum (analyze)');
  } finally {
    await client.end();
  }
}
