import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import type { Reply } from '../../../../test/layers-client';
import { startReceiver } from '../../../../test/receiver';

let uploadPost: DescribedClient;
const header = (key: string) => ({ authorization: `Apikey ${key}` });

async function start(variants: Record<string, string> = {}) {
  uploadPost = await startDescribed({ name: 'upload-post', variants }, header);
}

let receiver: Awaited<ReturnType<typeof startReceiver>> | undefined;

afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  await uploadPost.sandbox.stop();
});

type Fields = Record<string, string | string[] | Blob>;

/** As a multipart form. */
async function send(path: string, fields: Fields, headers: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ user: 'acme', ...fields })) {
    for (const part of [value].flat()) form.append(name, part);
  }
  const { baseUrl, apiKey } = uploadPost.seeds;
  const options = { method: 'POST', body: form, headers: { ...header(apiKey), ...headers } };
  const response = await fetch(`${baseUrl}${path}`, options);
  return { status: response.status, body: (await response.json()) as Reply['body'] };
}

const text = (title: string, platforms: string[], more: Fields = {}, headers: Record<string, string> = {}) =>
  send('/upload_text', { title, 'platform[]': platforms, ...more }, headers);

const status = (query: string) => uploadPost.get(`/uploadposts/status?${query}`);

it('misleads callers with another scheme', async () => {
  await start();
  const ask = async (headers: Record<string, string>) => {
    const response = await fetch(`${uploadPost.seeds.baseUrl}/uploadposts/users`, { headers });
    return { status: response.status, body: await response.json() };
  };
  expect(await ask({ authorization: `Bearer ${uploadPost.seeds.apiKey}` })).toEqual({
    status: 401,
    body: { success: false, message: 'Invalid or expired token' },
  });
  expect((await ask({})).body).toEqual({ error: 'Authorization header is required' });
});

it('names accounts by profile and platform', async () => {
  await start();
  const { body } = await uploadPost.get('/uploadposts/users');
  expect(body).toMatchObject({
    success: true,
    profiles: [
      { username: 'acme', social_accounts: { x: { username: 'acme' }, youtube: null } },
      { username: 'acme-two', social_accounts: { x: { username: 'acme_second' }, linkedin: null } },
    ],
  });
});

it('publishes at once with results inside 200, of which some may have failed', async () => {
  await start();
  const reply = await text('for some', ['x', 'facebook'], { x_title: 'for X' });
  expect(reply).toMatchObject({
    status: 200,
    body: {
      success: true,
      results: [
        {
          platform: 'x',
          success: true,
          message: 'Published',
          upload_timestamp: expect.not.stringMatching(/Z$/),
        },
        { platform: 'facebook', success: false },
      ],
    },
  });
  expect(reply.body).not.toHaveProperty('request_id');
  expect(reply.body.results[0]).not.toHaveProperty('post_url');
  expect(uploadPost.sandbox.network.entries()).toMatchObject([{ text: 'for X', account: 'acme/x' }]);
});

it('keys results by platform as a variant, with addresses and codes', async () => {
  await start({ results: 'map', completed: 'succeeded' });
  const reply = await text('for some', ['x', 'facebook'], { request_id: 'mine' });
  expect(reply.body).toMatchObject({
    results: {
      x: { success: true, post_url: expect.stringMatching(/^https:/), post_id: expect.any(String) },
      facebook: { success: false, error_code: 'token_expired' },
    },
    request_id: 'mine',
  });
  expect((await status('request_id=mine')).body).toMatchObject({ status: 'failed', completed: 2, total: 2 });
});

