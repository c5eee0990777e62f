/** Deliveries as they are shown, and as they are made once more. */
import { EVENT_TYPES, type EventType } from '@postern/core';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { replaySince } from '../src/webhooks/webhook-replays.repository';
import { expectProblem, itemsOf, startTestApi, type Body, type Reply, type TestApi } from './api-harness';
import { HOOKS, numberAll, webhookWorkspace } from './webhook-scene';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.close());

const workspace = () => webhookWorkspace(api);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const ids = (reply: Reply) => itemsOf(reply).map(({ id }) => id);
const issuesOf = (reply: Reply) =>
  (expectProblem(reply, 422, 'VALIDATION').issues ?? []).map(({ path, rule }) => `${path} ${rule}`);

interface Shown {
  attempts: { number: number; responseStatus: number | null }[];
  request: { headers: Record<string, string>; body: string } | null;
}

interface Made {
  event_id: string;
  subject: string;
  replay_of: string | null;
  status: string;
}
const madeFor = (endpointId: string) =>
  api.db.query<Made[]>(
    `select event_id, subject, replay_of, status from webhook_deliveries where endpoint_id = $1 order by id`,
    [endpointId],
  );

describe('replaying all since a time', () => {
  it('takes what the endpoint wants and the lane has passed, in its order, and nothing on its way', async () => {
    const { call, endpoint, tell, pass, deliver } = await workspace();
    const { id } = await endpoint({ events: ['post.*', 'test.ping'] });
    const [old, first, second, group, test, pending] = (await tell([
      { age: 7_200 },
      { age: 600, postId: 'post_a' },
      { age: 500, type: 'post.failed', postId: 'post_a' },
      { age: 400, type: 'post_group.completed', postId: null },
      { age: 300, type: 'test.ping', postId: null, data: { endpointId: id } },
      { age: 200 },
    ])) as [string, string, string, string, string, string];
    await pass();
    const earlier = await deliver(id, first);
    const latest = await deliver(id, first, { status: 'failed', age: -1 });
    await deliver(id, pending, { status: 'pending', answers: [] });
    // The lane will come to it by itself.
    const [ahead] = await tell([{ age: 100 }]);
    const stranger = await workspace();
    await stranger.tell([{ age: 90 }]);
    const reply = await call('POST', `/webhook-endpoints/${id}/replay`, { since: ago(3_600) });
    expect([reply.status, reply.body]).toEqual([202, { count: 2, nextAfter: null }]);
    const [, , , ...made] = await madeFor(id);
    expect(made).toEqual([
      { event_id: first, subject: 'post_a', replay_of: latest, status: 'pending' },
      { event_id: second, subject: 'post_a', replay_of: null, status: 'pending' },
    ]);
    expect([old, group, test, ahead, earlier]).toHaveLength(5);
    // Now all of it is on its way.
    const again = await call('POST', `/webhook-endpoints/${id}/replay`, { since: ago(3_600) });
    expect(again.body).toEqual({ count: 0, nextAfter: null });
    expect(ids(await call('GET', `/webhook-deliveries?endpointId=${id}&status=pending`))).toHaveLength(3);
  });

  it('takes less where less is asked for, and does it once for one idempotency key', async () => {
    const { call, endpoint, tell, pass } = await workspace();
    const { id } = await endpoint();
    await tell([{ age: 60 }, { age: 50, type: 'post.failed' }, { age: 40, type: 'post_group.failed' }]);
    await pass();
    const body = { since: ago(600), events: ['*.failed', 'post.failed'] };
    expect(issuesOf(await call('POST', `/webhook-endpoints/${id}/replay`, body))).toEqual(['events one_of']);
    const asked = { since: ago(600), events: ['post_group.*', 'post.failed'] };
    const replies = [1, 2].map(() =>
      call('POST', `/webhook-endpoints/${id}/replay`, asked, { 'idempotency-key': 'once' }),
    );
    for (const reply of await Promise.all(replies)) expect(reply.body).toEqual({ count: 2, nextAfter: null });
    expect(await madeFor(id)).toHaveLength(2);
  });

  it('tells no endpoint that it was switched off itself', async () => {
    const { call, endpoint, tell, pass } = await workspace();
    const { id } = await endpoint();
    const off = (endpointId: string) =>
      ({ type: 'webhook_endpoint.disabled', postId: null, data: { endpointId } }) as const;
    await tell([off(id), off('we_another')]);
    await pass();
    const since = ago(60);
    expect((await call('POST', `/webhook-endpoints/${id}/replay`, { since })).body).toEqual({
      count: 1,
      nextAfter: null,
    });
  });

  it('goes on where the request before ended, five thousand at a time', async () => {
    const { call, endpoint, workspaceId, pass } = await workspace();
    const { id } = await endpoint();
    await api.db.query(
      `insert into events (id, workspace_id, type, data) select 'evt_many' || n, $1, 'post.updated', '{}'
       from generate_series(1, 5020) n`,
      [workspaceId],
    );
    await numberAll(api);
    await pass();
    const path = `/webhook-endpoints/${id}/replay`;
    const since = ago(600);
    const { body: first } = await call('POST', path, { since });
    expect(first).toEqual({ count: 5_000, nextAfter: expect.any(Number) });
    const { body: rest } = await call('POST', path, { since, after: first.nextAfter as number });
    expect(rest).toEqual({ count: 20, nextAfter: null });
    const [row] = await api.db.query<{ events: number; sorted: boolean }[]>(
      `select count(distinct event_id)::int as events, bool_and(rises) as sorted
       from (select event_id, sequence > lag(sequence, 1, 0) over (order by id) as rises
         from webhook_deliveries where endpoint_id = $1) d`,
      [id],
    );
    expect(row).toEqual({ events: 5_020, sorted: true });
    expect((await call('GET', `/webhook-endpoints/${id}`)).body.pendingDeliveries).toBe(1_000);
  });

  it('finds its beginning in a log whose times are not quite in order', async () => {
    const { endpoint, tell, pass, workspaceId } = await workspace();
    const { id } = await endpoint();
    // Every minute of an hour, each up to three minutes off.
    await tell(Array.from({ length: 60 }, (_, n) => ({ age: (60 - n) * 60 + ((n * 7) % 13) * 14 })));
    await pass();
    const count = (since: string, more: { lookAt?: number; after?: number } = {}) =>
      rolledBack((em) =>
        replaySince(em, workspaceId, {
          endpointId: id,
          since,
          types: EVENT_TYPES,
          after: 0,
          most: 1_000,
          lookAt: 1_000,
          ...more,
        }),
      );
    for (let minutes = 0; minutes <= 66; minutes += 3) {
      const since = ago(minutes * 60);
      const [row] = await api.db.query<{ count: number }[]>(
        'select count(*)::int as count from events where workspace_id = $1 and created_at >= $2',
        [workspaceId, since],
      );
      expect([minutes, await count(since)]).toEqual([minutes, { count: row!.count, nextAfter: null }]);
    }
    // Where it looks at twenty events at a time.
    const since = ago(7_200);
    let [after, all, requests] = [0, 0, 0];
    for (let more = true; more; requests += 1) {
      const part = await count(since, { lookAt: 20, after });
      all += part.count;
      more = part.nextAfter !== null;
      after = part.nextAfter ?? 0;
    }
    expect([all, requests]).toEqual([60, 3]);
  });

  it('says what cannot be had', async () => {
    const { call, endpoint } = await workspace();
    const { id } = await endpoint({ active: false });
    const path = `/webhook-endpoints/${id}/replay`;
    expect(issuesOf(await call('POST', path, { since: ago(91 * 86_400) }))).toEqual(['since since.kept']);
    expect(issuesOf(await call('POST', path, { since: ago(-60) }))).toEqual(['since since.past']);
    expect(issuesOf(await call('POST', path, { since: '2026-01-01' }))).toEqual(['since time.offset']);
    expect(issuesOf(await call('POST', path, {}))).toEqual(['since required']);
    expect(issuesOf(await call('POST', path, { since: ago(1), after: -1 }))).toEqual(['after min']);
    const inactive = await call('POST', path, { since: ago(1) });
    expect(expectProblem(inactive, 409, 'CONFLICT').detail).toContain('not active');
  });

  it('wakes the workers', async () => {
    const { call, endpoint, tell, pass } = await workspace();
    const { id } = await endpoint();
    await tell([{}]);
    await pass();
    const client = new Client({ connectionString: api.config.databaseUrl ?? '' });
    await client.connect();
    const heard: (string | undefined)[] = [];
    client.on('notification', ({ payload }) => heard.push(payload));
    await client.query('listen postern_webhooks');
    await call('POST', `/webhook-endpoints/${id}/replay`, { since: ago(60) });
    await client.query('select 1');
    await client.end();
    expect(heard).toEqual([id]);
  });
});

