/** Signing in with a key, and what a session's cookie is worth. */
import { SCOPES } from '../src/http/auth/caller';
import { SessionCookie } from '../src/sessions/session-cookie';
import { expectProblem, type Reply, startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(() => jest.restoreAllMocks());

interface SignedIn {
  id: string;
  cookie: string;
  token: string;
  ask(
    method: string,
    path: string,
    more?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Reply>;
}

const signInReply = (apiKey: string, headers = {}) =>
  api.call('POST', '/v1/session', { key: null, body: { apiKey }, headers });

async function signIn(apiKey = api.key): Promise<SignedIn> {
  const reply = await signInReply(apiKey);
  expect(reply.status).toBe(201);
  const cookie = reply.headers.get('set-cookie')!.split(';')[0]!;
  const { id, csrfToken: token } = reply.body as { id: string; csrfToken: string };
  const ask: SignedIn['ask'] = (method, path, { body, headers } = {}) =>
    api.call(method, path, { key: null, body, headers: { cookie, 'x-csrf-token': token, ...headers } });
  return { id, cookie, token, ask };
}

const inThe = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(Date.now() + ms);
const NEW_KEY = { name: 'made in a session', scopes: ['publish:read'] };

it('shows who is signed in, in a cookie that no page can read and no database knows', async () => {
  const reply = await signInReply(api.key);
  const line = reply.headers.get('set-cookie')!;
  expect(line).toMatch(/^postern_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.body).toMatchObject({
    id: expect.stringMatching(/^ses_/) as unknown,
    name: 'test',
    signedInBy: 'api_key',
    workspace: { id: api.workspaceId, name: 'Test' },
    scopes: SCOPES.filter((scope) => scope !== 'instance'),
  });
  const [cookie] = line.split(';');
  const again = await api.call('GET', '/v1/session', { key: null, headers: { cookie: `a=b; ${cookie!}` } });
  expect([again.status, again.body]).toEqual([200, reply.body]);
  const rows = JSON.stringify(await api.db.query('select * from sessions'));
  expect(rows).not.toContain(cookie!.split('=')[1]);
  expect(rows).not.toContain((reply.body as { csrfToken: string }).csrfToken);
  const { body } = await api.call('GET', '/v1/session/methods', { key: null });
  expect(body).toEqual({ apiKey: true, oidc: null });
});

it('binds the cookie to its host where the address is https', () => {
  const cookie = new SessionCookie({ ...api.config, publicUrl: 'https://postern.example.com' });
  expect(cookie.write('t', 60)).toMatch(/^__Host-postern_session=t; Path=\/; .*; Secure$/);
});

it('lets the cookie change something only with its token, and from our own pages', async () => {
  const { ask } = await signIn();
  const other = await signIn();
  const make = (headers: Record<string, string>) => ask('POST', '/v1/api-keys', { body: NEW_KEY, headers });
  for (const token of ['', 'x', other.token]) {
    expectProblem(await make({ 'x-csrf-token': token }), 403, 'FORBIDDEN_CSRF');
  }
  const own = new URL(api.url).host;
  for (const headers of [
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ] as Record<string, string>[]) {
    expectProblem(await make(headers), 403, 'FORBIDDEN_ORIGIN');
    expectProblem(await signInReply(api.key, headers), 403, 'FORBIDDEN_ORIGIN');
  }
  for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { origin: `http://${own}` }] as Record<
    string,
    string
  >[]) {
    expect((await make(headers)).status).toBe(201);
  }
  expect((await ask('GET', '/v1/api-keys', { headers: { 'x-csrf-token': '' } })).status).toBe(200);
  const form = await fetch(`${api.url}/v1/session`, {
    method: 'POST',
    body: new URLSearchParams({ apiKey: api.key }),
  });
  expect(form.status).toBe(415);
});