it('works on behind an id where it is asked to, and says little meanwhile', async () => {
  await start();
  const { body } = await text(
    'slowly',
    ['x', 'facebook'],
    { async_upload: 'true' },
    { 'x-request-id': 'r1' },
  );
  expect(body).toEqual({ success: true, request_id: 'r1' });
  expect((await status('request_id=r1')).body).toMatchObject({ status: 'queued', total: null, results: [] });
  uploadPost.skip(300, 900);
  expect((await status('request_id=r1')).body).toMatchObject({
    ...{ status: 'in_progress', completed: 1, total: 2 },
    results: [{ platform: 'x' }],
  });
  uploadPost.settle();
  expect((await status('request_id=r1')).body).toMatchObject({ status: 'completed', completed: 2 });
  expect((await status('job_id=r1')).status).toBe(404);
  expect((await status('request_id=other')).body).toMatchObject({ success: false, status: 'not_found' });
});

it('gives up the word, though not the work, after an hour without a sign', async () => {
  await start();
  const { body } = await text('hangs #stuck', ['x']);
  uploadPost.skip(3_700_000);
  expect((await status(`request_id=${String(body.request_id)}`)).body).toMatchObject({
    status: 'failed',
    results: [],
  });
});

it('schedules as jobs with an id of their own, in the zone that is named', async () => {
  await start();
  const day = uploadPost.at(3 * 86_400_000).slice(0, 10);
  const reply = await text('later', ['x'], { scheduled_date: `${day}T10:00:00`, timezone: 'Asia/Tokyo' });
  expect(reply).toMatchObject({
    status: 202,
    body: { success: true, scheduled_date: `${day}T01:00:00.000Z` },
  });
  const id = String(reply.body.job_id);
  expect((await status(`job_id=${id}`)).body).toMatchObject({ status: 'pending', total: null });
  expect((await uploadPost.get('/uploadposts/schedule')).body).toMatchObject([
    { job_id: id, profile_username: 'acme' },
  ]);
  const path = `/uploadposts/schedule/${id}`;
  const body = { scheduled_date: uploadPost.at(60_000) };
  expect((await uploadPost.call('PATCH', path, { body })).body).toMatchObject(body);
  uploadPost.skip(60_000);
  uploadPost.settle();
  expect(uploadPost.published('later')).toHaveLength(1);
  expect((await status(`job_id=${id}`)).body).toMatchObject({ status: 'completed', job_id: id });
  const gone = { success: false, error: 'Job not found' };
  expect(await uploadPost.call('DELETE', path)).toMatchObject({ status: 404, body: gone });
});

it('deletes jobs without a trace', async () => {
  await start();
  const { body } = await text('never', ['x'], { add_to_queue: 'true' });
  const path = `/uploadposts/schedule/${String(body.job_id)}`;
  expect((await uploadPost.call('DELETE', path)).status).toBe(200);
  expect((await uploadPost.call('DELETE', path)).status).toBe(404);
  expect((await status(`job_id=${String(body.job_id)}`)).status).toBe(404);
  uploadPost.skip(3_600_000);
  uploadPost.settle();
  expect(uploadPost.sandbox.network.entries()).toEqual([]);
});

it('gives the first post for a key again, but not for a request id', async () => {
  await start();
  const date = { scheduled_date: uploadPost.at(60_000) };
  const first = await text('once', ['x'], date, { 'idempotency-key': 'k1' });
  expect((await text('once', ['x'], date, { 'idempotency-key': 'k1' })).body).toEqual(first.body);
  for (let time = 0; time < 2; time += 1) await text('twice', ['x'], { request_id: 'r1' });
  expect(uploadPost.published('twice')).toHaveLength(2);
  uploadPost.skip(60_000);
  uploadPost.settle();
  expect(uploadPost.published('once')).toHaveLength(1);
});

