/** Signing in with a key, and what a session's cookie is worth. */
import { startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('signs in, says who is signed in, and signs out', async () => {
  const reply = await api.call('POST', '/v1/session', { key: null, body: { apiKey: api.key } });
  expect(reply.status).toBe(201);
  const cookie = reply.headers.get('set-cookie')!.split(';')[0]!;
  const again = await api.call('GET', '/v1/session', { key: null, headers: { cookie } });
  expect(again.body).toEqual(reply.body);
  const out = await api.call('DELETE', '/v1/session', {
    key: null,
    headers: { cookie, 'x-csrf-token': reply.body.csrfToken },
  });
  expect(out.status).toBe(204);
  expect((await api.call('GET', '/v1/session', { key: null, headers: { cookie } })).status).toBe(401);
});
