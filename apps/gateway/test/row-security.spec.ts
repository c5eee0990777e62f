/** What Postgres itself lets a request do with the rows of another workspace, whatever its statement says. */
import { Client } from 'pg';
import { newId } from '../src/database/ids';
import { createTestDatabase, type TestDatabase } from './database';
import { allowAnyRow, columnsOf, insertRow, tenantTables } from './tenant-rows';

const OWN = newId('ws');
const FOREIGN = newId('ws');

/** SQLSTATE of a refusal, by missing privilege or by policy. */
const REFUSED = '42501';

let database: TestDatabase;
/** The login, which is bound by nothing. */
let login: Client;
/** Bound to `OWN`. */
let tenant: Client;
let role: string;
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  login = await connect();
  tenant = await connect();
  await allowAnyRow(login);
  tables = await tenantTables(login);
  for (const id of [OWN, FOREIGN]) {
    await login.query('insert into workspaces (id, name) values ($1, $1)', [id]);
    for (const table of tables)
      await insertRow(login, table, await columnsOf(login, table), { workspace_id: id });
  }
  await tenant.query('select postern_bind($1)', [OWN]);
  role = (await login.query<{ role: string }>('select postern_tenant_role() as role')).rows[0]!.role;
}, 60_000);
afterAll(async () => {
  await tenant.end();
  await login.end();
  await database.drop();
});

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

/** What becomes of a statement of the tenant's, which is undone: the number of its rows, or the refusal. */
async function attempt(work: () => Promise<{ rowCount: number | null } | void>): Promise<number | 'refused'> {
  await tenant.query('begin');
  try {
    return (await work())?.rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code !== REFUSED) throw error;
    return 'refused';
  } finally {
    await tenant.query('rollback');
  }
}

const ask = (sql: string, values: unknown[] = []) => attempt(() => tenant.query(sql, values));

/** A fingerprint of each workspace's rows in every table. */
async function fingerprints(): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const table of tables) {
    const { rows } = await login.query<Record<string, unknown>>(
      `select '${table}' as name, workspace_id, count(*)::int, md5(string_agg(t::text, '|' order by t::text)) from ${table} t
       group by workspace_id order by workspace_id`,
    );
    all.push(...rows);
  }
  return all;
}

it('knows a table of tenants when it sees one', () => {
  expect(tables).toEqual(
    expect.arrayContaining([
      'accounts',
      'api_keys',
      'audit_log',
      'connections',
      'events',
      'posts',
      'submissions',
    ]),
  );
});

it('binds every table that names a workspace, and grants none that does not', async () => {
  const { rows } = await login.query<{ name: string; secured: boolean; granted: string[] }>(
    `select c.oid::regclass::text as name,
       c.relrowsecurity and exists (select from pg_policies p
         where p.schemaname = n.nspname and p.tablename = c.relname and p.roles = array[$1::name]) as secured,
       array(select privilege from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) privilege
         where has_table_privilege($1, c.oid, privilege)
           or privilege in ('SELECT', 'INSERT', 'UPDATE') and has_any_column_privilege($1, c.oid, privilege)) as granted
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in ('public', 'graphile_worker')`,
    [role],
  );
  const named = (secured: boolean) => rows.filter((row) => row.secured === secured);
  const related = ['left_submissions', 'rate_budgets', 'traffic_pauses', 'workspaces'];
  expect(
    named(true)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...tables, ...related].sort());
  // What is not bound, a request cannot even look at; but whether the sequencer of events sleeps.
  expect(named(false).filter(({ granted }) => granted.length > 0)).toMatchObject([
    { name: 'event_sequencer', granted: ['SELECT'] },
  ]);
  // A partition is reached through its table alone.
  const parts = await login.query<{ name: string; walled: boolean }>(
    `select relname as name, relrowsecurity as walled from pg_class where relispartition and relkind = 'r'`,
  );
  expect(parts.rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['events_default', 'attempts_default']),
  );
  expect(parts.rows.filter(({ walled }) => !walled)).toEqual([]);
  // Nobody empties a table, and the history is written once.
  expect(
    rows.filter(({ granted }) => granted.some((one) => /TRUNCATE|REFERENCES|TRIGGER/.test(one))),
  ).toEqual([]);
  for (const history of ['events', 'audit_log'])
    expect(rows.find(({ name }) => name === history)?.granted).toEqual(['SELECT', 'INSERT']);
});

it('shows, changes and deletes no row of another workspace, in any table', async () => {
  const before = await fingerprints();
  expect(before).toHaveLength(tables.length * 2);
  for (const table of tables) {
    const columns = await columnsOf(login, table);
    const outcomes = {
      all: await ask(`select from ${table}`),
      foreign: await ask(`select from ${table} where workspace_id = $1`, [FOREIGN]),
      update: await ask(`update ${table} set workspace_id = workspace_id where workspace_id = $1`, [FOREIGN]),
      updateAll: await ask(`update ${table} set workspace_id = workspace_id`),
      remove: await ask(`delete from ${table} where workspace_id = $1`, [FOREIGN]),
      removeAll: await ask(`delete from ${table}`),
      insert: await attempt(() => insertRow(tenant, table, columns, { workspace_id: FOREIGN })),
      giveAway: await ask(`update ${table} set workspace_id = $1`, [FOREIGN]),
      lock: await ask(`select from ${table} where workspace_id = $1 for update`, [FOREIGN]),
    };
    expect([table, outcomes]).toEqual([
      table,
      {
        all: 1,
        foreign: 0,
        update: oneOf(0, 'refused'),
        updateAll: oneOf(1, 'refused'),
        remove: oneOf(0, 'refused'),
        removeAll: oneOf(1, 'refused'),
        insert: 'refused',
        giveAway: 'refused',
        lock: oneOf(0, 'refused'),
      },
    ]);
  }
  expect(await fingerprints()).toEqual(before);
});

