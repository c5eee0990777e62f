/** Database logins that are no superusers, as managed Postgres gives them out. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { migrate } from '../src/database/migrate';
import { createTestDatabase, type TestDatabase } from './database';

jest.setTimeout(60_000);

/** An administrator's session. */
let admin: Client;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** A login with an empty database of its own. */
async function loginWith(rights: string): Promise<{ name: string; url: string }> {
  const name = `app_${randomBytes(4).toString('hex')}`;
  await admin.query(`create role ${name} login password 'secret' ${rights}`);
  await admin.query(`create database ${name} owner ${name}`);
  const url = new URL(database.url);
  url.username = name;
  url.password = 'secret';
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

async function rowsSeen(url: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`insert into workspaces (id, name) values ('ws_a', 'a'), ('ws_b', 'b')`);
    await client.query(`select postern_bind('ws_b')`);
    const bound = (await client.query('select id from workspaces')).rows;
    // The queue is the login's; a request reaches it this way alone.
    await client.query(`select postern_add_job('submit', '{"workspaceId":"ws_b"}')`);
    await client.query('select postern_bind(null)');
    return { bound, unbound: (await client.query('select id from workspaces order by 1')).rows };
  } finally {
    await client.end();
  }
}

const SEEN = { bound: [{ id: 'ws_b' }], unbound: [{ id: 'ws_a' }, { id: 'ws_b' }] };

it('needs no more than the right to make roles', async () => {
  const { url } = await loginWith('createrole');
  await migrate(url);
  await migrate(url);
  expect(await rowsSeen(url)).toEqual(SEEN);
});

it('says what an administrator has to do for a login without that right', async () => {
  const { url } = await loginWith('nocreaterole');
  const refusal = await migrate(url).then(
    () => '',
    (error: unknown) => (error as Error).message,
  );
  const [, remedy] = /run this once: (.*)$/.exec(refusal) ?? [];
  expect(remedy).toMatch(/^create role \w+ nologin; grant \w+ to \w+;$/);
  await admin.query(remedy!);
  await migrate(url);
  expect(await rowsSeen(url)).toEqual(SEEN);
});

it('does not start where the login has lost the role', async () => {
  const { name, url } = await loginWith('createrole');
  await migrate(url);
  await admin.query(`revoke postern_tenant_${name} from ${name} cascade`);
  await admin.query(`reassign owned by ${name} to ${name}`);
  const refusal = await migrate(url).then(
    () => '',
    (error: unknown) => (error as Error).message,
  );
  const [, remedy] = /let an administrator run: (grant [^;]*;)/.exec(refusal) ?? [];
  await admin.query(remedy!);
  await migrate(url);
});