describe('replaying one', () => {
  it('makes a new delivery of the same event', async () => {
    const { call, endpoint, tell, deliver } = await workspace();
    const { id } = await endpoint();
    const [event] = await tell([{ postId: 'post_b' }]);
    const earlier = await deliver(id, event!, { status: 'failed', answers: [500, 500] });
    const reply = await call('POST', `/webhook-deliveries/${earlier}/replay`);
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({
      id: expect.stringMatching(/^whd_/),
      endpointId: id,
      eventId: event,
      eventType: 'post.published',
      status: 'pending',
      attemptCount: 0,
      lastAttempt: null,
      nextAttemptAt: expect.any(String),
      replayOf: earlier,
      endedAt: null,
    });
    const before = (await call('GET', `/webhook-deliveries/${earlier}`)).body as object;
    expect(before).toMatchObject({ status: 'failed', sequence: reply.body.sequence });
  });

  it('says why it cannot', async () => {
    const { call, endpoint, tell, deliver } = await workspace();
    const { id } = await endpoint();
    const [event] = await tell([{}]);
    const pending = await deliver(id, event!, { status: 'pending', answers: [] });
    const ended = await deliver(id, event!);
    const detailOf = async (delivery: string) => {
      const reply = await call('POST', `/webhook-deliveries/${delivery}/replay`);
      return expectProblem(reply, 409, 'CONFLICT').detail;
    };
    expect(await detailOf(pending)).toContain('still on its way; its next attempt is due at 20');
    await call('PATCH', `/webhook-endpoints/${id}`, { active: false });
    expect(await detailOf(ended)).toContain('not active');
    await call('PATCH', `/webhook-endpoints/${id}`, { active: true });
    await api.db.query('delete from events where id = $1', [event]);
    expect(await detailOf(ended)).toContain('no longer in the log');
    const other = await workspace();
    expectProblem(await other.call('POST', `/webhook-deliveries/${ended}/replay`), 404, 'NOT_FOUND');
  });
});

