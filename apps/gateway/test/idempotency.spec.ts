/** `Idempotency-Key` on the creation of post groups. */
import { expectProblem, type Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  x = accountOn((await gateway.connect('postato')).accounts, 'x');
}, 60_000);
afterAll(() => gateway.close());

const PATH = '/v1/post-groups';
const body = (more: object = {}) => ({ content: { text: 'Once' }, targets: [{ accountId: x }], ...more });
const create = (key: string, more: object = {}, apiKey = gateway.api.key) =>
  gateway.api.call('POST', PATH, { key: apiKey, body: body(more), headers: { 'idempotency-key': key } });
const replayed = (reply: Reply) => reply.headers.get('idempotency-replayed');

it('makes one group of a hundred concurrent requests', async () => {
  const before = await rowCounts(gateway.api.db);
  const replies = await Promise.all(Array.from({ length: 100 }, () => create('k-100')));
  const after = await rowCounts(gateway.api.db);
  const busy = replies.filter((reply) => reply.status === 409);
  for (const reply of busy) {
    expectProblem(reply, 409, 'IDEMPOTENCY_IN_FLIGHT');
    expect(reply.headers.get('retry-after')).toBe('1');
  }
  const answered = replies.filter((reply) => reply.status === 201);
  expect(answered.length + busy.length).toBe(100);
  expect(answered.filter((reply) => replayed(reply) === null)).toHaveLength(1);
  expect(new Set(answered.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
  expect(await create('k-100')).toMatchObject({ status: 201, body: answered[0]!.body as unknown });
  expect(after).toEqual({
    ...before,
    post_groups: before.post_groups! + 1,
    posts: before.posts! + 1,
    submissions: before.submissions! + 1,
    events: before.events! + 2,
    idempotency_records: before.idempotency_records! + 1,
    'graphile_worker.jobs': before['graphile_worker.jobs']! + 1,
  });
});

it('lets one of two concurrent bodies win', async () => {
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) => create('k-race', { clientReference: `r-${n % 2}` })),
  );
  const won = replies.find((reply) => reply.status === 201)!;
  for (const [n, reply] of replies.entries()) {
    if (won.body.clientReference === `r-${n % 2}`) expect(reply.body).toEqual(won.body);
    else expectProblem(reply, 409, 'IDEMPOTENCY_CONFLICT');
  }
});

it('gives the first status and body again, whatever order the members have', async () => {
  const first = await create('k-same', { metadata: { a: 1, b: [1, 2] } });
  const raw = `{"metadata":{"b":[1,2.0],"a":1e0}, "targets":[{"accountId":"${x}"}],"content":{"text":"\\u004fnce"}}`;
  const again = await gateway.api.call('POST', `${PATH}?`, { raw, headers: { 'idempotency-key': 'k-same' } });
  expect(replayed(first)).toBeNull();
  expect(replayed(again)).toBe('true');
  expect([again.status, again.body]).toEqual([201, first.body]);
});

it('gives it again after posts have moved on and the account is gone', async () => {
  const { id, accounts } = await gateway.connect('postato');
  const targets = [{ accountId: accountOn(accounts, 'x') }];
  const first = await create('k-gone', { targets });
  expect((await gateway.api.call('DELETE', `/v1/connections/${id}?force=true`)).status).toBe(204);
  const again = await create('k-gone', { targets });
  expect([again.status, replayed(again), again.body]).toEqual([201, 'true', first.body]);
  expectProblem(await create('k-new', { targets }), 422, 'VALIDATION');
});

it('refuses another body', async () => {
  await create('k-other');
  const before = await rowCounts(gateway.api.db);
  for (const more of [{ draft: true }, { draft: false }, { metadata: {} }, { content: { text: 'once' } }]) {
    expectProblem(await create('k-other', more), 409, 'IDEMPOTENCY_CONFLICT');
  }
  expect(await rowCounts(gateway.api.db)).toEqual(before);
});

it('keeps successes only', async () => {
  expectProblem(await create('k-fixed', { targets: [{ accountId: 'acct_nobody' }] }), 422, 'VALIDATION');
  expectProblem(await create('k-fixed', { surprise: 1 }), 422, 'VALIDATION');
  expect(await create('k-fixed')).toMatchObject({ status: 201 });
});

it('is bound to workspace and path', async () => {
  const first = await create('k-mine');
  const { key } = await gateway.api.newWorkspace();
  // Their own request, with the same key: it must neither see our answer nor collide with it.
  expectProblem(await create('k-mine', {}, key), 422, 'VALIDATION');
  const connection = await gateway.api.call('POST', '/v1/connections', {
    body: { provider: 'nobody', name: 'x', credentials: {} },
    headers: { 'idempotency-key': 'k-mine' },
  });
  expectProblem(connection, 422, 'VALIDATION');
  expect((await create('k-mine')).body).toEqual(first.body);
});

