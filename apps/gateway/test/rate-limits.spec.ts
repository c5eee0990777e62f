/** Each key is held to its limit, by all replicas together. */
import type { AddressInfo } from 'node:net';
import { RateWindowsRepository } from '../src/api-keys/rate-windows.repository';
import { createApi } from '../src/http/bootstrap';
import { expectProblem, startTestApi, type Reply, type TestApi } from './api-harness';

jest.setTimeout(60_000);

const LIST = '/v1/accounts';

let api: TestApi;
/** A second API on the same database, behind a proxy. */
let other: { url: string; close(): Promise<void> };
beforeAll(async () => {
  api = await startTestApi([], { rateLimit: 200 });
  const app = await createApi({ ...api.config, trustedProxies: ['127.0.0.1'] });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  other = { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}, 60_000);
afterAll(async () => {
  await other.close();
  await api.close();
});
afterEach(() => jest.restoreAllMocks());

interface Limited {
  id: string;
  key: string;
}

async function limited(limit: number, windowSeconds: number): Promise<Limited> {
  const made = await api.newKey(api.workspaceId, ['accounts:read']);
  await api.db.query('update api_keys set rate_limit = $2, rate_window_seconds = $3 where id = $1', [
    made.id,
    limit,
    windowSeconds,
  ]);
  return made;
}

const here = ({ key }: { key: string }) => api.call('GET', LIST, { key });
async function there({ key }: { key: string }): Promise<number> {
  const response = await fetch(`${other.url}${LIST}`, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

/** The members of `RateLimit`. */
function rateLimitOf(reply: Reply): { r: number; t: number } {
  const [, r, t] = /^"default";r=(\d+);t=(\d+)$/.exec(reply.headers.get('ratelimit') ?? '') ?? [];
  return { r: Number(r), t: Number(t) };
}

it('says on every reply what is allowed and what is left', async () => {
  const key = await limited(5, 30);
  for (const left of [4, 3, 2, 1, 0]) {
    const reply = await here(key);
    expect([reply.status, reply.headers.get('ratelimit-policy')]).toEqual([200, '"default";q=5;w=30']);
    const { r, t } = rateLimitOf(reply);
    expect([r, t > 25 && t <= 30]).toEqual([left, true]);
  }
  const refused = await here(key);
  const document = expectProblem(refused, 429, 'RATE_LIMITED');
  const { r, t } = rateLimitOf(refused);
  expect([r, refused.headers.get('retry-after')]).toEqual([0, String(t)]);
  expect(document.detail).toContain(`try again in ${t} s`);
});

it('counts what is refused for another reason, too', async () => {
  const key = await limited(5, 30);
  const call = (method: string, path: string, body?: unknown) => api.call(method, path, { ...key, body });
  expect(rateLimitOf(await call('GET', '/v1/accounts/acct_none'))).toMatchObject({ r: 4 });
  expect(rateLimitOf(await call('GET', `${LIST}?limit=x`))).toMatchObject({ r: 3 });
  const forbidden = await call('POST', '/v1/connections', {});
  expect([forbidden.status, rateLimitOf(forbidden).r]).toEqual([403, 2]);
});

it('takes the instance’s default where the key has no limit of its own', async () => {
  const reply = await here({ key: api.key });
  expect(reply.headers.get('ratelimit-policy')).toBe('"default";q=200;w=60');
});

it('asks no more of unauthenticated requests than a key', async () => {
  const reply = await api.call('GET', LIST, { key: null });
  expect([reply.status, reply.headers.get('ratelimit')]).toEqual([401, null]);
  expect((await api.call('GET', '/health/live', { key: null })).headers.get('ratelimit-policy')).toBeNull();
});

it.each([1, 10, 64])('holds exactly over two replicas: %i', async (limit) => {
  const key = await limited(limit, 60);
  const statuses = await Promise.all(
    Array.from({ length: limit * 2 + 20 }, (_, n) =>
      n % 2 === 0 ? here(key).then(({ status }) => status) : there(key),
    ),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(limit);
  expect(statuses.filter((status) => status === 429)).toHaveLength(limit + 20);
});

it('never serves more than the limit where replicas hold blocks, and hardly less', async () => {
  const limit = 500;
  const key = await limited(limit, 60);
  let served = 0;
  for (let round = 0; round < 4; round += 1) {
    const statuses = await Promise.all(
      Array.from({ length: 150 }, (_, n) =>
        n % 3 === 0 ? there(key) : here(key).then(({ status }) => status),
      ),
    );
    served += statuses.filter((status) => status === 200).length;
    expect(served).toBeLessThanOrEqual(limit);
  }
  // What a replica holds when the other runs dry is a 64th of what was left at that time.
  expect(served).toBeGreaterThanOrEqual(limit - 8);
});

it('asks the database once for a block, however many requests there are', async () => {
  const key = await limited(6_400, 60);
  const asked = jest.spyOn(RateWindowsRepository.prototype, 'lease');
  for (let n = 0; n < 100; n += 1) expect((await here(key)).status).toBe(200);
  expect(asked).toHaveBeenCalledTimes(1);
  const together = await Promise.all(Array.from({ length: 300 }, () => here(key)));
  expect(together.every(({ status }) => status === 200)).toBe(true);
  expect(asked.mock.calls.length).toBeLessThan(8);
});

it('begins a new window when the old one is over', async () => {
  const key = await limited(2, 1);
  expect([(await here(key)).status, (await here(key)).status]).toEqual([200, 200]);
  const refused = await here(key);
  expect(refused.status).toBe(429);
  await new Promise((resolve) => setTimeout(resolve, Number(refused.headers.get('retry-after')) * 1000));
  expect(rateLimitOf(await here(key))).toMatchObject({ r: 1 });
});

it('follows a change of the limit, with what was spent before', async () => {
  const key = await limited(3, 60);
  await here(key);
  const change = (rateLimit: object | null) =>
    api.call('PATCH', `/v1/api-keys/${key.id}`, { body: { rateLimit } });
  expect((await change({ limit: 2, windowSeconds: 60 })).status).toBe(200);
  expect(rateLimitOf(await here(key))).toMatchObject({ r: 0 });
  expect((await here(key)).status).toBe(429);
  expect((await change({ limit: 10, windowSeconds: 60 })).status).toBe(200);
  expect(rateLimitOf(await here(key))).toMatchObject({ r: 7 });
  expect((await change(null)).body.rateLimit).toBeNull();
  expect((await here(key)).headers.get('ratelimit-policy')).toBe('"default";q=200;w=60');
});

it('refuses nobody because the counters fail', async () => {
  const key = await limited(1, 60);
  jest.spyOn(RateWindowsRepository.prototype, 'lease').mockRejectedValue(new Error('gone'));
  for (let n = 0; n < 3; n += 1) {
    const reply = await here(key);
    expect([reply.status, reply.headers.get('ratelimit')]).toEqual([200, null]);
    expect(reply.headers.get('ratelimit-policy')).toBe('"default";q=1;w=60');
  }
});

// The last ones: from then on this address is not asked about keys that are new.
describe('unknown keys', () => {
  // Whoever is no proxy may claim what they like.
  const unknown = (n: number) =>
    api.call('GET', LIST, { key: `pk_unknown_${n}`, headers: { 'x-forwarded-for': `203.0.113.${n}` } });

  it('are looked up once', async () => {
    const queries = jest.spyOn(api.db, 'query');
    for (let n = 0; n < 5; n += 1) expectProblem(await unknown(0), 401, 'UNAUTHENTICATED');
    expect(queries.mock.calls.filter(([sql]) => sql.includes('key_hash'))).toHaveLength(1);
  });

  it('from one address come to an end, while keys that were found go on working', async () => {
    expect((await here({ key: api.key })).status).toBe(200);
    const statuses = new Set<number>();
    for (let n = 1; n < 90; n += 1) statuses.add((await unknown(n)).status);
    expect([...statuses]).toEqual([401, 429]);
    const refused = await unknown(100);
    expectProblem(refused, 429, 'RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const later = Date.now() + 6_000;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect((await here({ key: api.key })).status).toBe(200);
  });

  it('come to an end by the address that a trusted proxy names', async () => {
    const from = async (address: string, n: number) => {
      // What stands before the proxy's own word is the caller's invention.
      const headers = {
        authorization: `Bearer pk_other_${n}`,
        'x-forwarded-for': `198.51.100.${n}, ${address}`,
      };
      const { status } = await fetch(`${other.url}${LIST}`, { headers });
      return status;
    };
    const statuses = new Set<number>();
    for (let n = 1; n < 90; n += 1) statuses.add(await from('203.0.113.1', n));
    expect([...statuses]).toEqual([401, 429]);
    expect(await from('203.0.113.2', 100)).toBe(401);
  });
});
