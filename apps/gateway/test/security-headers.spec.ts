/** What browsers are told, and what they are not: pages of other origins get no leave to read anything. */
import { startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi([], { publicUrl: 'https://postern.example' });
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${api.url}${path}`, { method, headers: { authorization: `Bearer ${api.key}`, ...headers } });

it.each(['/v1/accounts', '/v1/nothing', '/health/live', '/openapi.json', '/v1/media/med_0/content'])(
  'of %s runs nothing and is framed by nobody',
  async (path) => {
    const { headers } = await get(path);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  },
);

it('keeps replies of the API out of caches', async () => {
  expect((await get('/v1/accounts')).headers.get('cache-control')).toBe('private, no-cache');
  expect((await get('/v1/nothing')).headers.get('cache-control')).toBe('no-store');
});

it('lets the reference run its own scripts, and no others', async () => {
  const page = await get('/docs');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((tag) => !/ src=['"]/.test(tag))).toEqual([]);
});

it('answers no cross-origin question with leave', async () => {
  const origin = 'https://elsewhere.example';
  const preflight = { origin, 'access-control-request-method': 'POST' };
  for (const reply of [
    await get('/v1/accounts', { origin }),
    await get('/v1/post-groups', preflight, 'OPTIONS'),
  ]) {
    const allowed = [...reply.headers.keys()].filter((name) => name.startsWith('access-control-'));
    expect(allowed).toEqual([]);
  }
});
