import { inspect } from 'node:util';
import {
  ApiError,
  ConflictError,
  NetworkError,
  NotFoundError,
  Postern,
  type PosternOptions,
  RateLimitError,
  TimeoutError,
  UnreadableReplyError,
  ValidationError,
} from '../src';
import { hangUp, json, refuse, silence, startServer, type TestServer } from './server';

const KEY = 'pk_test_0123456789secret';
const BODY = { content: { text: 'Hello' }, targets: [{ accountId: 'acct_1' }] };

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const client = (more: Partial<PosternOptions & { apiKey: string; session: undefined }> = {}) =>
  new Postern({ baseUrl: `${server.url}/`, apiKey: KEY, ...more });
const keys = () => server.received.map(({ headers }) => headers['idempotency-key']);

async function errorOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}

it('sends key, path, query and body', async () => {
  server.answers.push(json(200, { id: 'post_1' }));
  await client().posts.get('a/b ?');
  await client()
    .posts.list({ status: ['failed', 'unknown'], limit: 2, cursor: undefined })
    .first();
  await client().postGroups.create(BODY, { headers: { 'X-Request-Id': 'mine' } });
  expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/posts/a%2Fb%20%3F',
    'GET /v1/posts?status=failed&status=unknown&limit=2',
    'POST /v1/post-groups',
  ]);
  const [get, , post] = server.received;
  expect(get?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
  expect(get?.headers['idempotency-key']).toBeUndefined();
  expect(post?.headers).toMatchObject({ 'content-type': 'application/json', 'x-request-id': 'mine' });
  expect(JSON.parse(post?.body ?? '')).toEqual(BODY);
});

it('repeats a create with one and the same key until it is answered', async () => {
  server.answers.push(hangUp, refuse(503, 'UNAVAILABLE'), refuse(500, 'INTERNAL'), json(201, { id: 'pg_1' }));
  let tries = 0;
  const group = await client().postGroups.create(BODY, { onReply: (reply) => (tries = reply.tries) });
  expect(group.id).toBe('pg_1');
  expect(tries).toBe(4);
  expect(new Set(keys()).size).toBe(1);
  expect(keys()[0]).toMatch(/^sdk-[0-9a-f]{32}$/);
  await client().postGroups.create(BODY, { idempotencyKey: 'mine' });
  await client().postGroups.create(BODY);
  expect(new Set(keys()).size).toBe(3);
  expect(keys()).toContain('mine');
});

it('waits for a first request that still runs', async () => {
  server.answers.push(
    refuse(409, 'IDEMPOTENCY_IN_FLIGHT', { 'retry-after': '0' }),
    json(201, { id: 'pg_1' }),
  );
  await expect(client({ maxRetries: 0 }).postGroups.create(BODY)).resolves.toEqual({ id: 'pg_1' });
});

it('obeys Retry-After, and says so where the time does not suffice', async () => {
  server.answers.push(refuse(429, 'RATE_LIMITED', { 'retry-after': '1' }), json(200, { id: 'post_1' }));
  const start = Date.now();
  await client().posts.get('post_1');
  expect(Date.now() - start).toBeGreaterThanOrEqual(990);
  server.answers.splice(0, 9, refuse(429, 'RATE_LIMITED', { 'retry-after': '60' }));
  const error = await errorOf(client({ totalTimeoutMs: 5_000 }).posts.get('post_1'));
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ retryAfter: 60, status: 429 });
  expect(server.received).toHaveLength(3);
});

it('throws what the gateway said, as data', async () => {
  const issues = [
    { path: 'targets[0].accountId', rule: 'account.exists', message: 'There is no such account.' },
  ];
  server.answers.push(refuse(422, 'VALIDATION', {}, { issues }));
  const error = await errorOf(client().postGroups.create(BODY));
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: 'VALIDATION',
    status: 422,
    issues,
    requestId: 'req_1',
    retryAfter: null,
  });
  expect(error.message).toBe('POST /v1/post-groups answered 422 VALIDATION: Because.');
  server.answers.splice(0, 9, refuse(409, 'CONFLICT', {}, { results: [1] }));
  const conflict = await errorOf(client().postGroups.retry('pg_1'));
  expect(conflict).toBeInstanceOf(ConflictError);
  expect((conflict as ConflictError).problem).toMatchObject({ results: [1] });
  expect(server.received).toHaveLength(2);
});

it('tells a stranger from the gateway', async () => {
  server.answers.push((response) => void response.writeHead(200).end('<html>Welcome'));
  expect(await errorOf(client().posts.get('post_1'))).toBeInstanceOf(UnreadableReplyError);
  server.answers.splice(0, 9, (response) => void response.writeHead(404).end('<html>nginx'));
  const error = await errorOf(client().posts.get('post_1'));
  expect(error).toMatchObject({ name: 'NotFoundError', code: 'HTTP_404', problem: null });
  server.answers.splice(0, 9, (response) => void response.writeHead(302, { location: '/elsewhere' }).end());
  expect(await errorOf(client({ maxRetries: 0 }).posts.get('post_1'))).toBeInstanceOf(NetworkError);
});

it('gives up a try after its time, and the call after all of it', async () => {
  server.answers.push(silence, json(200, { id: 'post_1' }));
  await expect(client({ timeoutMs: 100 }).posts.get('post_1')).resolves.toEqual({ id: 'post_1' });
  server.answers.splice(0, 9, silence);
  const start = Date.now();
  const error = await errorOf(client({ timeoutMs: 100, totalTimeoutMs: 250 }).posts.get('post_1'));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(Date.now() - start).toBeLessThan(1_500);
  server.answers.splice(0, 9, (response) => void response.writeHead(200).write('{"id"'));
  expect(await errorOf(client({ timeoutMs: 100, maxRetries: 0 }).posts.get('x'))).toBeInstanceOf(
    TimeoutError,
  );
});

