/** Lists and figures come from a standby while it keeps up, and from the primary whatever becomes of it. */
import { join } from 'node:path';
import { newId } from '../src/database/ids';
import { Reads } from '../src/database/reads';
import { asWorkspace } from '../src/http/request-context';
import { itemsOf, startTestApi, type TestApi } from './api-harness';
import { CLUSTER_VARIABLE, newClusterFolderName, removeCluster } from './cluster-folder';
import { createTestDatabase, type TestDatabase } from './database';
import { until } from './gateway-harness';
import { Standby } from './standby';

jest.setTimeout(120_000);

// A cluster of its own: that of the run is large, and others write to it.
const folder = `${newClusterFolderName()}-replica`;
let standby: Standby;
let api: TestApi;

beforeAll(async () => {
  const shared = process.env[CLUSTER_VARIABLE];
  process.env[CLUSTER_VARIABLE] = folder;
  const database: TestDatabase = await createTestDatabase();
  process.env[CLUSTER_VARIABLE] = shared;
  standby = await Standby.start(join(folder, 'postgres'), database.url);
  const replica = { url: standby.url, maxLagSeconds: 3 };
  api = await startTestApi([], { replica }, { ...database, drop: () => Promise.resolve() });
});
afterAll(async () => {
  await api.close();
  await standby.remove();
  await removeCluster(folder);
});

const reads = () => api.app.get(Reads);
const fits = () => until(() => reads().replica?.isFit ?? false);

/** An entry of the audit log, written to the primary. */
async function write(): Promise<string> {
  const id = newId('aud');
  await api.db.query(
    `insert into audit_log (id, workspace_id, actor_type, action, subject_type, subject_id)
     values ($1, $2, 'system', 'test', 'test', 'test')`,
    [id, api.workspaceId],
  );
  return id;
}

/** Who answered the list, and whether it has the entry. */
async function look(id: string, key = api.key): Promise<{ from: string; has: boolean }> {
  const before = reads().answered.replica;
  const reply = await api.call('GET', '/v1/audit-log?limit=100', { key });
  expect(reply.status).toBe(200);
  const from = reads().answered.replica > before ? 'replica' : 'primary';
  return { from, has: itemsOf(reply).some((entry) => entry.id === id) };
}

it('lists are read from the replica, as the workspace that asks', async () => {
  const id = await write();
  await fits();
  await until(async () => (await look(id)).has);
  expect(await look(id)).toEqual({ from: 'replica', has: true });
  const other = await api.newWorkspace();
  // A key is looked up at the primary: the replica need not know it yet.
  expect(await look(id, other.key)).toEqual({ from: 'replica', has: false });
  const [session] = await asWorkspace(other.workspaceId, () =>
    reads().query<Record<string, unknown>>(
      `select current_user = postern_tenant_role() as bound, pg_is_in_recovery() as standby,
         current_setting('postern.workspace_id') as workspace, (select count(*)::int from audit_log) as visible`,
      [],
    ),
  );
  expect(session).toEqual({ bound: true, standby: true, workspace: other.workspaceId, visible: 0 });
});

it('what was just made is found, however far the replica is behind', async () => {
  await fits();
  await standby.pause();
  const made = await api.call('POST', '/v1/webhook-endpoints', {
    body: { url: 'https://example.com/hook', events: ['*'] },
  });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: string };
  expect((await api.call('GET', `/v1/webhook-endpoints/${id}`)).status).toBe(200);
  await standby.resume();
});

it('a replica that falls behind is left alone, and asked again when it has caught up', async () => {
  await fits();
  await standby.pause();
  const id = await write();
  // While it may, it shows what it has; never longer than was agreed.
  await until(async () => {
    const { from, has } = await look(id);
    expect(has).toBe(from === 'primary');
    return from === 'primary';
  });
  expect((await api.call('GET', '/metrics', { key: null })).body).toMatch(
    /postern_lagging_reads_total\{from="primary"\} [1-9]/,
  );
  await standby.resume();
  await until(async () => (await look(id)).from === 'replica');
  expect(await look(id)).toEqual({ from: 'replica', has: true });
});

it('a replica that is killed costs no caller an answer', async () => {
  const id = await write();
  await fits();
  await standby.kill();
  expect(await look(id)).toEqual({ from: 'primary', has: true });
  expect((await api.call('GET', '/health/ready', { key: null })).status).toBe(200);
});