function oneOf(...values: unknown[]): unknown {
  return {
    asymmetricMatch: (actual: unknown) => values.includes(actual),
    toString: () => values.join(' or '),
  };
}

it('shows the own workspace alone, and makes none', async () => {
  expect((await tenant.query('select id from workspaces')).rows).toEqual([{ id: OWN }]);
  expect(await ask(`update workspaces set name = 'x' where id = $1`, [FOREIGN])).toBe(0);
  expect(await ask(`update workspaces set id = 'ws_x'`)).toBe('refused');
  expect(await ask(`insert into workspaces (id, name) values ('ws_x', 'x')`)).toBe('refused');
  expect(await ask('delete from workspaces')).toBe('refused');
});

it('shows what hangs on posts and connections where it shows those', async () => {
  for (const id of [OWN, FOREIGN]) {
    const { rows } = await login.query<{ post: string; connection: string }>(
      `select (select id from posts where workspace_id = $1) as post,
         (select id from connections where workspace_id = $1) as connection`,
      [id],
    );
    const { post, connection } = rows[0]!;
    await login.query(
      `insert into left_submissions (post_id, submission_id, round, status, reference_data) values ($1, 'sub', 1, 'x', '{}')`,
      [post],
    );
    await login.query(`insert into rate_budgets values ($1, 'read', 60, 0, '{}')`, [connection]);
    await login.query(
      `insert into traffic_pauses (scope, id, reason, paused_until) values ('connection', $1, 'budget', now())`,
      [connection],
    );
  }
  await login.query(
    `insert into traffic_pauses (scope, id, reason, paused_until) values ('provider', 'layers', 'breaker', now())`,
  );
  expect(await ask('select from left_submissions')).toBe(1);
  expect(
    await ask(`insert into left_submissions (post_id, submission_id, round, status, reference_data)
    select id, 'other', 1, 'x', '{}' from posts`),
  ).toBe(1);
  const { rows } = await login.query<{ id: string }>('select id from posts where workspace_id = $1', [
    FOREIGN,
  ]);
  expect(
    await ask(
      `insert into left_submissions (post_id, submission_id, round, status, reference_data)
    values ($1, 'other', 1, 'x', '{}')`,
      [rows[0]!.id],
    ),
  ).toBe('refused');
  expect(await ask('select from rate_budgets')).toBe(1);
  // The own connection's, and the provider's, which is everybody's.
  expect(await ask('select scope, id from traffic_pauses')).toBe(2);
  expect(await ask('select details from traffic_pauses')).toBe('refused');
  expect(await ask('delete from traffic_pauses')).toBe(1);
});

it('leaves jobs for the own workspace only, and keeps out of the queue', async () => {
  const job = 'select postern_add_job($1, $2)';
  expect(await ask(job, ['submit', { workspaceId: OWN, connectionId: 'conn_x' }])).toBe(1);
  for (const payload of [{ workspaceId: FOREIGN }, {}, [], 'x'].map((one) => JSON.stringify(one)))
    expect(await ask(job, ['submit', payload])).toBe('refused');
  expect(await ask(`select graphile_worker.add_job('submit', '{}')`)).toBe('refused');
  expect(await ask('select from graphile_worker.jobs')).toBe('refused');
  expect((await login.query(job, ['submit', { workspaceId: FOREIGN }])).rowCount).toBe(1);
});

it('shows nothing to the role while it is bound to nobody', async () => {
  const client = await connect();
  await client.query(`select set_config('role', $1, false)`, [role]);
  for (const bound of [null, '']) {
    if (bound !== null) await client.query(`select set_config('postern.workspace_id', $1, false)`, [bound]);
    for (const table of [...tables, 'workspaces'])
      expect([table, (await client.query(`select from ${table}`)).rowCount]).toEqual([table, 0]);
  }
  await client.end();
});

it('lets a session be bound anew, and be the login again', async () => {
  const client = await connect();
  const seen = async (workspace: string | null) => {
    await client.query('select postern_bind($1)', [workspace]);
    return (await client.query('select workspace_id from posts order by 1')).rows.map(
      (row) => row.workspace_id as string,
    );
  };
  expect(await seen(OWN)).toEqual([OWN]);
  expect(await seen(FOREIGN)).toEqual([FOREIGN]);
  expect(await seen(null)).toEqual([OWN, FOREIGN].sort());
  expect((await client.query('select current_user = session_user as own')).rows).toEqual([{ own: true }]);
  await client.end();
});