it('ends with the caller’s signal and its reason, also while it pauses', async () => {
  server.answers.push(silence);
  await expect(client().posts.get('x', { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  server.answers.splice(0, 9, refuse(503, 'UNAVAILABLE', { 'retry-after': '30' }));
  const reason = new Error('The user left.');
  const ending = new AbortController();
  setTimeout(() => ending.abort(reason), 50);
  await expect(client().posts.get('x', { signal: ending.signal })).rejects.toBe(reason);
  await expect(client().posts.get('x', { signal: ending.signal })).rejects.toBe(reason);
});

it('takes a 404 for done where an earlier try of the deletion was lost', async () => {
  server.answers.push(hangUp, refuse(404, 'NOT_FOUND'));
  await expect(client().connections.delete('conn_1')).resolves.toBeUndefined();
  await expect(client().connections.delete('conn_1')).rejects.toThrow(NotFoundError);
});

it('names the trouble of the network, and the address, but never the key', async () => {
  await server.close();
  const gone = client({ maxRetries: 1 });
  const error = await errorOf(gone.postGroups.create(BODY));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error.message).toContain('ECONNREFUSED');
  for (const text of [inspect(error, { depth: 9 }), inspect(gone, { depth: 9 }), JSON.stringify(gone)]) {
    expect(text).not.toContain(KEY);
  }
  const bad = await errorOf(Promise.resolve().then(() => client({ apiKey: `${KEY}\n` })));
  expect(bad.message).toContain('apiKey');
  expect(inspect(bad)).not.toContain(KEY);
});

it.each(['', 'postern', 'ftp://x', 'http://user:pass@x'])('refuses the address "%s" at once', (baseUrl) => {
  expect(() => new Postern({ baseUrl, apiKey: KEY })).toThrow('baseUrl');
});

it.each(['', '.', '..', undefined])('refuses %p for an id, which would name another path', async (id) => {
  await expect(client().posts.get(id as string)).rejects.toThrow('getPost needs id');
  expect(server.received).toHaveLength(0);
});

it('walks the pages of a list as far as it is read', async () => {
  const page = (ids: number[], nextCursor: string | null) =>
    json(200, { items: ids.map((id) => ({ id: String(id) })), nextCursor });
  server.answers.push(page([1, 2], 'c1'), page([3], null));
  const seen: string[] = [];
  for await (const { id } of client().posts.list({ status: ['failed'] })) seen.push(id);
  expect(seen).toEqual(['1', '2', '3']);
  expect(server.received.map(({ path }) => path)).toEqual([
    '/v1/posts?status=failed',
    '/v1/posts?status=failed&cursor=c1',
  ]);
  server.answers.splice(0, 9, page([1, 2], 'c1'));
  expect(await client().posts.list().toArray(2)).toHaveLength(2);
  expect(server.received).toHaveLength(3);
  server.answers.splice(0, 9, page([1], '7'), page([], '7'));
  const pages = [];
  for await (const { nextCursor } of client().events.list({}).pages()) pages.push(nextCursor);
  expect(pages).toEqual(['7']);
  expect(server.received.at(-1)?.path).toBe('/v1/events?after=7');
});

it('uploads bytes again where it must, and a stream only once', async () => {
  server.answers.push(hangUp, json(201, { id: 'med_1' }));
  const bytes = new Uint8Array([1, 2, 3]);
  const { id } = await client().media.upload(bytes, { filename: 'a.jpg', contentType: 'image/jpeg' });
  expect(id).toBe('med_1');
  for (const { body, headers } of server.received) {
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toContain(
      'name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\u0001\u0002\u0003\r\n',
    );
  }
  expect(new Set(keys()).size).toBe(1);

  async function* chunks() {
    yield await Promise.resolve(new Uint8Array([4]));
    yield new Uint8Array([5]);
  }
  server.answers.splice(0, 9, hangUp, json(201, { id: 'med_2' }));
  await expect(client().media.upload(chunks(), { filename: 'b"\r\n.mp4' })).rejects.toThrow(NetworkError);
  expect(server.received).toHaveLength(3);
  await client().media.upload(new Blob([bytes]).stream());
  server.answers.splice(0, 9, hangUp, json(201, { id: 'med_3' }));
  await client().media.upload(chunks, { filename: 'b"\r\n.mp4', contentType: 'video/mp4' });
  expect(server.received).toHaveLength(6);
  expect(server.received.at(-1)?.body).toContain(
    'filename="b%22%0D%0A.mp4"\r\nContent-Type: video/mp4\r\n\r\n\u0004\u0005\r\n--',
  );
});

it('sends the token of a session in place of a key, as it is at that moment', async () => {
  let csrfToken: string | null = null;
  const postern = new Postern({ baseUrl: server.url, session: { csrfToken: () => csrfToken } });
  server.answers.push(json(200, { id: 'post_1' }));
  await postern.posts.get('post_1');
  csrfToken = 'token';
  await postern.posts.get('post_1');
  expect(server.received.map(({ headers }) => headers['x-csrf-token'])).toEqual([undefined, 'token']);
  expect(server.received.some(({ headers }) => 'authorization' in headers)).toBe(false);
});
