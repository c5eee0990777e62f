/** Webhook endpoints as their workspace makes, changes and ends them. */
import { openWebhookSecret } from '../src/webhooks/webhook-secret';
import { expectProblem, itemsOf, startTestApi, type Body, type Reply, type TestApi } from './api-harness';
import { housekeeperOf } from './housekeeper';
import { HOOKS, webhookWorkspace, type WebhookWorkspace } from './webhook-scene';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.close());

const workspace = () => webhookWorkspace(api);

async function laneOf(id: string): Promise<Record<string, unknown>> {
  const [row] = await api.db.query<Record<string, unknown>[]>(
    `select position::int, failures, failing_since, paused_until = '-infinity' as free, era from webhook_lanes
      where endpoint_id = $1`,
    [id],
  );
  return row!;
}

const issuesOf = (reply: Reply) =>
  (expectProblem(reply, 422, 'VALIDATION').issues ?? []).map(({ path, rule }) => `${path} ${rule}`);

/** A secret in the clear, as the database has it. */
async function storedSecrets(id: string): Promise<string[]> {
  const rows = await api.db.query<{ secret: Buffer; secret_key_id: string }[]>(
    'select secret, secret_key_id from webhook_secrets where endpoint_id = $1 order by number',
    [id],
  );
  return rows.map(({ secret, secret_key_id: keyId }) =>
    openWebhookSecret(api.config.encryptionKeys, id, { bytes: secret, keyId }),
  );
}