it('prefers a key to the cookie, and repeats nothing twice', async () => {
  const { ask } = await signIn();
  const weak = await api.newKey(api.workspaceId, ['publish:read']);
  const headers = { authorization: `Bearer ${weak.key}` };
  expectProblem(await ask('GET', '/v1/api-keys', { headers }), 403, 'FORBIDDEN_SCOPE');
  expectProblem(await ask('GET', '/v1/session', { headers }), 401, 'UNAUTHENTICATED');
  const once = { 'idempotency-key': 'once' };
  const made = await ask('POST', '/v1/api-keys', { body: NEW_KEY, headers: once });
  expect((await ask('POST', '/v1/api-keys', { body: NEW_KEY, headers: once })).body).toEqual(made.body);
});

it('is over when it was ended, and all of its key with it where that is asked for', async () => {
  const { key, id: keyId } = await api.newKey(api.workspaceId, ['admin']);
  const [first, second, others] = [await signIn(key), await signIn(key), await signIn()];
  const out = await first.ask('DELETE', '/v1/session');
  expect([out.status, out.headers.get('set-cookie')]).toEqual([
    204,
    expect.stringMatching(/=; .*Max-Age=0;/),
  ]);
  expectProblem(await first.ask('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  const third = await signIn(key);
  expect((await third.ask('DELETE', '/v1/session?everywhere=true')).status).toBe(204);
  expectProblem(await second.ask('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  expect((await others.ask('GET', '/v1/session')).status).toBe(200);
  const { items } = (await api.call('GET', `/v1/audit-log?actorId=${keyId}&action=session.end`)).body;
  const ended = (items as { subject: { id: string } }[]).map(({ subject }) => subject.id);
  expect(ended.sort()).toEqual([first.id, second.id, third.id].sort());
});

it('is worth what its key is worth now', async () => {
  const { key, id } = await api.newKey(api.workspaceId, ['admin']);
  const { ask } = await signIn(key);
  await api.call('PATCH', `/v1/api-keys/${id}`, { body: { scopes: ['publish:read'] } });
  expect((await ask('GET', '/v1/session')).body).toMatchObject({ scopes: ['publish:read'] });
  const stream = await fetch(`${api.url}/v1/events/stream`, {
    headers: { cookie: (await signIn(key)).cookie },
  });
  expect(stream.status).toBe(200);
  await api.call('DELETE', `/v1/api-keys/${id}`);
  expectProblem(await ask('GET', '/v1/session'), 401, 'UNAUTHENTICATED');
  // It ends by itself.
  await stream.text();
});

it('counts signing in as a request of the key', async () => {
  const { key, id } = await api.newKey(api.workspaceId, ['publish:read']);
  const limit = 'update api_keys set rate_limit = 2, rate_window_seconds = 600 where id = $1';
  await api.db.query(limit, [id]);
  const replies = [await signInReply(key), await signInReply(key), await signInReply(key)];
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 429]);
  expect(Number(replies[2]!.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('ends by the clock, and by not being used', async () => {
  const used = await signIn();
  inThe(119 * 60_000);
  expect((await used.ask('GET', '/v1/session')).status).toBe(200);
  jest.restoreAllMocks();
  const idle = await signIn();
  await api.db.query(`update sessions set last_used_at = now() - interval '121 minutes' where id = $1`, [
    idle.id,
  ]);
  const refused = await idle.ask('GET', '/v1/session');
  expect(expectProblem(refused, 401, 'UNAUTHENTICATED').detail).toMatch(/not used/);
  const old = await signIn();
  await api.db.query('update sessions set expires_at = now() where id = $1', [old.id]);
  const over = await old.ask('GET', '/v1/session');
  expect(expectProblem(over, 401, 'UNAUTHENTICATED').detail).toMatch(/over/);
});

it('leads back from a sign-in service that there is not', async () => {
  const reply = await fetch(`${api.url}/v1/session/oidc/start`, { redirect: 'manual' });
  expect(reply.headers.get('location')).toMatch(/^\/admin\/\?signInError=Postern\+has\+no/);
});

// The last one: nobody unknown gets in from here any more.
it('bounds how many unknown keys an address can try', async () => {
  const tries = await Promise.all(Array.from({ length: 70 }, (_, nth) => signInReply(`pk_unknown_${nth}`)));
  const refused = await signInReply('pk_unknown_last');
  expect(tries[0]!.status).toBe(401);
  expectProblem(refused, 429, 'RATE_LIMITED');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