describe('showing them', () => {
  it('lists them newest first, in pages, with the last attempt, narrowed by all filters', async () => {
    const { call, endpoint, tell, deliver } = await workspace();
    const [one, two] = [(await endpoint()).id, (await endpoint()).id];
    const types: EventType[] = ['post.published', 'post.failed', 'post_group.completed'];
    const events = await tell(types.map((type) => ({ type })));
    const failed = await deliver(one, events[0]!, { status: 'failed', age: 300, answers: [500, null] });
    const delivered = await deliver(one, events[1]!, { age: 200, answers: [500, 204] });
    const pending = await deliver(two, events[2]!, { status: 'pending', age: 100, answers: [] });
    const other = await deliver(two, events[0]!, { age: 0 });
    const found = async (query: string) => ids(await call('GET', `/webhook-deliveries?${query}`));
    expect(await found('')).toEqual([other, pending, delivered, failed]);
    expect(await found(`endpointId=${one}`)).toEqual([delivered, failed]);
    expect(await found('status=failed&status=pending')).toEqual([pending, failed]);
    expect(await found('eventType=post_group.*&eventType=post.failed')).toEqual([pending, delivered]);
    expect(await found(`eventId=${events[0]}`)).toEqual([other, failed]);
    expect(await found(`createdSince=${ago(250)}&createdUntil=${ago(50)}`)).toEqual([pending, delivered]);
    expect(await found(`endpointId=${one}&status=failed&eventType=post.failed`)).toEqual([]);
    const first = await call('GET', '/webhook-deliveries?limit=3');
    expect(await found(`limit=3&cursor=${first.body.nextCursor}`)).toEqual([failed]);
    const foreign = await call('GET', `/webhook-deliveries?status=failed&cursor=${first.body.nextCursor}`);
    expect(issuesOf(foreign)).toEqual(['cursor cursor.filters']);
    expect(itemsOf(await call('GET', '/webhook-deliveries')).map(({ lastAttempt }) => lastAttempt)).toEqual([
      expect.objectContaining({ number: 1, responseStatus: 200, error: null }),
      null,
      expect.objectContaining({ number: 2, responseStatus: 204, url: HOOKS, durationMs: 12 }),
      expect.objectContaining({ number: 2, responseStatus: null, error: 'No answer.' }),
    ]);
  });

  it.each([
    ['status=lost', 'status one_of'],
    ['eventType=post.publishd', 'eventType one_of'],
    [`createdSince=${ago(0)}&createdUntil=${ago(9)}`, 'createdSince range'],
    ['createdSince=yesterday', 'createdSince time.offset'],
    ['limit=0', 'limit min'],
    ['cursor=x', 'cursor cursor.invalid'],
    ['deliveryId=x', 'deliveryId unknown_field'],
  ])('refuses ?%s', async (query, issue) => {
    expect(issuesOf(await (await workspace()).call('GET', `/webhook-deliveries?${query}`))).toEqual([issue]);
  });

  it('shows each attempt, and the very body that is sent', async () => {
    const { call, endpoint, tell, deliver, workspaceId } = await workspace();
    const { id } = await endpoint();
    const [event] = await tell([{ postId: 'post_c' }]);
    const delivery = await deliver(id, event!, { answers: [503, 200] });
    const get = async () => (await call('GET', `/webhook-deliveries/${delivery}`)).body as Shown;
    const shown = await get();
    expect(shown.attempts.map(({ number, responseStatus }) => [number, responseStatus])).toEqual([
      [1, 503],
      [2, 200],
    ]);
    expect(shown.request!.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': event });
    const { items } = (await call('GET', '/events?limit=100')).body as { items: Body[] };
    expect(JSON.parse(shown.request!.body)).toEqual(items.find((one) => one.id === event));
    expect(JSON.stringify(shown)).not.toMatch(/whsec_|webhook-signature/);
    await call('PATCH', `/webhook-endpoints/${id}`, { payload: 'thin', format: 'cloudevents' });
    const { headers, body } = (await get()).request!;
    expect(headers['content-type']).toMatch(/^application\/cloudevents\+json/);
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      id: event,
      source: `/workspaces/${workspaceId}`,
      data: { postId: 'post_c' },
    });
    await api.db.query('delete from events where id = $1', [event]);
    expect((await get()).request).toBeNull();
    const other = await workspace();
    expectProblem(await other.call('GET', `/webhook-deliveries/${delivery}`), 404, 'NOT_FOUND');
  });
});

