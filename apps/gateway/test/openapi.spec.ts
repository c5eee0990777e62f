/** What the API answers is what its OpenAPI document says. */
import { createRequire } from 'node:module';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import type { PostView } from '../src/posts/post-view';
import type { Body, Reply } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

interface Validate {
  (value: unknown): boolean;
  errors?: unknown;
}
interface Ajv {
  addSchema(schema: unknown, name: string): void;
  compile(schema: unknown): Validate;
}

/** The validator for JSON Schema 2020-12 that Fastify brings; the root has an older one. */
function newAjv(): Ajv {
  const ofFastify = createRequire(require.resolve('fastify'));
  const ofCompiler = createRequire(ofFastify.resolve('@fastify/ajv-compiler'));
  const { Ajv2020 } = ofCompiler('ajv/dist/2020') as { Ajv2020: new (options: object) => Ajv };
  const formats = ofCompiler('ajv-formats') as (ajv: Ajv) => void;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats(ajv);
  return ajv;
}

let gateway: TestGateway;
let document: Body;
let ajv: Ajv;
let accounts: Record<'layers' | 'postpost' | 'postato', { id: string; accounts: Body[] }>;
beforeAll(async () => {
  gateway = await startTestGateway();
  document = (await gateway.api.call('GET', '/openapi.json', { key: null })).body;
  ajv = newAjv();
  ajv.addSchema(closed(document), 'api');
  accounts = {
    layers: await gateway.connect('layers'),
    postpost: await gateway.connect('postpost'),
    postato: await gateway.connect('postato'),
  };
}, 60_000);
afterAll(() => gateway.close());

/** Objects with named properties hold no others: what is served but not described is then an error, too. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]));
  if (typeof copy.properties === 'object' && copy.type === 'object') copy.additionalProperties ??= false;
  return copy;
}

const pointer = (...steps: string[]) =>
  `api#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** Validates a reply against the response that its operation declares for that status. */
function expectDescribed(reply: Reply, method: string, path: string): void {
  const problem = reply.status >= 400;
  const type = problem ? 'application/problem+json' : 'application/json';
  const responses = document.paths[path]?.[method]?.responses as Record<string, Body> | undefined;
  const response = responses?.[reply.status];
  expect([method, path, reply.status, response]).toEqual([method, path, reply.status, expect.any(Object)]);
  const steps = response.$ref
    ? (response.$ref as string).slice(2).split('/')
    : ['paths', path, method, 'responses', String(reply.status)];
  const validate = ajv.compile({ $ref: pointer(...steps, 'content', type, 'schema') });
  const valid = validate(reply.body);
  expect([method, path, reply.status, valid ? null : validate.errors]).toEqual([
    method,
    path,
    reply.status,
    null,
  ]);
}

function expectRequest(body: unknown, path: string): void {
  const validate = ajv.compile({
    $ref: pointer('paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema'),
  });
  const valid = validate(body);
  expect([path, valid ? null : validate.errors]).toEqual([path, null]);
}

function fits(pattern: string, path: string): boolean {
  const [parts, steps] = [pattern.split('/'), path.split('/')];
  return (
    parts.length === steps.length &&
    parts.every((part, index) => part.startsWith('{') || part === steps[index])
  );
}

it('names every route that is served, and no other', async () => {
  for (const path of [
    '/v1/post-groups',
    '/v1/post-groups/{id}',
    '/v1/posts',
    '/v1/posts/{id}',
    '/v1/post-groups/{id}/reschedule',
    '/v1/post-groups/{id}/retry',
    '/v1/posts/bulk-retry',
    '/v1/posts/{id}/reschedule',
    '/v1/posts/{id}/resolve',
    '/v1/posts/{id}/retry',
    '/v1/accounts',
    '/v1/accounts/{id}',
    '/v1/connections',
    '/v1/connections/{id}',
    '/v1/connections/{id}/check',
    '/v1/connections/{id}/sync',
    '/v1/providers',
    '/health/live',
    '/health/ready',
  ]) {
    expect([path, document.paths[path]]).toEqual([path, expect.any(Object)]);
  }
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  const items = Object.entries(document.paths as Record<string, object>);
  for (const [path] of items) {
    // A word in the place of an id is an id for the methods that it does not serve itself.
    const item = Object.assign(
      {},
      ...items.flatMap(([other, its]) => (fits(other, path) ? its : [])),
    ) as object;
    for (const method of methods) {
      const key = path.startsWith('/v1') ? gateway.api.key : null;
      // A stream that begins would not end.
      const query = path === '/v1/events/stream' ? '?after=x' : '';
      const place = path.replace(/\{\w+\}/g, 'x_nobody') + query;
      const reply = await gateway.api.call(method.toUpperCase(), place, { key });
      expect([method, path, reply.status === 405]).toEqual([method, path, !(method in item)]);
    }
  }
});

