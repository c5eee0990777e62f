/** Many callers at once, and a database that fails them in the middle. */
import type { AddressInfo } from 'node:net';
import { createApi } from '../src/http/bootstrap';
import { expectProblem, type CallOptions, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';
import { wireTo } from './wire';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  x = accountOn((await gateway.connect('postato')).accounts, 'x');
}, 60_000);
afterAll(() => gateway.close());

const PATH = '/v1/post-groups';
const create = (call: typeof gateway.api.call, key: string): Promise<Reply> =>
  call('POST', PATH, {
    body: { content: { text: key }, targets: [{ accountId: x }], clientReference: key },
    headers: { 'idempotency-key': key },
  });
const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** One row of everything for each key, however often and with whatever luck it was sent. */
async function expectOneGroupEach(wanted: readonly string[]): Promise<void> {
  const rows = await gateway.api.db.query<Record<string, unknown>[]>(
    `select g.client_reference as key,
       (select count(*)::int from posts p where p.group_id = g.id) as posts,
       (select count(*)::int from submissions s where s.group_id = g.id) as submissions,
       (select count(*)::int from events e where e.group_id = g.id) as events,
       (select count(*)::int from idempotency_records r where r.key = g.client_reference) as records
     from post_groups g where g.client_reference = any($1) order by 1`,
    [wanted],
  );
  const expected = [...wanted]
    .sort()
    .map((key) => ({ key, posts: 1, submissions: 1, events: 2, records: 1 }));
  expect([...rows].sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1))).toEqual(expected);
}

it('serves 200 creates among as many reads', async () => {
  const wanted = keys('many', 200);
  const { call } = gateway.api;
  const replies = await Promise.all(
    wanted.flatMap((key) => [
      create(call, key),
      call('GET', `${PATH}?limit=5`),
      call('GET', '/v1/posts?limit=5'),
    ]),
  );
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200, 201]));
  await expectOneGroupEach(wanted);
});

/** A second API on the same database, reached by a wire. */
async function withWiredApi(
  work: (call: typeof gateway.api.call, wire: Awaited<ReturnType<typeof wireTo>>) => Promise<void>,
): Promise<void> {
  const wire = await wireTo(gateway.api.config.databaseUrl!);
  const app = await createApi({ ...gateway.api.config, databaseUrl: wire.url });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const call = async (method: string, path: string, options: CallOptions = {}): Promise<Reply> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${gateway.api.key}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  try {
    await work(call, wire);
  } finally {
    await app.close();
    await wire.cut();
  }
}

function expectServedOrUnavailable(replies: readonly Reply[], served: number): void {
  for (const reply of replies.filter(({ status }) => status !== served)) {
    expectProblem(reply, 503, 'UNAVAILABLE');
    expect(reply.headers.get('retry-after')).toBe('2');
  }
}

it('answers 503 while the wire to the database is cut, and repeating makes nothing twice', async () => {
  await withWiredApi(async (call, wire) => {
    const wanted = keys('cut', 60);
    const first = wanted.map((key) => create(call, key));
    // In the middle: some were answered, some are on their way, some have not begun.
    await Promise.race(first);
    await wire.cut();
    const replies = await Promise.all(first);
    expectServedOrUnavailable(replies, 201);
    expect(replies.some(({ status }) => status === 503)).toBe(true);
    expectProblem(await call('GET', PATH), 503, 'UNAVAILABLE');
    const before = await rowCounts(gateway.api.db);
    expectProblem(await create(call, 'while-cut'), 503, 'UNAVAILABLE');
    expect(await rowCounts(gateway.api.db)).toEqual(before);
    await wire.mend();
    for (const reply of await Promise.all(wanted.map((key) => create(call, key))))
      expect(reply.status).toBe(201);
    await expectOneGroupEach(wanted);
  });
});

it('answers 503 where Postgres ends its sessions, and goes on', async () => {
  const wanted = keys('killed', 60);
  await withWiredApi(async (call) => {
    const pending = wanted.map((key) => create(call, key));
    await Promise.race(pending);
    await gateway.api.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and application_name = 'postern'`,
    );
    expectServedOrUnavailable(await Promise.all(pending), 201);
    for (const reply of await Promise.all(wanted.map((key) => create(call, key))))
      expect(reply.status).toBe(201);
  });
  await expectOneGroupEach(wanted);
  expect((await gateway.api.call('GET', PATH)).status).toBe(200);
});

it('answers 503 within seconds where the database hangs, and keeps its probes', async () => {
  const wanted = keys('hung', 30);
  const runner = gateway.api.db.createQueryRunner();
  await withWiredApi(async (call) => {
    expect((await call('GET', PATH)).status).toBe(200);
    await runner.startTransaction();
    await runner.query('lock table post_groups in access exclusive mode');
    const pending = wanted.map((key) => create(call, key));
    const late = await Promise.any(
      pending.map(async (reply) =>
        (await reply).status === 503 ? reply : Promise.reject(new Error('not yet')),
      ),
    );
    expectProblem(late, 503, 'UNAVAILABLE');
    expect((await call('GET', '/health/live')).status).toBe(200);
    // Ready or not by whether a session is free at that moment; but it answers.
    expect([200, 503]).toContain((await call('GET', '/health/ready')).status);
    await runner.rollbackTransaction();
    expectServedOrUnavailable(await Promise.all(pending), 201);
    for (const reply of await Promise.all(wanted.map((key) => create(call, key))))
      expect(reply.status).toBe(201);
    expect((await call('GET', '/health/ready')).status).toBe(200);
  });
  await runner.release();
  await expectOneGroupEach(wanted);
});

it('writes no post to a connection that is deleted meanwhile', async () => {
  const { call, db } = gateway.api;
  for (let round = 0; round < 8; round += 1) {
    const { id, accounts } = await gateway.connect('postato');
    const body = { content: { text: 'race' }, targets: [{ accountId: accountOn(accounts, 'x') }] };
    const creates = Array.from({ length: 5 }, () => call('POST', PATH, { body }));
    const [removed, ...replies] = await Promise.all([call('DELETE', `/v1/connections/${id}`), ...creates]);
    const [row] = await db.query<{ n: number }[]>(
      'select count(*)::int as n from posts where connection_id = $1',
      [id],
    );
    for (const reply of replies.filter(({ status }) => status !== 201)) {
      expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([{ rule: 'account.exists' }]);
    }
    const accepted = replies.filter(({ status }) => status === 201).length;
    expect(row).toEqual({ n: accepted });
    if (accepted === 0) expect(removed.status).toBe(204);
    else expectProblem(removed, 409, 'CONFLICT');
  }
});

it('looks again where the connection goes between the look and the write', async () => {
  const { id, accounts } = await gateway.connect('postato');
  const { call, db } = gateway.api;
  const runner = db.createQueryRunner();
  await runner.startTransaction();
  await runner.query('select from connections where id = $1 for update', [id]);
  await runner.query(`update connections set status = 'disabled' where id = $1`, [id]);
  const before = await rowCounts(db);
  const reply = call('POST', PATH, {
    body: { content: { text: 'race' }, targets: [{ accountId: accountOn(accounts, 'x') }] },
    headers: { 'idempotency-key': 'between' },
  });
  await waitsForLock();
  await runner.commitTransaction();
  await runner.release();
  expect(expectProblem(await reply, 422, 'VALIDATION').issues).toMatchObject([{ rule: 'account.exists' }]);
  expect(await rowCounts(db)).toEqual(before);
});

/** Until a session waits for the lock that we hold. */
async function waitsForLock(): Promise<void> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const waiting = await gateway.api.db.query<unknown[]>(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Nobody waits for the lock.');
}