describe('of many', () => {
  const ENDPOINTS = 20;
  const DELIVERIES = 40_000;
  const MOST_BLOCKS = 10_000;
  let key: string;

  beforeAll(async () => {
    const made = await api.newWorkspace();
    key = made.key;
    // A session of its own: no statement of the API may take as long.
    const client = new Client({ connectionString: api.config.databaseUrl ?? undefined });
    await client.connect();
    await client.query(
      `insert into webhook_endpoints (id, workspace_id, url, events, payload, format)
       select 'we_many' || n, $1, $2, '{*}', 'full', 'standard' from generate_series(1, ${ENDPOINTS}) n`,
      [made.workspaceId, HOOKS],
    );
    await client.query(
      `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, status,
         attempts, created_at)
       select 'whd_' || lpad(n::text, 10, '0'), $1, 'we_many' || (1 + n % ${ENDPOINTS}), 'evt_' || n / ${ENDPOINTS},
         case when n % 5000 = 0 then 'post.failed' else 'post.updated' end, n, 'post_' || n / 200,
         case when n % 4000 = 0 then 'failed' when n % 3000 = 0 then 'pending' else 'delivered' end, 1,
         now() - (${DELIVERIES} - n) * interval '30 seconds'
       from generate_series(1, ${DELIVERIES}) n`,
      [made.workspaceId],
    );
    await client.query(
      `insert into webhook_attempts (delivery_id, number, workspace_id, url, attempted_at, duration_ms, response_status)
       select id, 1, workspace_id, '', created_at, 1, 200 from webhook_deliveries where workspace_id = $1`,
      [made.workspaceId],
    );
    await client.query('analyze webhook_endpoints, webhook_deliveries, webhook_attempts');
    await client.end();
  }, 60_000);

  it.each([
    '',
    'endpointId=we_many7',
    'endpointId=we_nobody',
    'status=pending',
    'status=failed',
    'status=delivered',
    'endpointId=we_many7&status=failed',
    'eventType=post.failed',
    'eventType=post_group.*',
    'endpointId=we_many7&eventType=post_group.*',
    'eventId=evt_77',
    'eventId=evt_nobody',
    `createdSince=${ago(400_000)}&createdUntil=${ago(390_000)}`,
  ])('?%s reads no more than it must', async (query) => {
    const plan = await planOf(`/v1/webhook-deliveries?limit=50&${query}`, key);
    expect(scansOf(plan).filter((table) => table !== 'webhook_endpoints')).toEqual([]);
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(MOST_BLOCKS);
  });

  it('a page in the middle costs what the first one does', async () => {
    const list = '/v1/webhook-deliveries?limit=50';
    const { nextCursor } = (await api.call('GET', list, { key })).body as { nextCursor: string };
    const [, , hash] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as string[];
    const deep = Buffer.from(JSON.stringify([ago(600_000), 'whd_x', hash])).toString('base64url');
    const [first, middle] = [await planOf(list, key), await planOf(`${list}&cursor=${deep}`, key)];
    expect(middle['Shared Hit Blocks']).toBeLessThan(first['Shared Hit Blocks'] * 2);
  });
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** The plan of the list that a request asks for, as that request's own role and workspace have it. */
async function planOf(path: string, key: string): Promise<Plan> {
  const ask = api.db.query.bind(api.db) as (sql: string, parameters?: unknown[]) => Promise<unknown>;
  const plans: Plan[] = [];
  const spy = jest.spyOn(api.db, 'query').mockImplementation(async (sql, parameters) => {
    if (/from webhook_deliveries d/.test(sql)) {
      const rows = await ask(`explain (analyze, buffers, format json) ${sql}`, parameters as unknown[]);
      const [row] = rows as { 'QUERY PLAN': [{ Plan: Plan }] }[];
      plans.push(row!['QUERY PLAN'][0].Plan);
    }
    return ask(sql, parameters as unknown[]);
  });
  try {
    const reply = await api.call('GET', path, { key });
    expect([path, reply.status]).toEqual([path, 200]);
  } finally {
    spy.mockRestore();
  }
  expect(plans).toHaveLength(1);
  return plans[0]!;
}

function scansOf(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

/** What was done is undone. */
async function rolledBack<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
  const runner = api.db.createQueryRunner();
  await runner.startTransaction();
  try {
    return await work(runner.manager);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}
