import { randomBytes } from 'node:crypto';
import { createApi } from '../src/http/bootstrap';
import { ConnectionContexts } from '../src/connections/connection-contexts';
import { newId } from '../src/database/ids';
import { expectProblem, type Item, itemsOf, providing, startTestApi, type TestApi } from './api-harness';
import { fakeProvider, startUpstream, type Upstream } from './connections-upstream';

interface Connection extends Item {
  status: string;
}

const SECRET = 'sk_very-secret-value';
const providers = providing([fakeProvider(), fakeProvider('held', false)]);

let upstream: Upstream;
let api: TestApi;
beforeAll(async () => {
  upstream = await startUpstream();
  api = await startTestApi([providers]);
});
afterAll(async () => {
  await api.close();
  await upstream.close();
});
beforeEach(() => {
  upstream.accounts = [{ reference: 'a1', handle: '@acme', data: { project: 7 } }];
  upstream.identity = 'Acme';
  upstream.keys = [];
});

const valid = (changes: object = {}, credentials: object = {}) => ({
  provider: 'fake',
  name: 'Main',
  credentials: { apiKey: SECRET, baseUrl: upstream.url, ...credentials },
  ...changes,
});

async function created(changes: object = {}, credentials: object = {}) {
  const reply = await api.call('POST', '/v1/connections', { body: valid(changes, credentials) });
  expect(reply.status).toBe(201);
  return reply.body as Connection;
}

async function openPost(connectionId: string, status: string) {
  const [account] = await api.db.query<{ id: string }[]>('select id from accounts where connection_id = $1', [
    connectionId,
  ]);
  const groupId = newId('pg');
  await api.db.query(
    `insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
     values ($1, $2, $3, '{}', '{}', 60, now(), now())`,
    [groupId, api.workspaceId, status],
  );
  const postId = newId('post');
  await api.db.query(
    `insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform,
       content, options, status, merge, created_at, updated_at)
     values ($1, $2, $3, 0, $4, $5, 'fake', 'x', '{}', '{}', $6, '{}', now(), now())`,
    [postId, api.workspaceId, groupId, account?.id, connectionId, status],
  );
  return postId;
}