it('describes posts and groups in every state, and what is sent to make them', async () => {
  const body = {
    content: {
      text: 'Opening day',
      media: [{ url: `${gateway.sandbox.url}/samples/a.jpg`, altText: 'A cup' }],
    },
    targets: [
      { accountId: accountOn(accounts.layers.accounts, 'instagram'), options: { mode: 'publish' } },
      { accountId: accountOn(accounts.postpost.accounts, 'threads'), content: { text: 'Ours #fail-auth' } },
      {
        accountId: accountOn(accounts.postato.accounts, 'x'),
        content: { text: 'One', media: [], thread: [{ text: 'Two' }], firstComment: null },
      },
    ],
    scheduledAt: null,
    draft: false,
    clientReference: 'campaign-7/42',
    maxLatenessSeconds: 3600,
    metadata: { team: 'growth' },
  };
  expectRequest(body, '/v1/post-groups');
  expectRequest(
    {
      content: null,
      targets: [{ accountId: 'a', content: null, options: null }],
      clientReference: null,
      maxLatenessSeconds: null,
      metadata: null,
    },
    '/v1/post-groups',
  );
  const created = await gateway.api.call('POST', '/v1/post-groups', { body });
  expect(created.status).toBe(201);
  expectDescribed(created, 'post', '/v1/post-groups');
  const id = created.body.id as string;
  await gateway.startWorker();
  const final: Body = await gateway.final(id);
  await gateway.stopWorker();
  expect(final).toMatchObject({ status: 'partially_published', counts: { published: 2, failed: 1 } });
  // Forms that this run did not bring about.
  await gateway.api.db.query(
    `update posts set status = 'canceled', canceled_by = 'caller', cancel_reason = 'x', canceled_at = now(),
       scheduled_at = now(), parts = '[{"index":0,"status":null,"platformPostId":null,"platformPostUrl":null},
         {"index":1,"status":"published","platformPostId":"1","platformPostUrl":"https://x.com/1"}]'
     where id = $1`,
    [final.posts[2].id],
  );
  for (const [path, described] of [
    [`/v1/post-groups/${id}`, '/v1/post-groups/{id}'],
    ['/v1/post-groups', '/v1/post-groups'],
    ['/v1/posts', '/v1/posts'],
    ...(final.posts as Body[]).map((post) => [`/v1/posts/${post.id}`, '/v1/posts/{id}'] as const),
  ] as const) {
    const reply = await gateway.api.call('GET', path);
    expect(reply.status).toBe(200);
    expectDescribed(reply, 'get', described);
  }
});

it('describes commands, done, not done and refused', async () => {
  const { call, db } = gateway.api;
  const publish = async (targets: string[]) => {
    const accountIds = targets.map((platform) => accountOn(accounts.postpost.accounts, platform));
    const body = {
      content: { text: 'Commands' },
      targets: accountIds.map((accountId) => ({ accountId })),
      scheduledAt: new Date(Date.now() + 20_000).toISOString(),
    };
    return (await call('POST', '/v1/post-groups', { body })).body as PostGroupView;
  };
  const described = async (status: number, method: string, path: string, id: string, body?: unknown) => {
    const reply = await call(method.toUpperCase(), path.replace('{id}', id), { body });
    expect([method, path, reply.status]).toEqual([method, path, status]);
    expectDescribed(reply, method, path);
    if (body !== undefined && method === 'post' && status !== 422) expectRequest(body, path);
    return reply.body as { results?: unknown[] };
  };
  const scheduledAt = new Date(Date.now() + 30_000).toISOString();
  const group = await publish(['linkedin', 'threads', 'x']);
  const [one, two, three] = group.posts as [PostView, PostView, PostView];
  await described(200, 'post', '/v1/posts/{id}/reschedule', one.id, { scheduledAt });
  await described(200, 'post', '/v1/post-groups/{id}/reschedule', group.id, { scheduledAt });
  await described(422, 'post', '/v1/posts/{id}/reschedule', one.id, {});
  await described(200, 'delete', '/v1/posts/{id}', one.id, { reason: 'x' });
  await described(409, 'post', '/v1/posts/{id}/reschedule', one.id, { scheduledAt });
  await db.query(
    `update submissions set state = 'sending' where id = (select submission_id from posts where id = $1)`,
    [two.id],
  );
  await described(202, 'delete', '/v1/posts/{id}', two.id);
  await described(409, 'post', '/v1/posts/{id}/resolve', two.id, { outcome: 'published', note: 'x' });
  await db.query(`update posts set status = 'failed', error = null where id = $1`, [three.id]);
  const refused = await described(409, 'post', '/v1/post-groups/{id}/retry', group.id, { force: false });
  expect(refused.results).toHaveLength(3);
  await described(200, 'post', '/v1/posts/bulk-retry', '', { filter: {}, force: true, limit: 10 });
  await described(422, 'post', '/v1/posts/bulk-retry', '', { filter: 1 });
  await db.query(`update posts set status = 'unknown' where id = $1`, [three.id]);
  const resolution = { outcome: 'not_published', platformPostId: null, platformPostUrl: null, note: 'Gone' };
  await described(200, 'post', '/v1/posts/{id}/resolve', three.id, resolution);
  await described(409, 'post', '/v1/posts/{id}/retry', three.id, {});
  await described(200, 'post', '/v1/posts/{id}/retry', three.id, { force: true });
  await described(200, 'delete', '/v1/post-groups/{id}', group.id, { reason: null });
  await described(200, 'delete', '/v1/posts/{id}', three.id);
  await described(404, 'delete', '/v1/post-groups/{id}', 'pg_nobody');
});

