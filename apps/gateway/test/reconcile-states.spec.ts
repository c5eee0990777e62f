/** What reads make of posts that others have changed upstream, that fell silent, or whose reader died. */
import type { Body } from './api-harness';
import { EMPTY_SNAPSHOT } from '@postern/core';
import { ProviderRegistry } from '../src/providers/provider-registry';
import { HookStore } from '../src/hooks/hook-store';
import { accountOn, startTestGateway, until, type TestGateway, type Upstream } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let registry: ProviderRegistry;

beforeAll(async () => {
  gateway = await startTestGateway();
  registry = (await gateway.startWorker()).get(ProviderRegistry);
}, 60_000);
beforeEach(() => gateway.sandbox.reset());
afterEach(() => jest.restoreAllMocks());
afterAll(() => gateway.close());

const query = <T>(sql: string, parameters: unknown[] = []) => gateway.api.db.query<T[]>(sql, parameters);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const PLATFORM: Record<Upstream, string> = { layers: 'instagram', postpost: 'linkedin', postato: 'linkedin' };

interface Row {
  id: string;
  connection_id: string;
  status: string;
  provider_reference: string | null;
  canceled_by: string | null;
  attention: string | null;
  last_read_at: Date | null;
  next_read_at: Date | null;
}
const rowOf = async (groupId: string) => {
  const [row] = await query<Row>('select * from posts where group_id = $1', [groupId]);
  return row!;
};
const attentionEvents = (groupId: string) =>
  query<{ data: { reason: string } }>(
    `select data from events where group_id = $1 and type = 'post.needs_attention'`,
    [groupId],
  );
const readNow = (groupId: string) =>
  query(`update posts set next_read_at = now() where group_id = $1 and next_read_at is not null`, [groupId]);

async function accepted(
  upstream: Upstream,
  text: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { accounts } = await gateway.connect(upstream);
  const { id } = await gateway.publish({
    content: { text, media: [{ url: `${gateway.sandbox.url}/samples/a.jpg` }] },
    targets: [{ accountId: accountOn(accounts, PLATFORM[upstream]) }],
    ...more,
  });
  await until(async () => (await rowOf(id)).next_read_at !== null);
  return id;
}