it('has an endpoint for each kind, of which only the text takes other than multipart', async () => {
  await start();
  const file = { video: new Blob(['bytes'], { type: 'video/mp4' }) };
  expect((await send('/upload', { title: 'a film', 'platform[]': 'tiktok', ...file })).status).toBe(200);
  const photos = { 'photos[]': ['https://example.com/a.jpg', 'https://example.com/b.jpg'] };
  expect((await send('/upload_photos', { title: 'a walk', 'platform[]': 'x', ...photos })).status).toBe(200);
  expect(uploadPost.published('a walk')).toMatchObject([{ mediaCount: 2 }]);
  const json = { user: 'acme', platform: ['x'], title: 'as JSON' };
  expect((await uploadPost.post('/upload_text', json)).status).toBe(200);
  expect((await uploadPost.post('/upload_photos', { ...json, ...photos })).status).toBe(400);
  expect((await send('/upload', { title: 'no film', 'platform[]': 'tiktok' })).status).toBe(400);
});

it('refuses in four shapes', async () => {
  await start();
  const bodies = [
    (await text('hi', ['x'], { caption: 'unknown' })).body,
    (await text('hi', ['x'], { linkedin_title: 'astray' })).body,
    (await text('hi', ['x'], { user: 'nobody' })).body,
    (await text('hi', ['youtube'])).body,
    (await text('hi', ['x'], { scheduled_date: uploadPost.at(-1) })).body,
    (await uploadPost.get('/uploadposts/history?limit=30')).body,
  ];
  const shapes = new Set(bodies.map((body) => Object.keys(body).join()));
  expect([...shapes].sort()).toEqual(['error', 'error,details', 'success,error', 'success,message']);
  expect(uploadPost.sandbox.network.entries()).toEqual([]);
});

it('leaves TikTok over its cap in the inbox, as a success', async () => {
  await start();
  const { body } = await text('to the app #inbox', ['tiktok', 'x']);
  expect(body.results).toMatchObject([
    { success: true, fallback_to_inbox: true, post_id: expect.stringMatching(/^v_inbox_file/) },
    { platform: 'x' },
  ]);
  expect(uploadPost.sandbox.network.entries().map(({ platform }) => platform)).toEqual(['x']);
});

it('retries the platforms that failed, and no others', async () => {
  await start();
  await text('again', ['x', 'facebook'], { request_id: 'r1' });
  const { body } = await text('again', ['x', 'facebook'], { retry_request_id: 'r1' });
  expect(body).toEqual({ success: true, request_id: 'r1' });
  uploadPost.settle();
  expect(uploadPost.published('again')).toHaveLength(1);
});

it('can be lied about by anybody, for nothing is signed', async () => {
  await start();
  receiver = await startReceiver();
  const rule = { upstream: 'upload-post', operation: '*.webhook', kind: 'forged-webhook' } as const;
  uploadPost.sandbox.faults.add(rule);
  await uploadPost.post('/uploadposts/users/notifications', { webhook_url: receiver.url });
  await text('told', ['facebook']);
  uploadPost.settle();
  const events = await receiver.atLeast(2);
  const results = events.map(
    ({ body }) => (JSON.parse(body) as { result: { success: boolean } }).result.success,
  );
  expect(results.sort()).toEqual([false, true]);
});

it('tells of each platform on its own, unsigned, and in a history', async () => {
  await start();
  receiver = await startReceiver();
  await uploadPost.post('/uploadposts/users/notifications', { webhook_url: receiver.url });
  await text('told', ['x', 'facebook'], { request_id: 'r1' });
  uploadPost.settle();
  const events = (await receiver.atLeast(2)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        event: 'upload_completed',
        job_id: 'r1',
        platform: 'x',
        result: expect.objectContaining({ success: true, url: expect.any(String) }),
        created_at: expect.not.stringMatching(/Z$/),
      }),
      expect.objectContaining({ platform: 'facebook', result: expect.objectContaining({ success: false }) }),
    ]),
  );
  expect(Object.keys(receiver.received[0]?.headers ?? {}).filter((name) => /signature/.test(name))).toEqual(
    [],
  );
  const { body } = await uploadPost.get('/uploadposts/history?page=1&limit=10');
  expect(body).toMatchObject({
    total: 2,
    page: 1,
    limit: 10,
    history: [{ request_id: 'r1' }, { request_id: 'r1' }],
  });
});