it('describes connections, accounts, providers and health', async () => {
  const { id, accounts: own } = accounts.postato;
  const get = (path: string) => gateway.api.call('GET', path);
  expectDescribed(await get('/v1/connections'), 'get', '/v1/connections');
  expectDescribed(await get(`/v1/connections/${id}`), 'get', '/v1/connections/{id}');
  expectDescribed(await get('/v1/accounts'), 'get', '/v1/accounts');
  expectDescribed(await get(`/v1/accounts/${own[0].id}`), 'get', '/v1/accounts/{id}');
  expectDescribed(await get('/v1/providers'), 'get', '/v1/providers');
  expectDescribed(await get('/health/live'), 'get', '/health/live');
  expectDescribed(await get('/health/ready'), 'get', '/health/ready');
  const post = (path: string, body?: unknown) => gateway.api.call('POST', path, { body });
  expectDescribed(await post(`/v1/connections/${id}/check`), 'post', '/v1/connections/{id}/check');
  expectDescribed(await post(`/v1/connections/${id}/sync`), 'post', '/v1/connections/{id}/sync');
  const broken = {
    provider: 'layers',
    name: 'Broken',
    credentials: { apiKey: 'wrong', baseUrl: gateway.sandbox.url },
  };
  expectRequest(broken, '/v1/connections');
  const needy = await post('/v1/connections', broken);
  expect(needy.body).toMatchObject({ status: 'needs_attention', error: expect.any(Object) });
  expectDescribed(needy, 'post', '/v1/connections');
  const path = `/v1/connections/${needy.body.id}`;
  const renamed = await gateway.api.call('PATCH', path, { body: { name: 'New', scheduling: 'gateway' } });
  expect(renamed.status).toBe(200);
  expectDescribed(renamed, 'patch', '/v1/connections/{id}');
  expectDescribed(await post(`${path}/check`), 'post', '/v1/connections/{id}/check');
  const sync = await post(`${path}/sync`);
  expect(sync.status).toBe(409);
  expectDescribed(sync, 'post', '/v1/connections/{id}/sync');
});

it('describes the refusals', async () => {
  const call = gateway.api.call;
  const groups = '/v1/post-groups';
  expectDescribed(await call('POST', groups, { raw: '{' }), 'post', groups);
  expectDescribed(await call('POST', groups, { body: {} }), 'post', groups);
  expectDescribed(await call('POST', groups, { body: {}, key: null }), 'post', groups);
  expectDescribed(
    await call('POST', groups, { raw: 'x', headers: { 'content-type': 'text/plain' } }),
    'post',
    groups,
  );
  expectDescribed(await call('POST', groups, { raw: 'x'.repeat(2_000_000) }), 'post', groups);
  const { key } = await gateway.api.newKey(gateway.api.workspaceId, ['publish:read']);
  expectDescribed(await call('POST', groups, { body: {}, key }), 'post', groups);
  expectDescribed(await call('GET', `${groups}?limit=0`), 'get', groups);
  expectDescribed(await call('GET', `${groups}/pg_nobody`), 'get', '/v1/post-groups/{id}');
});
