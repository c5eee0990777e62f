/** From the first schema to the last, with data in every table of the first. */
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { newApiKey } from '../src/api-keys/api-key';
import { migrate } from '../src/database/migrate';
import { Initial1760000000001 } from '../src/database/migrations/0001-initial';
import { createApi } from '../src/http/bootstrap';
import { testConfig } from './api-harness';
import { createBareDatabase, type TestDatabase } from './database';
import { FIRST_TABLES, writeFirstRows } from './first-schema';
import { tenantTables } from './tenant-rows';

jest.setTimeout(60_000);

const KEYS = { one: newApiKey().key, two: newApiKey().key, late: newApiKey().key };
let database: TestDatabase;
let client: Client;
/** By table, its columns and rows as the first version left them. */
const before = new Map<string, { columns: string[]; rows: unknown[] }>();

beforeAll(async () => {
  database = await createBareDatabase();
  const first = new DataSource({
    type: 'postgres',
    url: database.url,
    migrations: [Initial1760000000001],
    migrationsTableName: 'schema_migrations',
  });
  await first.initialize();
  await first.runMigrations();
  await first.destroy();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await writeFirstRows(client, 'one', KEYS.one);
  await writeFirstRows(client, 'two', KEYS.two);
  for (const table of FIRST_TABLES) {
    const columns = await columnsOf(table);
    before.set(table, { columns, rows: await rowsOf(table, columns) });
  }
  await migrate(database.url);
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 order by ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function rowsOf(table: string, columns: readonly string[]): Promise<unknown[]> {
  const list = columns.map((column) => `${column}::text`).join(', ');
  return (await client.query({ text: `select ${list} from ${table} order by 1, 2`, rowMode: 'array' })).rows;
}

async function ask<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await client.query<T & Record<string, unknown>>(sql, values)).rows;
}

it.each(FIRST_TABLES)('%s keeps every row and every column as it was', async (table) => {
  const was = before.get(table);
  expect(was?.rows.length).toBeGreaterThan(0);
  expect(await columnsOf(table)).toEqual(expect.arrayContaining(was?.columns ?? []));
  expect(await rowsOf(table, was?.columns ?? [])).toEqual(was?.rows);
});

it('fills what later versions ask for', async () => {
  const posts = await ask<{ status: string; ended: boolean; began: boolean; code: string | null }>(
    `select status, ended_at is not null as ended, started_at is not null as began, error_code as code
     from posts where workspace_id = 'ws_one' order by id`,
  );
  expect(posts).toEqual([
    { status: 'scheduled', ended: false, began: false, code: null },
    { status: 'publishing', ended: false, began: true, code: null },
    { status: 'unknown', ended: false, began: true, code: null },
    { status: 'published', ended: true, began: true, code: null },
    { status: 'failed', ended: true, began: true, code: 'CONTENT_REJECTED' },
  ]);
});

it('numbers events in the order in which they happened, and goes on behind them', async () => {
  const numbered = await ask<{ sequence: string; id: string }>(
    'select sequence, id from events order by sequence',
  );
  expect(numbered.map(({ sequence }) => Number(sequence))).toEqual(numbered.map((_, at) => at + 1));
  const byTime = await ask<{ id: string }>('select id from events order by created_at, id');
  expect(numbered.map(({ id }) => id)).toEqual(byTime.map(({ id }) => id));
  const [next] = await ask<{ next: string }>(`select nextval('event_numbers') as next`);
  expect(Number(next?.next)).toBe(numbered.length + 1);
});

it('parts the workspaces', async () => {
  const secured = await ask<{ name: string }>(
    `select relname as name from pg_class where relrowsecurity and relnamespace = current_schema()::regnamespace`,
  );
  const names = secured.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(await tenantTables(client)));
  await client.query(`select postern_bind('ws_two')`);
  const seen = await ask<{ id: string }>(
    'select workspace_id as id from posts union select id from workspaces',
  );
  await client.query('select postern_bind(null)');
  expect(seen).toEqual([{ id: 'ws_two' }]);
});

it('serves what was there, to the keys that were there', async () => {
  const app = await createApi(testConfig(database.url));
  try {
    const get = async (path: string) => {
      const reply = await app.inject({
        method: 'GET',
        url: path,
        headers: { authorization: `Bearer ${KEYS.one}` },
      });
      expect(reply.statusCode).toBe(200);
      return reply.json<{ items: Record<string, unknown>[] } & Record<string, unknown>>();
    };
    const posts = await get('/v1/posts');
    expect(posts.items.map(({ id }) => id).sort()).toEqual([0, 1, 2, 3, 4].map((n) => `post_one${n}`));
    expect(await get('/v1/post-groups/pg_one2')).toMatchObject({
      status: 'unknown',
      clientReference: 'ref-2',
      metadata: { campaign: 7 },
    });
    expect((await get('/v1/events')).items).toHaveLength(5);
    expect((await get('/v1/posts/post_one4/timeline')).items.length).toBeGreaterThan(0);
  } finally {
    await app.close();
  }
});

it('still takes what a process of the first version writes, which may run beside the new ones', async () => {
  await writeFirstRows(client, 'late', KEYS.late);
  const [unnumbered] = await ask<{ count: number }>(
    `select count(*)::int as count from events where workspace_id = 'ws_late' and sequence is null`,
  );
  expect(unnumbered?.count).toBe(5);
});

it('does nothing when it is done', async () => {
  const done = () => ask('select * from schema_migrations order by id');
  const was = await done();
  await migrate(database.url);
  expect(await done()).toEqual(was);
  expect(was.length).toBeGreaterThan(16);
});