describe('making one', () => {
  it('says what was made, with defaults, and begins at the head of the log', async () => {
    const { call, endpoint, tell } = await workspace();
    await tell([{}, {}]);
    const { secret, ...made } = await endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(made).toEqual({
      id: expect.stringMatching(/^we_[0-9a-z]{26}$/),
      url: HOOKS,
      events: ['*'],
      description: null,
      payload: 'full',
      format: 'standard',
      active: true,
      disabledReason: null,
      disabledAt: null,
      lastSuccessAt: null,
      lastFailureAt: null,
      consecutiveFailures: 0,
      failingSince: null,
      pausedUntil: null,
      pendingDeliveries: 0,
      secrets: [{ createdAt: made.createdAt, expiresAt: null }],
      createdAt: expect.any(String),
      updatedAt: made.createdAt,
    });
    expect((await call('GET', `/webhook-endpoints/${made.id}`)).body).toEqual(made);
    const [head] = await api.db.query<{ head: number }[]>('select max(sequence)::int as head from events');
    expect(await laneOf(made.id)).toMatchObject({ position: head!.head });
  });

  it('shows the secret once, and again only to a repetition of the request', async () => {
    const { call } = await workspace();
    const create = () => call('POST', '/webhook-endpoints', { url: HOOKS }, { 'idempotency-key': 'once' });
    const [first, again] = [await create(), await create()];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', first.body]);
    const { id, secret } = first.body as { id: string; secret: string };
    const shown = [
      await call('GET', `/webhook-endpoints/${id}`),
      await call('GET', '/webhook-endpoints'),
      await call('PATCH', `/webhook-endpoints/${id}`, { description: 'a' }),
    ];
    for (const { status, body } of shown)
      expect([status, JSON.stringify(body).includes('whsec_')]).toEqual([200, false]);
    expect(itemsOf(shown[1]!)).toHaveLength(1);
    expect(await storedSecrets(id)).toEqual([secret]);
    const [tables] = await api.db.query<{ text: string }[]>(
      `select (select string_agg(t::text, '') from webhook_secrets t)
         || (select string_agg(t::text, '') from idempotency_records t)
         || (select string_agg(t::text, '') from audit_log t) as text`,
    );
    const inHex = Buffer.from(secret).toString('hex');
    expect([tables!.text.includes(secret), tables!.text.includes(inHex)]).toEqual([false, false]);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['url required']],
    ['no address', { url: 'hooks' }, ['url url']],
    ['white space', { url: 'https://hooks.example.com/a b' }, ['url url']],
    ['another type', { url: 5 }, ['url string']],
    ['a long address', { url: `https://hooks.example.com/${'a'.repeat(2_048)}` }, ['url length']],
    ['http', { url: 'http://hooks.example.com/' }, ['url url.https']],
    ['another scheme', { url: 'ftp://hooks.example.com/' }, ['url address.public']],
    ['an internal address', { url: 'https://10.1.2.3/' }, ['url address.public']],
    ['an internal name', { url: 'https://db.internal/' }, ['url address.public']],
    ['credentials', { url: 'https://user:word@hooks.example.com/' }, ['url url.credentials']],
    [
      'a fragment at home',
      { url: 'http://me@localhost/#a' },
      ['url url.credentials', 'url url.fragment', 'url address.public'],
    ],
    ['no events', { url: HOOKS, events: [] }, ['events min_items']],
    ['no list', { url: HOOKS, events: 'post.*' }, ['events array']],
    ['null', { url: HOOKS, events: null }, ['events array']],
    ['one event twice', { url: HOOKS, events: ['*', '*'] }, ['events unique']],
    ['an unknown event', { url: HOOKS, events: ['post.*', 'post.publishd'] }, ['events one_of']],
    ['an unknown payload', { url: HOOKS, payload: 'fat' }, ['payload one_of']],
    ['an unknown format', { url: HOOKS, format: 'xml' }, ['format one_of']],
    ['no boolean', { url: HOOKS, active: 'yes' }, ['active boolean']],
    ['a long description', { url: HOOKS, description: 'a'.repeat(501) }, ['description max_length']],
    ['what it may not say', { url: HOOKS, secret: 'whsec_x' }, ['secret unknown_field']],
  ])('refuses %s by its name', async (_what, body, issues) => {
    const { call, endpoint } = await workspace();
    expect(issuesOf(await call('POST', '/webhook-endpoints', body))).toEqual(issues);
    expect((await call('GET', '/webhook-endpoints')).body.items).toEqual([]);
    if (!('url' in body)) return;
    const path = `/webhook-endpoints/${(await endpoint()).id}`;
    expect(issuesOf(await call('PATCH', path, body))).toEqual(issues);
  });

  it('names the event that is unknown, and lets a host pass that the operator allows', async () => {
    const { call } = await workspace();
    const refused = await call('POST', '/webhook-endpoints', { url: HOOKS, events: ['post.publishd'] });
    expect(refused.body.detail).toContain('post.publishd');
    const allowed = await call('POST', '/webhook-endpoints', { url: 'http://127.0.0.1:9/hooks' });
    expect(allowed.status).toBe(201);
  });

  it('keeps fifty of a workspace, whoever comes at once', async () => {
    const { call, workspaceId } = await workspace();
    await api.db.query(
      `with e as (
         insert into webhook_endpoints (id, workspace_id, url, events, payload, format)
         select 'we_' || md5($1 || n), $1, $2, '{*}', 'full', 'standard' from generate_series(1, 49) n returning id)
       insert into webhook_lanes (endpoint_id, workspace_id, position) select id, $1, 0 from e`,
      [workspaceId, HOOKS],
    );
    const replies = await Promise.all(
      [1, 2, 3].map(() => call('POST', '/webhook-endpoints', { url: HOOKS })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = replies.find(({ status }) => status === 409)!;
    expect(expectProblem(refused, 409, 'CONFLICT').detail).toContain('at most 50');
  });
});

it('lists them newest first, in pages', async () => {
  const { call, endpoint } = await workspace();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift((await endpoint({ description: String(n) })).id);
  const first = await call('GET', '/webhook-endpoints?limit=3');
  const second = await call('GET', `/webhook-endpoints?limit=3&cursor=${first.body.nextCursor}`);
  expect([...itemsOf(first), ...itemsOf(second)].map(({ id }) => id)).toEqual(ids);
  expect(second.body.nextCursor).toBeNull();
});

it('is not there for others, nor for keys without the scope', async () => {
  const [mine, other] = [await workspace(), await workspace()];
  const path = `/webhook-endpoints/${(await mine.endpoint()).id}`;
  const since = new Date().toISOString();
  const requests: [string, string, object?][] = [
    ['GET', path],
    ['PATCH', path, { active: false }],
    ['DELETE', path],
    ['POST', `${path}/rotate-secret`],
    ['POST', `${path}/test`],
    ['POST', `${path}/replay`, { since }],
  ];
  const reading = await api.newKey(mine.workspaceId, ['webhooks:read']);
  for (const [method, at, body] of requests) {
    expectProblem(await other.call(method, at, body), 404, 'NOT_FOUND');
    const reply = await api.call(method, `/v1${at}`, { key: reading.key, body });
    if (method === 'GET') expect(reply.status).toBe(200);
    else expect(expectProblem(reply, 403, 'FORBIDDEN_SCOPE').scope).toBe('webhooks:write');
  }
  expect((await other.call('GET', '/webhook-endpoints')).body.items).toEqual([]);
});

describe('changing one', () => {
  it('changes what is said, and leaves the rest', async () => {
    const { call, endpoint } = await workspace();
    const { secret, ...made } = await endpoint({ description: 'First', events: ['post.*'] });
    const change = { payload: 'thin', format: 'cloudevents', description: null };
    const reply = await call('PATCH', `/webhook-endpoints/${made.id}`, change);
    expect(reply.body).toEqual({ ...(made as object), ...change, updatedAt: expect.any(String) });
    expect(reply.body.updatedAt).not.toBe(made.updatedAt);
    const [, entry] = await api.db.query<{ before: Body; after: Body }[]>(
      'select before, after from audit_log where subject_id = $1 order by id',
      [made.id],
    );
    expect(entry).toMatchObject({ before: { payload: 'full' }, after: { payload: 'thin' } });
    // What is as it was is no change.
    const same = await call('PATCH', `/webhook-endpoints/${made.id}`, change);
    expect(same.body).toEqual(reply.body);
    expect(await storedSecrets(made.id)).toEqual([secret]);
  });

  it('begins anew at the head when it is switched on, and forgets why it was off', async () => {
    const { call, endpoint, tell } = await workspace();
    const { id } = await endpoint();
    const path = `/webhook-endpoints/${id}`;
    const { body: off } = await call('PATCH', path, { active: false });
    expect(off).toMatchObject({ active: false, disabledReason: null, disabledAt: expect.any(String) });
    await failing(id);
    await api.db.query(`update webhook_endpoints set disabled_reason = 'failing' where id = $1`, [id]);
    await tell([{}, {}, {}]);
    const { body: shown } = await call('GET', path);
    expect(shown).toMatchObject({
      disabledReason: 'failing',
      consecutiveFailures: 7,
      failingSince: expect.any(String),
      pausedUntil: expect.any(String),
    });
    const { body: on } = await call('PATCH', path, { active: true });
    expect(on).toMatchObject({
      active: true,
      disabledReason: null,
      disabledAt: null,
      consecutiveFailures: 0,
      failingSince: null,
      pausedUntil: null,
    });
    const [head] = await api.db.query<{ head: number }[]>('select max(sequence)::int as head from events');
    const settled = { position: head!.head, failures: 0, failing_since: null, free: true, era: 1 };
    expect(await laneOf(id)).toEqual(settled);
  });

  it('is sent what had happened when it was switched off, though no worker had come to it', async () => {
    const { call, endpoint, tell } = await workspace();
    const { id } = await endpoint({ events: ['post.published'] });
    const path = `/webhook-endpoints/${id}`;
    const [before] = await tell([{}, { type: 'post.failed' }]);
    await call('PATCH', path, { active: false });
    await tell([{ age: -1 }]);
    await call('PATCH', path, { active: true });
    const deliveries = async () => {
      const { body } = await call('GET', `/webhook-deliveries?endpointId=${id}`);
      return (body.items as { eventId: string; status: string }[]).map(({ eventId, status }) => [
        eventId,
        status,
      ]);
    };
    expect(await deliveries()).toEqual([[before, 'pending']]);
    // Once.
    await call('PATCH', path, { active: false });
    await call('PATCH', path, { active: true });
    expect(await deliveries()).toHaveLength(1);
  });

  it('passes no event by where it was active all along', async () => {
    const { call, endpoint, tell } = await workspace();
    const { id } = await endpoint();
    const before = await laneOf(id);
    await tell([{}, {}]);
    await call('PATCH', `/webhook-endpoints/${id}`, { active: true, events: ['post.*'] });
    expect(await laneOf(id)).toEqual(before);
    // At another address nothing has failed yet; where it is stays.
    await failing(id);
    await call('PATCH', `/webhook-endpoints/${id}`, { url: `${HOOKS}/other` });
    expect(await laneOf(id)).toEqual({ ...before, era: 1 });
  });

  const failing = (id: string) =>
    api.db.query(
      `update webhook_lanes set failures = 7, failing_since = now() - interval '3 days',
         paused_until = now() + interval '1 hour' where endpoint_id = $1`,
      [id],
    );
});

it('goes with all that hangs on it', async () => {
  const { call, endpoint, tell, deliver } = await workspace();
  const { id } = await endpoint();
  const [event] = await tell([{}]);
  const delivery = await deliver(id, event!, { status: 'pending', answers: [500] });
  expect((await call('GET', `/webhook-endpoints/${id}`)).body.pendingDeliveries).toBe(1);
  expect((await call('DELETE', `/webhook-endpoints/${id}`)).status).toBe(204);
  for (const path of [`/webhook-endpoints/${id}`, `/webhook-deliveries/${delivery}`])
    expectProblem(await call('GET', path), 404, 'NOT_FOUND');
  expect((await call('GET', '/webhook-endpoints')).body.items).toEqual([]);
  expect((await call('GET', '/webhook-deliveries')).body.items).toEqual([]);
  expectProblem(await call('POST', `/webhook-deliveries/${delivery}/replay`), 404, 'NOT_FOUND');
  expect(await storedSecrets(id)).toEqual([]);
  await housekeeperOf(api).sweep();
  const [left] = await api.db.query<{ rows: number }[]>(
    `select ((select count(*) from webhook_deliveries where endpoint_id = $1)
       + (select count(*) from webhook_attempts where delivery_id = $2)
       + (select count(*) from webhook_lanes where endpoint_id = $1)
       + (select count(*) from webhook_endpoints where id = $1))::int as rows`,
    [id, delivery],
  );
  expect(left!.rows).toBe(0);
});

describe('rotating its secret', () => {
  const rotate = ({ call }: WebhookWorkspace, id: string, body?: object) =>
    call('POST', `/webhook-endpoints/${id}/rotate-secret`, body);
  /** Seconds until each of the secrets ends, newest first. */
  const endsOf = (reply: Reply) =>
    (reply.body as { secrets: { expiresAt: string | null }[] }).secrets.map(
      ({ expiresAt }) => expiresAt && Math.round((Date.parse(expiresAt) - Date.now()) / 1000),
    );
  const about = (seconds: number) => ({
    asymmetricMatch: (value: unknown) => typeof value === 'number' && Math.abs(value - seconds) <= 20,
    toString: () => `about ${seconds}`,
  });

  it('lets the earlier ones sign until the overlap is over, and never longer than they had', async () => {
    const scene = await workspace();
    const { id, secret } = await scene.endpoint();
    const first = await rotate(scene, id);
    expect([first.status, endsOf(first)]).toEqual([201, [null, about(86_400)]]);
    const second = await rotate(scene, id, { overlapSeconds: 3_600 });
    expect(endsOf(second)).toEqual([null, about(3_600), about(3_600)]);
    const third = await rotate(scene, id, { overlapSeconds: 604_800 });
    expect(endsOf(third)).toEqual([null, about(604_800), about(3_600), about(3_600)]);
    const secrets = [secret, first.body.secret, second.body.secret, third.body.secret] as string[];
    expect(new Set(secrets).size).toBe(4);
    expect(await storedSecrets(id)).toEqual(secrets);
    const last = await rotate(scene, id, { overlapSeconds: 0 });
    expect(endsOf(last)).toEqual([null]);
    expect(await storedSecrets(id)).toEqual([last.body.secret]);
  });

  it('keeps five that sign; the sixth waits, or ends them all', async () => {
    const scene = await workspace();
    const { id } = await scene.endpoint();
    for (let n = 0; n < 4; n += 1) expect((await rotate(scene, id)).status).toBe(201);
    const refused = expectProblem(await rotate(scene, id), 409, 'CONFLICT');
    expect(refused.detail).toMatch(
      /has 5 secrets that still sign, the first of them until 20.+overlapSeconds 0/,
    );
    // One that has ended is none.
    await api.db.query(
      `update webhook_secrets set expires_at = now() - interval '1 second' where endpoint_id = $1 and number = 1`,
      [id],
    );
    expect(endsOf(await rotate(scene, id))).toHaveLength(5);
    expect((await rotate(scene, id, { overlapSeconds: 0 })).status).toBe(201);
  });

  it('happens twice where it is asked for twice at once', async () => {
    const scene = await workspace();
    const { id, secret } = await scene.endpoint();
    const replies = await Promise.all([rotate(scene, id), rotate(scene, id)]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    const made = replies.map(({ body }) => (body as { secret: string }).secret);
    const stored = await storedSecrets(id);
    expect([...stored].sort()).toEqual([secret, ...made].sort());
    const { body } = await scene.call('GET', `/webhook-endpoints/${id}`);
    expect(endsOf({ ...replies[0], body })).toEqual([null, about(86_400), about(86_400)]);
  });

  it('is repeated by its idempotency key alone, and refuses what is no overlap', async () => {
    const { call, endpoint } = await workspace();
    const { id } = await endpoint();
    const path = `/webhook-endpoints/${id}/rotate-secret`;
    const [first, again] = [
      await call('POST', path, {}, { 'idempotency-key': 'once' }),
      await call('POST', path, {}, { 'idempotency-key': 'once' }),
    ];
    expect(again.body).toEqual(first.body);
    expect(await storedSecrets(id)).toHaveLength(2);
    for (const [overlapSeconds, rule] of [
      [-1, 'min'],
      [604_801, 'max'],
      [1.5, 'integer'],
      ['1', 'integer'],
    ])
      expect(issuesOf(await call('POST', path, { overlapSeconds }))).toEqual([`overlapSeconds ${rule}`]);
  });
});

describe('testing it', () => {
  it('writes an event that names it', async () => {
    const { call, endpoint, workspaceId } = await workspace();
    const { id } = await endpoint({ events: ['connection.*'] });
    const path = `/webhook-endpoints/${id}/test`;
    const [first, again] = [
      await call('POST', path, undefined, { 'idempotency-key': 'once' }),
      await call('POST', path, undefined, { 'idempotency-key': 'once' }),
    ];
    expect([first.status, again.body]).toEqual([202, first.body]);
    const events = await api.db.query('select id, type, data from events where workspace_id = $1', [
      workspaceId,
    ]);
    expect(events).toEqual([
      {
        id: first.body.eventId,
        type: 'test.ping',
        data: { endpointId: id, message: expect.any(String) },
      },
    ]);
  });

  it('says that nothing would be sent', async () => {
    const { call, endpoint } = await workspace();
    const { id } = await endpoint({ active: false });
    const refused = await call('POST', `/webhook-endpoints/${id}/test`);
    expect(expectProblem(refused, 409, 'CONFLICT').detail).toContain('not active');
  });
});