it('takes keys of 1 to 255 characters, whatever they are', async () => {
  for (const key of ['k', 'k'.repeat(255), `'; drop table posts; --`, 'é"{}\\', '%00']) {
    const first = await create(key);
    expect(first.status).toBe(201);
    expect((await create(key)).body).toEqual(first.body);
  }
  for (const key of ['', ' ', 'k'.repeat(256)]) {
    expect(expectProblem(await create(key), 422, 'VALIDATION').issues).toMatchObject([
      { path: 'Idempotency-Key' },
    ]);
  }
});

it('makes a group each time without a key', async () => {
  const before = await rowCounts(gateway.api.db);
  const ids = await Promise.all([1, 2, 3].map(async () => (await gateway.publish(body())).id));
  expect(new Set(ids).size).toBe(3);
  const after = await rowCounts(gateway.api.db);
  expect(after.idempotency_records).toBe(before.idempotency_records);
});

it('keeps the reply in the transaction that writes the rows: a process that dies makes nothing twice', async () => {
  const draft = (await create('k-draft', { draft: true })).body as { id: string };
  const { key, keyId } = await operator();
  const requests = [
    ['/v1/workspaces', { name: 'Once' }, 'workspace.create'],
    ['/v1/api-keys', { name: 'once', scopes: ['publish:read'] }, 'api_key.create'],
    [`/v1/api-keys/${keyId}/rotate`, {}, 'api_key.rotate'],
    [`${PATH}/${draft.id}/publish`, {}, 'post_group.publish'],
  ] as const;
  for (const [path, order, action] of requests) {
    const { status } = await gateway.api.call('POST', path, {
      key,
      body: order,
      headers: { 'idempotency-key': 'k-atomic' },
    });
    const [written] = await gateway.api.db.query<{ together: boolean }[]>(
      `select r.xmin = a.xmin as together from idempotency_records r, audit_log a
        where r.path = $1 and r.key = 'k-atomic' and r.status = $2 and a.action = $3
        order by a.id desc limit 1`,
      [path, status, action],
    );
    expect({ path, ...written }).toEqual({ path, together: true });
  }
});

describe('a process that dies between its rows and its reply', () => {
  beforeEach(async () => {
    await gateway.api.db.query(`
      create function lose_reply() returns trigger language plpgsql as $$ begin raise exception 'lost'; end $$;
      create trigger lose_reply before update on idempotency_records for each row
        when (new.status > 0) execute function lose_reply()`);
  });

  const twice = async (path: string, order: object) => {
    const post = () =>
      gateway.api.call('POST', path, { body: order, headers: { 'idempotency-key': 'k-died' } });
    expectProblem(await post(), 500, 'INTERNAL');
    await gateway.api.db.query('drop function lose_reply cascade');
    const headers = { 'idempotency-key': 'k-died' };
    const other = await gateway.api.call('POST', path, { body: { ...order, name: 'Other' }, headers });
    expectProblem(other, 409, 'IDEMPOTENCY_CONFLICT');
    const reply = await post();
    expect(replayed(reply)).toBeNull();
    expect(await post()).toMatchObject({ status: reply.status, body: reply.body as unknown });
    return reply;
  };

  it('leaves one connection, whose repetition goes on with it', async () => {
    const count = () => gateway.api.db.query<unknown[]>('select id from connections');
    const before = (await count()).length;
    const { baseUrl, apiKey } = gateway.sandbox.seeds().postato as Record<string, unknown>;
    const order = { provider: 'generic:postato', name: 'Once', credentials: { baseUrl, apiKey } };
    expect(await twice('/v1/connections', order)).toMatchObject({ status: 201, body: { name: 'Once' } });
    expect((await count()).length).toBe(before + 1);
  });

  it('leaves a command done, whose repetition tells so', async () => {
    const group = (await create('k-failed')).body as { id: string };
    await gateway.api.db.query(
      `update submissions set state = 'rejected', next_attempt_at = null where group_id = $1`,
      [group.id],
    );
    await gateway.api.db.query(`update posts set status = 'failed' where group_id = $1`, [group.id]);
    const retried = await twice(`${PATH}/${group.id}/retry`, { force: true });
    expect(retried).toMatchObject({ status: 200, body: { results: [{ result: 'done', status: 'queued' }] } });
    const rounds = await gateway.api.db.query('select round from submissions where group_id = $1', [
      group.id,
    ]);
    expect(rounds).toHaveLength(2);
  });
});

/** A key that may do everything, and the id of one that can be rotated. */
async function operator(): Promise<{ key: string; keyId: string }> {
  const { newKey, workspaceId } = gateway.api;
  const { key } = await newKey(workspaceId, ['admin', 'instance']);
  return { key, keyId: (await newKey(workspaceId, ['publish:read'])).id };
}