describe('creating', () => {
  it('stores, checks and lists the accounts at once', async () => {
    const connection = await created();
    expect(connection).toEqual({
      id: expect.stringMatching(/^conn_/),
      provider: 'fake',
      name: 'Main',
      settings: { baseUrl: upstream.url, region: 'eu' },
      scheduling: null,
      status: 'active',
      error: null,
      traffic: {
        breaker: 'closed',
        pausedUntil: null,
        reason: null,
        scope: null,
        // The check and the list of accounts.
        reads: { used: 2, limit: 1000, perSeconds: 60 },
        writes: { used: 0, limit: 10, perSeconds: 60 },
      },
      checkedAt: expect.stringMatching(/Z$/),
      syncedAt: expect.stringMatching(/Z$/),
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect(upstream.keys).toEqual([SECRET, SECRET]);
    const accounts = await api.call('GET', `/v1/accounts?connectionId=${connection.id}`);
    expect(itemsOf(accounts)).toMatchObject([
      { connectionId: connection.id, provider: 'fake', platform: 'x', handle: '@acme', reference: 'a1' },
    ]);
  });

  it('shows the provider’s share apart in Server-Timing', async () => {
    const reply = await api.call('POST', '/v1/connections', { body: valid() });
    expect(reply.headers.get('server-timing')).toMatch(/^app;dur=[\d.]+, upstream;dur=[\d.]+$/);
  });

  it('is not undone by a provider that refuses', async () => {
    upstream.identity = 401;
    const connection = await created();
    expect(connection).toMatchObject({ status: 'needs_attention', syncedAt: null });
    expect(connection.error).toMatchObject({ code: 'AUTH_EXPIRED', upstreamHttpStatus: 401 });
    expect(JSON.stringify(connection)).not.toContain(SECRET);
    const events = await api.db.query<{ data: unknown }[]>(
      `select data from events where type = 'connection.needs_attention' and data->>'connectionId' = $1`,
      [connection.id],
    );
    expect(events).toHaveLength(1);
  });

  it('is not undone by a provider that is away', async () => {
    const connection = await created({}, { baseUrl: 'http://127.0.0.1:9' });
    expect(connection).toMatchObject({ status: 'needs_attention', error: { code: 'NETWORK_ERROR' } });
  });

  it.each<[string, object, object, string, string]>([
    ['an unknown provider', { provider: 'nobody' }, {}, 'provider', 'provider.exists'],
    ['no name', { name: undefined }, {}, 'name', 'required'],
    ['an empty name', { name: '' }, {}, 'name', 'length'],
    ['an unknown field', { color: 'red' }, {}, 'color', 'unknown_field'],
    ['credentials that are no object', { credentials: 'key' }, {}, 'credentials', 'object'],
    ['an unknown credential', {}, { apikey: 'x' }, 'credentials.apikey', 'unknown_field'],
    ['a missing credential', {}, { apiKey: undefined }, 'credentials.apiKey', 'required'],
    ['an empty credential', {}, { apiKey: '' }, 'credentials.apiKey', 'not_empty'],
    ['a credential of another type', {}, { apiKey: 7 }, 'credentials.apiKey', 'string'],
    ['a credential of another form', {}, { apiKey: 'SK' }, 'credentials.apiKey', 'pattern'],
    ['what is no address', {}, { baseUrl: 'example' }, 'credentials.baseUrl', 'url'],
    ['a private address', {}, { baseUrl: 'http://10.0.0.1/' }, 'credentials.baseUrl', 'address.public'],
    ['cloud metadata', {}, { baseUrl: 'http://169.254.169.254/' }, 'credentials.baseUrl', 'address.public'],
    ['a text for a list', {}, { webhookSecrets: 's' }, 'credentials.webhookSecrets', 'array'],
    ['a number in a list', {}, { webhookSecrets: [1] }, 'credentials.webhookSecrets[0]', 'string'],
    ['an unknown scheduling', { scheduling: 'later' }, {}, 'scheduling', 'one_of'],
    [
      'scheduling that the provider lacks',
      { provider: 'held', scheduling: 'upstream' },
      {},
      'scheduling',
      'scheduling.supported',
    ],
  ])('refuses %s, and writes nothing', async (_name, changes, credentials, path, rule) => {
    const body = { ...valid({}, credentials), ...changes };
    const [before] = await api.db.query<{ n: string }[]>('select count(*) as n from connections');
    const reply = await api.call('POST', '/v1/connections', { body });
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([{ path, rule }]);
    expect(JSON.stringify(reply.body)).not.toContain(SECRET);
    expect(await api.db.query('select count(*) as n from connections')).toEqual([before]);
  });
});

describe('secrets', () => {
  it('are nowhere in the row in plain, and bound to it', async () => {
    const one = await created({}, { webhookSecrets: ['whsec-1', 'whsec-2'] });
    const two = await created();
    const [row] = await api.db.query<Record<string, unknown>[]>('select * from connections where id = $1', [
      one.id,
    ]);
    expect(row?.credentials_key_id).toBe('k1');
    const text = JSON.stringify({ ...row, credentials: (row?.credentials as Buffer).toString('latin1') });
    expect(text).not.toMatch(/very-secret|whsec/);

    const contexts = api.app.get(ConnectionContexts, { strict: false });
    const open = await contexts.open(one.id);
    expect(open.context.credentials.webhookSecrets).toEqual(['whsec-1', 'whsec-2']);
    expect(open.context.credentials).toMatchObject({ apiKey: SECRET, region: 'eu' });
    expect(Math.abs(open.context.now() - Date.now())).toBeLessThan(5_000);

    await api.db.query(
      `update connections set credentials = (select credentials from connections where id = $1),
         updated_at = now() where id = $2`,
      [one.id, two.id],
    );
    await expect(contexts.open(two.id)).rejects.toThrow(/do not open/);
    const reply = await api.call('POST', `/v1/connections/${two.id}/check`);
    expect(expectProblem(reply, 409, 'CONFLICT').detail).toMatch(/Set the credentials anew/);
  });

  it('reach neither evidence nor errors', async () => {
    upstream.identity = 500;
    const { id } = await created();
    const seen: unknown[] = [];
    const contexts = api.app.get(ConnectionContexts, { strict: false });
    const { provider, context } = await contexts.open(id, { onExchange: (exchange) => seen.push(exchange) });
    const check = await provider.checkConnection(context);
    expect(check.ok).toBe(false);
    expect(seen).toHaveLength(1);
    // The upstream echoes the key in its reply.
    expect(JSON.stringify([seen, check])).not.toContain(SECRET);
  });

  it('survive a rotation of keys, and a lost key is named', async () => {
    const { id } = await created();
    const old = api.config.encryptionKeys[0]!;
    const fresh = { id: 'k2', secret: randomBytes(32) };
    const both = await createApi({ ...api.config, encryptionKeys: [fresh, old] }, [providers]);
    const only = await createApi({ ...api.config, encryptionKeys: [fresh] }, [providers]);
    try {
      const lost = only.get(ConnectionContexts, { strict: false });
      await expect(lost.open(id)).rejects.toThrow(/“k1”, which is not among POSTERN_ENCRYPTION_KEYS/);
      const reply = await both.inject({
        method: 'PATCH',
        url: `/v1/connections/${id}`,
        headers: { authorization: `Bearer ${api.key}` },
        payload: { credentials: { region: 'us' } },
      });
      expect(reply.statusCode).toBe(200);
      const open = await lost.open(id);
      expect(open.context.credentials).toMatchObject({ apiKey: SECRET, region: 'us' });
    } finally {
      await both.close();
      await only.close();
    }
  });
});

describe('changing', () => {
  it('merges credentials property by property', async () => {
    const { id } = await created({}, { region: 'us', webhookSecrets: ['s-1'] });
    const reply = await api.call('PATCH', `/v1/connections/${id}`, {
      body: { name: 'New', scheduling: 'gateway', credentials: { apiKey: 'sk_other', region: null } },
    });
    expect(reply).toMatchObject({
      status: 200,
      body: { name: 'New', scheduling: 'gateway', settings: { baseUrl: upstream.url, region: 'eu' } },
    });
    const open = await api.app.get(ConnectionContexts, { strict: false }).open(id);
    expect(open.context.credentials).toMatchObject({ apiKey: 'sk_other', webhookSecrets: ['s-1'] });
    upstream.keys = [];
    await api.call('POST', `/v1/connections/${id}/check`);
    expect(upstream.keys).toEqual(['sk_other']);
  });

  it('leaves what is not named', async () => {
    const { id } = await created({ scheduling: 'gateway' });
    const reply = await api.call('PATCH', `/v1/connections/${id}`, { body: {} });
    expect(reply.body).toMatchObject({ name: 'Main', scheduling: 'gateway' });
    const cleared = await api.call('PATCH', `/v1/connections/${id}`, { body: { scheduling: null } });
    expect(cleared.body.scheduling).toBeNull();
  });

  it.each<[object, string, string]>([
    [{ name: null }, 'name', 'string'],
    [{ provider: 'held' }, 'provider', 'unknown_field'],
    [{ credentials: { apiKey: null } }, 'credentials.apiKey', 'required'],
    [{ credentials: null }, 'credentials', 'object'],
    [{ credentials: { baseUrl: 'http://[::1]/' } }, 'credentials.baseUrl', 'address.public'],
  ])('refuses %j', async (body, path, rule) => {
    const { id } = await created();
    const reply = await api.call('PATCH', `/v1/connections/${id}`, { body });
    const issues = expectProblem(reply, 422, 'VALIDATION').issues;
    expect(issues?.[0]).toMatchObject({ path, rule });
  });
});

describe('checking', () => {
  it('tells who we are, and heals the connection', async () => {
    upstream.identity = 401;
    const { id } = await created();
    upstream.identity = 'Acme Inc.';
    const reply = await api.call('POST', `/v1/connections/${id}/check`);
    expect(reply).toMatchObject({ status: 200, body: { ok: true, identity: 'Acme Inc.', error: null } });
    const after = await api.call('GET', `/v1/connections/${id}`);
    expect(after.body).toMatchObject({ status: 'active', error: null });
  });

  it('asks for attention where the key is refused', async () => {
    const { id } = await created();
    upstream.identity = 401;
    const reply = await api.call('POST', `/v1/connections/${id}/check`);
    expect(reply.body).toMatchObject({ ok: false, identity: null, error: { code: 'AUTH_EXPIRED' } });
    const after = await api.call('GET', `/v1/connections/${id}`);
    expect(after.body).toMatchObject({ status: 'needs_attention', error: { code: 'AUTH_EXPIRED' } });
  });

  it('stops nothing for a fault that passes', async () => {
    const { id } = await created();
    upstream.identity = 503;
    await api.call('POST', `/v1/connections/${id}/check`);
    const after = await api.call('GET', `/v1/connections/${id}`);
    expect(after.body).toMatchObject({ status: 'active', error: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  it('takes an empty body with a content type', async () => {
    const { id } = await created();
    expect((await api.call('POST', `/v1/connections/${id}/check`, { raw: '' })).status).toBe(200);
  });
});

describe('syncing', () => {
  it('adds, updates, disconnects and reconnects', async () => {
    const { id } = await created();
    const sync = async () => (await api.call('POST', `/v1/connections/${id}/sync`)).body as unknown;
    const handles = async () =>
      itemsOf(await api.call('GET', `/v1/accounts?connectionId=${id}`)).map((item) =>
        [item.reference, item.handle, item.status].join(' '),
      );

    expect(await sync()).toEqual({ accounts: 1, added: 0, updated: 0, disconnected: 0 });
    upstream.accounts = [
      { reference: 'a1', handle: '@renamed' },
      { reference: 'a2', handle: '@two', status: 'reauth_required', tokenExpiresAt: '2027-01-01T00:00:00Z' },
      { reference: 'a2', handle: '@two-again' },
    ];
    expect(await sync()).toEqual({ accounts: 2, added: 1, updated: 1, disconnected: 0 });
    upstream.accounts = [{ reference: 'a2', handle: '@two-again' }];
    expect(await sync()).toEqual({ accounts: 1, added: 0, updated: 0, disconnected: 1 });
    expect((await handles()).sort()).toEqual(['a1 @renamed disconnected', 'a2 @two-again connected']);
    upstream.accounts = [{ reference: 'a1', handle: '@renamed' }];
    expect(await sync()).toEqual({ accounts: 1, added: 0, updated: 1, disconnected: 1 });
    expect((await handles()).sort()).toEqual(['a1 @renamed connected', 'a2 @two-again disconnected']);
  });

  it('stores what no database would hold', async () => {
    upstream.accounts = [{ reference: 'odd', handle: 'a\u0000b\ud83d', data: { note: '\\u0000 \u0000' } }];
    const { id } = await created();
    const { body } = await api.call('GET', `/v1/accounts?connectionId=${id}`);
    expect(body.items[0]?.handle).toBe('a\ufffdb\ufffd');
  });

  it('says why the provider did not answer', async () => {
    const { id } = await created();
    upstream.accounts = 401;
    const refused = await api.call('POST', `/v1/connections/${id}/sync`);
    expect(expectProblem(refused, 409, 'CONFLICT').error).toMatchObject({ code: 'AUTH_EXPIRED' });
    upstream.accounts = 503;
    const away = await api.call('POST', `/v1/connections/${id}/sync`);
    expect(expectProblem(away, 503, 'UNAVAILABLE').error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(away.headers.get('retry-after')).toBe('2');
    const accounts = await api.call('GET', `/v1/accounts?connectionId=${id}&status=connected`);
    expect(itemsOf(accounts)).toHaveLength(1);
  });
});

describe('deleting', () => {
  const gone = async (id: string) => {
    expectProblem(await api.call('GET', `/v1/connections/${id}`), 404, 'NOT_FOUND');
    expectProblem(await api.call('PATCH', `/v1/connections/${id}`, { body: {} }), 404, 'NOT_FOUND');
    expectProblem(await api.call('POST', `/v1/connections/${id}/check`), 404, 'NOT_FOUND');
    expectProblem(await api.call('DELETE', `/v1/connections/${id}`), 404, 'NOT_FOUND');
    const lists = await api.call('GET', '/v1/connections?limit=100');
    expect(itemsOf(lists).map((item) => item.id)).not.toContain(id);
    expect(itemsOf(await api.call('GET', `/v1/accounts?connectionId=${id}`))).toEqual([]);
    const [row] = await api.db.query<{ credentials: Buffer; settings: object }[]>(
      'select credentials, settings from connections where id = $1',
      [id],
    );
    expect(row).toEqual({ credentials: Buffer.alloc(0), settings: {} });
    await expect(api.app.get(ConnectionContexts, { strict: false }).open(id)).rejects.toThrow(/any more/);
  };

  it('erases the credentials and hides the accounts', async () => {
    const { id } = await created();
    await openPost(id, 'published');
    const reply = await api.call('DELETE', `/v1/connections/${id}`);
    expect(reply).toMatchObject({ status: 204, body: '' });
    await gone(id);
  });

  it('is a conflict with open posts, unless forced', async () => {
    const { id } = await created();
    await openPost(id, 'scheduled');
    expectProblem(await api.call('DELETE', `/v1/connections/${id}`), 409, 'CONFLICT');
    expect((await api.call('GET', `/v1/connections/${id}`)).body.status).toBe('active');
    expectProblem(await api.call('DELETE', `/v1/connections/${id}?force=yes`), 422, 'VALIDATION');
    expect((await api.call('DELETE', `/v1/connections/${id}?force=true`)).status).toBe(204);
    await gone(id);
  });
});

describe('Idempotency-Key', () => {
  const post = (key: string, body: unknown, path = '/v1/connections') =>
    api.call('POST', path, { body, headers: { 'idempotency-key': key } });
  const count = async () =>
    (await api.db.query<{ n: number }[]>('select count(*)::int as n from connections'))[0]?.n ?? 0;

  it('gives the first answer again, whatever order the members are in', async () => {
    const { provider, name, credentials } = valid();
    const first = await post('k-1', { provider, name, credentials });
    const before = await count();
    const second = await post('k-1', { credentials, name, provider });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await count()).toBe(before);
  });

  it('runs one of many that come at once', async () => {
    const before = await count();
    const replies = await Promise.all([1, 2, 3, 4].map(() => post('k-2', valid())));
    expect(new Set(replies.map((reply) => `${reply.status} ${reply.body.id}`)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it('refuses another body', async () => {
    await post('k-3', valid());
    expectProblem(await post('k-3', valid({ name: 'Other' })), 409, 'IDEMPOTENCY_CONFLICT');
  });

  it('keeps no failure', async () => {
    expectProblem(await post('k-4', valid({ name: '' })), 422, 'VALIDATION');
    expect((await post('k-4', valid())).status).toBe(201);
  });

  it('is bound to workspace and path', async () => {
    const { id } = await created();
    expect((await post('k-5', {}, `/v1/connections/${id}/check`)).status).toBe(200);
    expect((await post('k-5', {}, `/v1/connections/${id}/sync`)).body).toMatchObject({ accounts: 1 });
    const { key } = await api.newWorkspace();
    await post('k-6', valid());
    const other = await api.call('POST', '/v1/connections', {
      key,
      body: valid({ name: 'Theirs' }),
      headers: { 'idempotency-key': 'k-6' },
    });
    expect(other).toMatchObject({ status: 201, body: { name: 'Theirs' } });
  });

  it('says that the first one still runs, and outlives a process that died', async () => {
    await post('k-7', valid());
    const age = (seconds: number) =>
      api.db.query(
        `update idempotency_records set status = 0, created_at = now() - make_interval(secs => $1)
          where key = 'k-7'`,
        [seconds],
      );
    await age(1);
    const running = await post('k-7', valid());
    expectProblem(running, 409, 'IDEMPOTENCY_IN_FLIGHT');
    expect(running.headers.get('retry-after')).toBe('1');
    await age(61);
    expect((await post('k-7', valid())).status).toBe(201);
  });

  it.each(['', 'x'.repeat(256)])('refuses a key of another length', async (key) => {
    expectProblem(await post(key, valid()), 422, 'VALIDATION');
  });

  it('stores no credentials', async () => {
    await post('k-8', valid());
    const rows = await api.db.query<unknown[]>(`select * from idempotency_records where key = 'k-8'`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
  });
});

describe('lists', () => {
  it('come newest first, page by page, without gaps', async () => {
    const { key, workspaceId } = await api.newWorkspace();
    for (let n = 0; n < 5; n += 1) {
      await api.call('POST', '/v1/connections', { key, body: valid({ name: `c${n}` }) });
    }
    // One moment for three of them: the id must then decide.
    await api.db.query(
      `update connections set created_at = '2026-01-01T00:00:00.123456Z' where workspace_id = $1 and name < 'c3'`,
      [workspaceId],
    );
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const suffix: string = cursor === null ? '' : `&cursor=${cursor}`;
      const reply = await api.call('GET', `/v1/connections?limit=2${suffix}`, { key });
      names.push(...itemsOf(reply).map((item) => String(item.name)));
      cursor = reply.body.nextCursor as string | null;
    } while (cursor !== null);
    expect(names).toEqual(['c4', 'c3', 'c2', 'c1', 'c0']);
  });

  it('refuse a cursor of other filters, or of nobody', async () => {
    await created();
    await created();
    const { body } = await api.call('GET', '/v1/connections?limit=1');
    const other = await api.call('GET', `/v1/connections?provider=fake&cursor=${body.nextCursor}`);
    expect(expectProblem(other, 422, 'VALIDATION').issues).toMatchObject([{ path: 'cursor' }]);
    for (const cursor of ['abc', '', Buffer.from('["x","y","z"]').toString('base64url')]) {
      const reply = await api.call('GET', `/v1/connections?cursor=${cursor}`);
      expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([{ path: 'cursor' }]);
    }
  });

  it('filter accounts', async () => {
    const { key } = await api.newWorkspace();
    upstream.accounts = [
      { reference: '1', platform: 'x' },
      { reference: '2', platform: 'tiktok', status: 'reauth_required' },
    ];
    const { body } = await api.call('POST', '/v1/connections', { key, body: valid() });
    const references = async (query: string) =>
      itemsOf(await api.call('GET', `/v1/accounts?${query}`, { key })).map((item) => String(item.reference));
    expect((await references('')).sort()).toEqual(['1', '2']);
    expect(await references('platform=twitter')).toEqual(['1']);
    expect(await references('status=reauth_required')).toEqual(['2']);
    expect(await references('provider=held')).toEqual([]);
    expect((await references(`connectionId=${body.id}&provider=fake`)).sort()).toEqual(['1', '2']);
    expectProblem(await api.call('GET', '/v1/accounts?status=gone', { key }), 422, 'VALIDATION');
    const account = itemsOf(await api.call('GET', '/v1/accounts?limit=1', { key }))[0]!;
    expect((await api.call('GET', `/v1/accounts/${account.id}`, { key })).body).toEqual(account);
  });
});

describe('another workspace', () => {
  it('sees nothing of it', async () => {
    const { id } = await created();
    const { body } = await api.call('GET', `/v1/accounts?connectionId=${id}`);
    const { key } = await api.newWorkspace();
    for (const [method, path] of [
      ['GET', `/v1/connections/${id}`],
      ['PATCH', `/v1/connections/${id}`],
      ['DELETE', `/v1/connections/${id}?force=true`],
      ['POST', `/v1/connections/${id}/check`],
      ['POST', `/v1/connections/${id}/sync`],
      ['GET', `/v1/accounts/${body.items[0]?.id}`],
    ] as const) {
      const payload = method === 'PATCH' ? { body: { name: 'stolen' } } : {};
      expectProblem(await api.call(method, path, { key, ...payload }), 404, 'NOT_FOUND');
    }
    expect(itemsOf(await api.call('GET', '/v1/connections', { key }))).toEqual([]);
    expect(itemsOf(await api.call('GET', '/v1/accounts', { key }))).toEqual([]);
    expect((await api.call('GET', `/v1/connections/${id}`)).body).toMatchObject({ name: 'Main' });
  });
});
