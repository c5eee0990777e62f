/** A row of every table of tenants, also of tables that are made after this was written. */
import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';

interface Column {
  name: string;
  type: string;
  needed: boolean;
}

const VALUES: Record<string, () => unknown> = {
  text: () => `x_${randomBytes(8).toString('hex')}`,
  bytea: () => randomBytes(16),
  uuid: () => crypto.randomUUID(),
  jsonb: () => '{}',
  json: () => '{}',
  boolean: () => false,
  ARRAY: () => '{}',
  'timestamp with time zone': () => new Date(),
  integer: () => 1,
  smallint: () => 1,
  bigint: () => Math.floor(Math.random() * 1e9),
  numeric: () => 1,
  'double precision': () => 1,
};

/** All tables of the schema that have a column `workspace_id`; a partition is its table's. */
export async function tenantTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and column_name = 'workspace_id' and table_type = 'BASE TABLE'
       and not (select relispartition from pg_class where oid = format('%I.%I', table_schema, table_name)::regclass)
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Rows mean nothing here, so nothing but their columns' types is asked of them. */
export async function allowAnyRow(client: Client): Promise<void> {
  await client.query(`do $$ declare c record; begin
    for c in select conrelid::regclass as owner, conname from pg_constraint
      where contype in ('c', 'f') and connamespace = 'public'::regnamespace and coninhcount = 0
    loop execute format('alter table %s drop constraint %I', c.owner, c.conname); end loop;
  end $$`);
}

/** An insert of one row; as whoever `client` is at the moment. */
export async function insertRow(
  client: Client,
  table: string,
  columns: readonly Column[],
  given: Record<string, unknown>,
): Promise<void> {
  const filled = columns.filter(({ name, needed }) => needed || name in given);
  const values = filled.map(({ name, type }) => {
    if (name in given) return given[name];
    const value = VALUES[type];
    if (value === undefined) throw new Error(`No value is known for ${table}.${name} of type ${type}.`);
    return value();
  });
  await client.query(
    `insert into ${table} (${filled.map(({ name }) => `"${name}"`).join(', ')})
     values (${values.map((_, nth) => `$${nth + 1}`).join(', ')})`,
    values,
  );
}

export async function columnsOf(client: Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select column_name as name, data_type as type,
       is_nullable = 'NO' and column_default is null and is_identity = 'NO' as needed
     from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return rows;
}