/** A call of somebody else with the same key. */
async function elsewhere(upstream: Upstream, method: string, path: string, body?: unknown): Promise<void> {
  const { baseUrl, apiKey } = gateway.sandbox.seeds()[upstream] as { baseUrl: string; apiKey: string };
  const headers = new Headers({ 'x-api-key': apiKey, authorization: `Bearer ${apiKey}` });
  if (body !== undefined) headers.set('content-type', 'application/json');
  const reply = await fetch(`${baseUrl}${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  expect([reply.status, await reply.text()]).toEqual([200, expect.any(String)]);
}

it('a post that was paused upstream keeps its status, and a person hears of it once', async () => {
  const id = await accepted('postpost', 'Paused', { scheduledAt: tomorrow() });
  const { provider_reference: group } = await rowOf(id);
  await elsewhere('postpost', 'PUT', `/update-post/${group}`, { status: 'draft' });
  for (let turn = 0; turn < 4; turn++) {
    const before = (await rowOf(id)).last_read_at?.getTime() ?? 0;
    await readNow(id);
    await until(async () => ((await rowOf(id)).last_read_at?.getTime() ?? 0) > before);
  }
  expect(await rowOf(id)).toMatchObject({ status: 'scheduled' });
  expect((await attentionEvents(id)).map(({ data }) => data.reason)).toEqual(['paused']);

  await elsewhere('postpost', 'PUT', `/update-post/${group}`, {
    status: 'scheduled',
    scheduledTime: tomorrow(),
  });
  await readNow(id);
  await until(async () => (await rowOf(id)).attention === null);
});

it('a cancel that was none of ours says so', async () => {
  const id = await accepted('layers', 'Withdrawn', { scheduledAt: tomorrow() });
  const { provider_reference: post } = await rowOf(id);
  await elsewhere('layers', 'DELETE', `/v1/scheduled-posts/${post}`);
  await readNow(id);
  await until(async () => (await rowOf(id)).status === 'canceled');
  expect(await rowOf(id)).toMatchObject({ canceled_by: 'upstream', next_read_at: null });
});

it('a post that stays silent for a week after its time is left to a person, once', async () => {
  const provider = registry.get('generic:postato')!;
  jest.spyOn(provider, 'read').mockImplementation((_ctx, refs) =>
    Promise.resolve(
      refs.map(({ postId }) => ({
        postId,
        outcome: 'found' as const,
        snapshot: { ...EMPTY_SNAPSHOT, status: 'publishing' as const },
      })),
    ),
  );
  const id = await accepted('postato', 'Silent #stuck');
  await query(
    `update posts set created_at = now() - interval '9 days', attempted_at = now() - interval '9 days',
       upstream_scheduled_at = null where group_id = $1`,
    [id],
  );
  await until(async () => (await rowOf(id)).status === 'unknown');
  await until(async () => (await rowOf(id)).next_read_at === null);
  expect((await rowOf(id)).status).toBe('unknown');
  await until(async () => (await attentionEvents(id)).length === 1);
  expect((await attentionEvents(id))[0]!.data.reason).toBe('silent');
});

it('a webhook’s hint has a post read that was not due for long, once for each event', async () => {
  const id = await accepted('postato', 'Hinted', { scheduledAt: tomorrow() });
  const { connection_id: connection, provider_reference: reference, last_read_at } = await rowOf(id);
  const hint = {
    dedupeKey: 'evt_1',
    type: 'post.published',
    references: [reference!],
    concernsAccount: false,
  };
  const hooks = gateway.api.app.get(HookStore, { strict: false });
  expect(await hooks.keep(connection, hint)).toBe(true);
  await until(
    async () => ((await rowOf(id)).last_read_at?.getTime() ?? 0) > (last_read_at?.getTime() ?? 0),
    3_000,
  );
  expect(await hooks.keep(connection, hint)).toBe(false);
});

it('posts far ahead that are read at about the same time are read together from then on', async () => {
  const { id: connectionId, accounts } = await gateway.connect('postato');
  const targets = [{ accountId: accountOn(accounts, 'linkedin') }];
  const groups: string[] = [];
  for (let n = 0; n < 10; n++) {
    groups.push(
      (await gateway.publish({ content: { text: `Far ${n}` }, targets, scheduledAt: tomorrow() })).id,
    );
  }
  const ahead = () =>
    query(`select from posts where connection_id = $1 and next_read_at > now() + interval '50 minutes'`, [
      connectionId,
    ]);
  await until(async () => (await ahead()).length === groups.length);
  await query(
    `update posts p set next_read_at = now() + make_interval(mins => n.place::int) from
       (select id, row_number() over () - 1 as place from posts where connection_id = $1) n where n.id = p.id`,
    [connectionId],
  );
  gateway.sandbox.requests.clear();
  await until(async () => (await ahead()).length === groups.length);
  const reads = gateway.sandbox.requests
    .list({ upstream: 'postato' })
    .filter(({ operation }) => operation === 'postato.list' || operation === 'postato.get');
  expect(reads).toHaveLength(1);
});

it('posts that end say whether their account works', async () => {
  const { id: connectionId, accounts } = await gateway.connect('postato');
  const accountId = accountOn(accounts, 'linkedin');
  const account = async (): Promise<Body> =>
    (await gateway.api.call('GET', `/v1/accounts/${accountId}`)).body;
  const publish = (text: string) => gateway.publish({ content: { text }, targets: [{ accountId }] });
  await gateway.final((await publish('Expired #fail-auth')).id);
  await until(async () => (await account()).status === 'reauth_required');
  expect((await gateway.api.call('GET', `/v1/connections/${connectionId}`)).body.status).toBe('active');
  await gateway.final((await publish('Reconnected')).id);
  await until(async () => (await account()).status === 'connected');
  expect((await account()).lastSuccessAt).toEqual(expect.any(String));
});

describe('the lease of a connection', () => {
  const leaseOf = async (connectionId: string) => {
    const [row] = await query<{ ahead: number | null }>(
      `select extract(epoch from reconcile_lease_until - clock_timestamp())::float8 as ahead from connections where id = $1`,
      [connectionId],
    );
    return row!.ahead;
  };

  it('is kept while a slow read goes on, and never reaches further than a dead worker may delay', async () => {
    const provider = registry.get('layers')!;
    const { read } = provider;
    let release: () => void = () => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    let reads = 0;
    jest.spyOn(provider, 'read').mockImplementation(async (ctx, refs) => {
      reads += 1;
      await hangs;
      return read.call(provider, ctx, refs);
    });
    const id = await accepted('layers', 'Slow #stuck');
    const { connection_id: connection } = await rowOf(id);
    await until(() => reads === 1);
    for (let second = 0; second < 14; second++) {
      await wait(1_000);
      const ahead = await leaseOf(connection);
      expect(ahead).toBeGreaterThan(0);
      expect(ahead).toBeLessThanOrEqual(15);
    }
    expect(reads).toBe(1);
    release();
    await until(async () => (await leaseOf(connection)) === null);
  });

  it('of a worker that died is taken over when it ends', async () => {
    const id = await accepted('postato', 'Orphan #stuck');
    const { connection_id: connection } = await rowOf(id);
    await query(`update connections set reconcile_lease_until = now() + interval '2 seconds' where id = $1`, [
      connection,
    ]);
    const before = (await rowOf(id)).last_read_at?.getTime() ?? 0;
    await until(async () => ((await rowOf(id)).last_read_at?.getTime() ?? 0) > before + 2_000, 6_000);
  });
});

it('posts behind a deleted connection are a person’s at once, however many they are', async () => {
  const id = await accepted('postato', 'Left behind #stuck');
  const { connection_id: connection } = await rowOf(id);
  // Copies of one post, in groups of their own: more than one statement takes.
  const [groups, posts] = [await writtenColumns('post_groups'), await writtenColumns('posts')];
  await query(
    `with n as (select generate_series(1, 1200) as i), g as (
       insert into post_groups (${groups}) select ${groups} from (
         select (jsonb_populate_record(g, jsonb_build_object('id', 'pg_copy' || n.i))).*
         from post_groups g, n where g.id = $1) copies returning id)
     insert into posts (${posts}) select ${posts} from (
       select (jsonb_populate_record(p, jsonb_build_object('id', 'post_copy' || n.i,
         'group_id', 'pg_copy' || n.i, 'submission_id', null))).* from posts p, n where p.group_id = $1
         and (select count(*) from g) > 0) copies`,
    [id],
  );
  const deleted = await gateway.api.call('DELETE', `/v1/connections/${connection}?force=true`);
  expect(deleted.status).toBe(204);
  const left = () =>
    query(`select from posts where connection_id = $1 and next_read_at is not null`, [connection]);
  await until(async () => (await left()).length === 0, 15_000);
  const [row] = await query<{ count: number }>(
    `select count(*)::int as count from posts where connection_id = $1 and status = 'unknown'`,
    [connection],
  );
  expect(row!.count).toBe(1_201);
});

/** The columns of a table that are not generated from others. */
async function writtenColumns(table: string): Promise<string> {
  const [row] = await query<{ columns: string }>(
    `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  return row!.columns;
}
