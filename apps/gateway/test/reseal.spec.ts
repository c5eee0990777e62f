/** Encryption keys change without anybody entering a secret anew. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadConfig } from '../src/config/config';
import { CredentialsCipher } from '../src/connections/credentials-cipher';
import { bindingOfHookSecret } from '../src/connections/hook-secrets';
import { seal } from '../src/secrets/seal';
import { SEALED_PLACES } from '../src/secrets/sealed-places';
import { startTestApi, type TestApi } from './api-harness';
import { runNode } from './run-node';

const COMMAND = join(__dirname, '..', 'dist', 'reseal.js');
const OLD = { id: 'old', secret: randomBytes(32) };
const NEW = { id: 'new', secret: randomBytes(32) };
const CONNECTIONS = 450;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([], { encryptionKeys: [OLD] });
}, 60_000);
afterAll(() => api.close());

function run(...keys: (typeof OLD)[]) {
  const given = keys.map(({ id, secret }) => `${id}:${secret.toString('base64')}`).join(',');
  return runNode([COMMAND], {
    env: { DATABASE_URL: api.config.databaseUrl ?? '', POSTERN_ENCRYPTION_KEYS: given, LOG_LEVEL: 'silent' },
  });
}

it('knows every column in which something sealed stands', async () => {
  const columns = await api.db.query<{ table_name: string; column_name: string }[]>(
    `select table_name, column_name from information_schema.columns
     where table_schema = current_schema() and column_name like '%key_id' and data_type = 'text'
       and table_name in (select table_name from information_schema.columns where data_type = 'bytea')`,
  );
  const sealed = columns.filter(({ column_name: name }) => name !== 'key_id');
  const known = SEALED_PLACES.map(({ table, keyId }) => `${table}.${keyId}`);
  expect(known).toEqual(
    expect.arrayContaining(sealed.map(({ table_name: t, column_name: c }) => `${t}.${c}`)),
  );
  expect(sealed).toHaveLength(3);
});

it('seals all of it anew in batches, tells what it did, and leaves alone what does not open', async () => {
  const { workspaceId } = api;
  const cipher = new CredentialsCipher({ ...api.config, encryptionKeys: [OLD] });
  for (let n = 0; n < CONNECTIONS; n += 1) {
    const connectionId = `conn_${String(n).padStart(4, '0')}`;
    const { bytes, keyId } = cipher.seal({ apiKey: `secret ${n}` }, { workspaceId, connectionId });
    await api.db.query(
      `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
       values ($1, $2, 'layers', 'c', $3, $4, '{}', 'active')`,
      [connectionId, workspaceId, bytes, keyId],
    );
  }
  const owner = { workspaceId, connectionId: 'conn_0000' };
  const hook = seal([OLD], 'hook secret', bindingOfHookSecret(owner));
  await api.db.query(
    `insert into hook_secrets (connection_id, number, workspace_id, secret, secret_key_id) values ($1, 1, $2, $3, $4)`,
    ['conn_0000', workspaceId, hook.bytes, hook.keyId],
  );
  await api.db.query(
    `update connections set credentials_key_id = case id when 'conn_0007' then 'lost' else '' end,
       credentials = case id when 'conn_0007' then credentials else '' end where id in ('conn_0007', 'conn_0008')`,
  );
  const endpoint = {
    body: { url: 'https://a.example/hook', events: ['*'] },
    headers: { 'idempotency-key': 'once' },
  };
  const made = await api.call('POST', '/v1/webhook-endpoints', endpoint);
  expect(made.status).toBe(201);
  const versions = () => api.db.query('select id, updated_at from connections order by id');
  const before = await versions();

  const ran = await run(NEW, OLD);

  expect(ran).toMatchObject({ status: 1, stderr: '' });
  expect(ran.stdout).toContain('credentials of connections: 199\n');
  expect(ran.stdout).toContain(`credentials of connections: ${CONNECTIONS - 2} sealed anew`);
  for (const line of [
    'secrets of providers’ webhooks: 1 sealed anew',
    'secrets of webhook endpoints: 1 sealed anew',
    'replies that hold a secret: 1 sealed anew',
    'NOT sealed anew, credentials of connections: conn_0007 is sealed under “lost”, which is not given',
    'Nothing in the database needs “old” any more.',
  ])
    expect(ran.stdout).toContain(line);
  expect(await versions()).toEqual(before);

  // The new key alone opens everything: what was stored, and what a repeated request is told.
  const rows = await api.db.query<{ id: string; credentials: Buffer; credentials_key_id: string }[]>(
    `select id, credentials, credentials_key_id from connections where credentials_key_id not in ('', 'lost') order by id`,
  );
  const opener = new CredentialsCipher({ ...api.config, encryptionKeys: [NEW] });
  for (const { id, credentials, credentials_key_id: keyId } of rows) {
    const opened = opener.open({ bytes: credentials, keyId }, { workspaceId, connectionId: id });
    expect(opened).toEqual({ apiKey: `secret ${Number(id.slice(5))}` });
  }
  api.config.encryptionKeys.splice(0, 1, NEW);
  const repeated = await api.call('POST', '/v1/webhook-endpoints', endpoint);
  expect(repeated).toMatchObject({ status: 201, body: made.body });

  await api.db.query(`delete from connections where id = 'conn_0007'`);
  const again = await run(NEW, OLD);
  expect(again).toMatchObject({ status: 0, stderr: '' });
  expect(again.stdout).toContain('credentials of connections: 0 sealed anew');
}, 60_000);

it('says what it lacks', async () => {
  const ran = await runNode([COMMAND], { env: { POSTERN_DATA_DIR: api.config.dataDir } });
  expect(ran.status).toBe(1);
  expect(ran.stderr).toMatch(/POSTERN_DATA_DIR|DATABASE_URL is required/);
  expect(() => loadConfig({ POSTERN_ENCRYPTION_KEYS: 'a:b' })).toThrow(/POSTERN_ENCRYPTION_KEYS/);
});
