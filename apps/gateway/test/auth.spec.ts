import { SCOPES } from '../src/http/auth/caller';
import { BOOTSTRAP_WORKSPACE_ID, ensureBootstrapKey } from '../src/workspaces/bootstrap-workspace';
import { expectProblem, startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(() => jest.restoreAllMocks());

const list = (key: string | null, headers = {}) => api.call('GET', '/v1/accounts', { key, headers });

describe('keys', () => {
  it.each<[string, string | null, Record<string, string>]>([
    ['no key', null, {}],
    ['an unknown key', 'pk_01jd0000000000000000000000_' + 'x'.repeat(43), {}],
    ['another scheme', null, { authorization: 'Basic dXNlcjpwYXNz' }],
    ['a scheme without a key', null, { authorization: 'Bearer' }],
    ['two keys', null, { authorization: 'Bearer a b' }],
  ])('refuses %s', async (_name, key, headers) => {
    const reply = await list(key, headers);
    expectProblem(reply, 401, 'UNAUTHENTICATED');
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('takes the scheme in any case', async () => {
    expect((await list(null, { authorization: `bearer ${api.key}` })).status).toBe(200);
  });

  it('refuses an expired and a revoked one', async () => {
    const past = new Date(Date.now() - 1000);
    const expired = await api.newKey(api.workspaceId, ['admin'], { expiresAt: past });
    expect(expectProblem(await list(expired.key), 401, 'UNAUTHENTICATED').detail).toMatch(/expired/);
    const revoked = await api.newKey(api.workspaceId, ['admin'], { revokedAt: past });
    expect(expectProblem(await list(revoked.key), 401, 'UNAUTHENTICATED').detail).toMatch(/revoked/);
  });

  it('expires while it is trusted from memory', async () => {
    const { key } = await api.newKey(api.workspaceId, ['admin'], {
      expiresAt: new Date(Date.now() + 60_000),
    });
    expect((await list(key)).status).toBe(200);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    expectProblem(await list(key), 401, 'UNAUTHENTICATED');
  });

  it('stops working within five seconds of its revocation', async () => {
    const { id, key } = await api.newKey(api.workspaceId, ['admin']);
    expect((await list(key)).status).toBe(200);
    await api.db.query('update api_keys set revoked_at = now() where id = $1', [id]);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000);
    expectProblem(await list(key), 401, 'UNAUTHENTICATED');
  });

  it('notes its use, at most once a minute', async () => {
    const { id, key } = await api.newKey(api.workspaceId, ['admin']);
    const touches = jest.spyOn(api.db, 'query');
    await list(key);
    await list(key);
    expect(touches.mock.calls.filter(([sql]) => sql.includes('last_used_at'))).toHaveLength(1);
    // The note is written beside the request, so its own query is what to wait for.
    await Promise.all(touches.mock.results.map((result) => result.value as Promise<unknown>));
    const [row] = await api.db.query<{ last_used_at: Date | null }[]>(
      'select last_used_at from api_keys where id = $1',
      [id],
    );
    expect(row?.last_used_at).toBeInstanceOf(Date);
    touches.mockClear();
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    await list(key);
    expect(touches.mock.calls.filter(([sql]) => sql.includes('last_used_at'))).toHaveLength(1);
    await Promise.all(touches.mock.results.map((result) => result.value as Promise<unknown>));
  });

  it('are stored as a hash only', async () => {
    const rows = await api.db.query<{ key_hash: Buffer }[]>('select * from api_keys');
    expect(rows.every((row) => row.key_hash.length === 32)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(api.key.slice(-43));
  });
});

describe('scopes', () => {
  const routes = [
    ['GET', '/v1/accounts', 'accounts:read'],
    ['GET', '/v1/providers', 'accounts:read'],
    ['GET', '/v1/connections', 'connections:read'],
    ['POST', '/v1/connections', 'connections:write'],
    ['PATCH', '/v1/connections/conn_x', 'connections:write'],
    ['DELETE', '/v1/connections/conn_x', 'connections:write'],
    ['POST', '/v1/connections/conn_x/check', 'connections:write'],
    ['POST', '/v1/connections/conn_x/sync', 'connections:write'],
  ] as const;

  it.each(routes)('%s %s needs %s', async (method, path, scope) => {
    const others = SCOPES.filter((one) => ![scope, 'admin', 'instance'].includes(one));
    const without = await api.newKey(api.workspaceId, others);
    const document = expectProblem(await api.call(method, path, without), 403, 'FORBIDDEN_SCOPE');
    expect(document.scope).toBe(scope);
    expect(document.detail).toContain(scope);
    for (const scopes of [[scope], ['admin'], ['instance']] as const) {
      const { key } = await api.newKey(api.workspaceId, scopes);
      expect([200, 404, 422]).toContain((await api.call(method, path, { key })).status);
    }
  });

  it('ignores a word that is no scope', async () => {
    const { key } = await api.newKey(api.workspaceId, ['everything' as 'admin']);
    expectProblem(await list(key), 403, 'FORBIDDEN_SCOPE');
  });
});

describe('the bootstrap key', () => {
  const KEY = 'any-string-of-24-characters-or-more';

  it('opens the demo workspace, however often and at once it is ensured', async () => {
    const url = api.config.databaseUrl!;
    await Promise.all([1, 2, 3].map(() => ensureBootstrapKey(url, KEY)));
    await ensureBootstrapKey(url, KEY);
    expect((await list(KEY)).status).toBe(200);
    const rows = await api.db.query<{ name: string; scopes: string[] }[]>(
      `select w.name, k.scopes from workspaces w join api_keys k on k.workspace_id = w.id where w.id = $1`,
      [BOOTSTRAP_WORKSPACE_ID],
    );
    expect(rows).toEqual([{ name: 'Demo', scopes: [...SCOPES] }]);
  });

  it('replaces the one of an earlier start', async () => {
    const url = api.config.databaseUrl!;
    await ensureBootstrapKey(url, `${KEY}-old`);
    await ensureBootstrapKey(url, `${KEY}-new`);
    expect((await list(`${KEY}-new`)).status).toBe(200);
    expectProblem(await list(`${KEY}-old`), 401, 'UNAUTHENTICATED');
  });
});
