import { createHmac } from 'node:crypto';
import { adminOf } from '../../../../test/admin-client';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

let publora: DescribedClient;

async function start(variants: Record<string, string> = {}) {
  const name = variants.family === 'postpost' ? 'x-api-key' : 'x-publora-key';
  publora = await startDescribed({ name: 'publora', variants }, (key) => ({ [name]: key }));
}

afterEach(() => publora.sandbox.stop());

const idOf = (platform: string) =>
  publora.account(platform, platform === 'facebook' ? 'expired' : 'connected').id;
const create = (content: unknown, platforms: unknown = [idOf('twitter')], more: object = {}) =>
  publora.post('/create-post', { content, platforms, ...more });
const now = () => ({ scheduledTime: publora.at(0) });
const later = (ms = 3_600_000) => ({ scheduledTime: publora.at(ms) });
const get = (id: string) => publora.get(`/get-post/${id}`);
const update = (id: string, body: object) => publora.call('PUT', `/update-post/${id}`, { body });

async function made(...args: Parameters<typeof create>): Promise<string> {
  const { status, body } = await create(...args);
  expect({ status, body }).toEqual({ status: 200, body: { success: true, postGroupId: expect.any(String) } });
  return String(body.postGroupId);
}

it('publishes at a time that is now, tells raw ids and no status of the group, and absent members', async () => {
  await start();
  const id = await made('part', [idOf('linkedin'), idOf('telegram'), idOf('facebook')], now());
  publora.settle();
  const { body } = await get(id);
  expect(body).toEqual({
    success: true,
    postGroupId: id,
    posts: [
      {
        ...{ _id: expect.stringMatching(/^[0-9a-f]{24}$/), platform: 'linkedin', content: 'part' },
        ...{ platformId: idOf('linkedin').slice('linkedin-'.length), status: 'published' },
        postedId: expect.stringMatching(/^19/),
      },
      expect.objectContaining({ platformId: expect.stringMatching(/^-100/), status: 'published' }),
      {
        ...{ _id: expect.any(String), platform: 'facebook', platformId: expect.any(String), content: 'part' },
        status: 'failed',
        error: expect.objectContaining({ code: 'PLATFORM_AUTH_EXPIRED', retryable: false }),
      },
    ],
  });
  const listed = (await publora.get('/list-posts')).body.posts[0];
  expect(listed).toMatchObject({ postGroupId: id, status: 'partially_published', mediaUrls: [] });
  expect(listed.platforms[0]).toEqual({
    ...{ platformId: idOf('linkedin'), platform: 'linkedin', status: 'published' },
  });
});

it('keeps what has no time a draft, publishes what is past at once, and repeats whatever is repeated', async () => {
  await start();
  const draft = await made('draft');
  await made('past', undefined, later(-86_400_000));
  await made('past', undefined, later(-86_400_000));
  publora.settle();
  expect((await get(draft)).body.posts).toMatchObject([{ status: 'draft' }]);
  expect(publora.published('past')).toHaveLength(2);
  expect(publora.sandbox.network.entries()).toHaveLength(2);
  expect((await publora.get('/list-posts?status=published')).body.posts[0].scheduledTime).toBe(
    publora.at(-8_000),
  );
});

it('refuses in its own sentences', async () => {
  await start();
  const one = idOf('twitter');
  const wrong: [unknown, unknown, object, string][] = [
    ['  ', [one], {}, 'Content is required'],
    ['x', undefined, { platforms: null }, 'Platforms are required'],
    ['x', '[', {}, 'Invalid platforms JSON format'],
    ['x', {}, {}, 'Platforms must be an array'],
    ['x', [], {}, 'At least one platform is required'],
    ['x', [one, idOf('bluesky')], {}, `Invalid platform ID format: ${idOf('bluesky')}`],
    ['x', ['twitter-1'], {}, 'Connection not found: twitter-1'],
    ['x', [one], { scheduledTime: '2031-01-05' }, 'Invalid scheduled time format'],
    ['x', [one], { platformSettings: [] }, 'platformSettings must be an object'],
    ['x', [one], { status: 'scheduled' }, 'status: Unknown: status'],
  ];
  for (const [content, platforms, more, error] of wrong) {
    expect(await create(content, platforms, more)).toMatchObject({ status: 400, body: { error } });
  }
  expect(await create({}, [one])).toMatchObject({
    status: 500,
    body: { error: 'Failed to create post group' },
  });
  const asked = { authorization: `Bearer ${publora.seeds.apiKey}` };
  const reply = await fetch(`${publora.seeds.baseUrl}/list-posts`, { headers: asked });
  expect([reply.status, await reply.json()]).toEqual([401, { error: 'API key is required' }]);
  const astray = await publora.get('/nothing');
  expect([astray.status, astray.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
});

it('breaks over malformed ids, and says 404 of what is unknown or deleted', async () => {
  await start();
  const id = await made('gone', undefined, later());
  const remove = (post: string) => publora.call('DELETE', `/delete-post/${post}`);
  expect(await get('not-an-id')).toMatchObject({
    status: 500,
    body: { error: 'Failed to fetch post group' },
  });
  expect(await update('x', { status: 'draft' })).toMatchObject({ status: 500 });
  expect(await remove('x')).toMatchObject({ status: 500, body: { error: 'Failed to delete post group' } });
  expect(await remove(id)).toMatchObject({ status: 200, body: { success: true } });
  for (const reply of [await get(id), await remove(id), await update(id, later())]) {
    expect(reply).toMatchObject({ status: 404, body: { error: 'Post group not found' } });
  }
  publora.skip(3_600_000);
  publora.settle();
  expect(publora.sandbox.network.entries()).toEqual([]);
});

it('clamps numbers of lists, and refuses words', async () => {
  await start();
  for (const text of ['a', 'b', 'c']) await made(text);
  const pageOf = async (query: string) => (await publora.get(`/list-posts?${query}`)).body;
  expect((await pageOf('page=-3&limit=1000')).pagination).toEqual({
    ...{ page: 1, limit: 100, totalItems: 3, totalPages: 1, hasNextPage: false, hasPrevPage: false },
  });
  expect((await pageOf('limit=0')).pagination.limit).toBe(20);
  const second = await pageOf('page=2&limit=2&sortOrder=sideways');
  expect(second.posts).toEqual([expect.objectContaining({ content: 'a' })]);
  expect(second.pagination).toMatchObject({ hasNextPage: false, hasPrevPage: true });
  expect((await pageOf(`platform=${idOf('twitter')}`)).posts).toEqual([]);
  expect((await pageOf('platform=TWITTER')).posts).toHaveLength(3);
  expect((await pageOf(`fromDate=${publora.at(-1)}`)).posts).toEqual([]);
  expect((await publora.get('/list-posts?status=pending')).status).toBe(400);
  expect((await publora.get('/list-posts?pageSize=5')).status).toBe(400);
});

it('updates drafts and what is scheduled, and names the status where it does not', async () => {
  await start();
  const id = await made('moved');
  const time = later().scheduledTime;
  expect((await update(id, { scheduledTime: time })).body.postGroup).toEqual({
    ...{ _id: id, status: 'draft', scheduledTime: time },
  });
  expect((await update(id, {})).body.error).toBe('Either status or scheduledTime must be provided');
  expect((await update(id, { status: 'published' })).status).toBe(400);
  expect((await update(id, { status: 'scheduled', content: 'x' })).status).toBe(400);
  expect((await update(id, { status: 'scheduled' })).body.postGroup.scheduledTime).toBe(time);
  await update(id, { status: 'draft' });
  publora.skip(3_600_001);
  publora.settle();
  expect(publora.published('moved')).toEqual([]);
  await update(id, { status: 'scheduled' });
  publora.skip(1);
  // Under way, and yet 200: what is told is not what happens.
  expect((await get(id)).body.posts[0].status).toBe('processing');
  expect((await update(id, { status: 'draft' })).body.postGroup.status).toBe('draft');
  publora.settle();
  expect(publora.published('moved')).toHaveLength(1);
  expect(await update(id, { status: 'draft' })).toMatchObject({
    ...{ status: 400, body: { error: 'Cannot update post: post is currently in published status' } },
  });
});

it('takes files for a draft at an address of their own', async () => {
  await start();
  const id = await made('with files');
  const ask = (more: object) =>
    publora.post('/get-upload-url', {
      fileName: 'a b.jpg',
      contentType: 'image/jpeg',
      postGroupId: id,
      ...more,
    });
  const put = (url: unknown, type: string) =>
    fetch(String(url), { method: 'PUT', body: 'bytes', headers: { 'content-type': type } });
  expect((await ask({})).status).toBe(500);
  const { body } = await ask({ type: 'image' });
  expect(body.fileUrl).toMatch(/\/images\/\d+-\w+-a_b\.jpg$/);
  expect((await put(body.uploadUrl, 'image/png')).status).toBe(403);
  expect((await put(body.uploadUrl, 'image/jpeg')).status).toBe(200);
  await ask({ type: 'image', fileName: 'never.jpg' });
  await update(id, { status: 'scheduled' });
  publora.settle();
  expect(publora.published('with files')).toMatchObject([{ mediaCount: 1 }]);
  expect((await publora.get('/list-posts')).body.posts[0].mediaUrls).toHaveLength(2);
});

it('is its sister by other names of headers, and its newer copy tells more', async () => {
  await start({ family: 'postpost', getPost: 'newer', pastTimes: 'refuse', spacing: 'tenMinutes' });
  const id = await made('quiet #no-url', undefined, later());
  expect((await get(id)).body).toMatchObject({
    ...{ status: 'scheduled', processingStatus: 'pending', scheduledTime: publora.at(3_600_000) },
    posts: [{ status: 'scheduled', postedId: null, permalink: null }],
  });
  const second = await made('second');
  const moved = await update(second, { status: 'scheduled', ...later(3_660_000) });
  expect(moved.body.postGroup.scheduledTime).toBe(publora.at(4_200_000));
  expect((await create('x', undefined, later(-1))).body.error).toBe('Scheduled time cannot be in the past');
  publora.skip(3_600_000);
  publora.settle();
  expect((await get(id)).body).toMatchObject({
    ...{ status: 'published', processingStatus: 'finished' },
    posts: [{ postedId: expect.any(String), permalink: null }],
  });
  const managed = String(publora.seeds.managedUserId);
  const as = (user: string) => publora.get('/list-posts', { 'x-postpost-user-id': user });
  expect((await as(managed)).body.posts).toEqual([]);
  expect((await as('me')).body.error).toBe('Invalid x-postpost-user-id');
  expect((await as('0'.repeat(24))).status).toBe(403);
});

it('tells the limits of a plan as 403', async () => {
  await start({ plan: 'starter' });
  expect((await create('x')).body).toMatchObject({ code: 'PLATFORM_NOT_AVAILABLE' });
  const two = [idOf('linkedin'), idOf('mastodon')];
  await made('first', two, later());
  expect(await create('second', two, later())).toMatchObject({
    status: 403,
    body: {
      ...{ code: 'SCHEDULED_POST_LIMIT_REACHED', metric: 'posts.scheduled_active' },
      ...{ limit: 3, used: 2, requested: 2, remaining: 1, planName: 'Starter' },
    },
  });
  const far = await create('far', [idOf('linkedin')], later(8 * 86_400_000));
  expect(far.body).toMatchObject({ code: 'SCHEDULE_HORIZON_REACHED', used: null });
});

it('sends a webhook for each platform post, signed over the JSON made anew', async () => {
  await start({ webhookBytes: 'spaced' });
  const receiver = await startReceiver();
  const registered = { upstream: 'publora', url: receiver.url, secret: 'whsec' };
  await adminOf(publora.sandbox).post('/webhooks', registered);
  const postGroupId = await made('told', [idOf('linkedin'), idOf('facebook')], now());
  publora.settle();
  const deliveries = await receiver.atLeast(4);
  await receiver.stop();
  const told = deliveries.map(({ body, headers }) => {
    const payload = JSON.parse(body) as { event: string; data: object };
    const mac = (text: string) => createHmac('sha256', 'whsec').update(text).digest('hex');
    expect(headers['x-publora-signature']).toBe(mac(JSON.stringify(payload)));
    expect(headers['x-publora-signature']).not.toBe(mac(body));
    expect(payload).toMatchObject({ event: headers['x-publora-event'], data: { postGroupId } });
    return payload.event;
  });
  expect(told.sort()).toEqual(['post.failed', 'post.published', 'post.scheduled', 'post.scheduled']);
});

it('registers ten webhooks for a user, and replaces a secret at once', async () => {
  await start();
  const body = { name: 'ours', url: 'https://a.example/hook', events: ['post.published'] };
  const { webhook } = (await publora.post('/webhooks', body)).body;
  expect(webhook).toMatchObject({ ...body, isActive: true, secret: expect.any(String) as string });
  const { secret } = (await publora.post(`/webhooks/${webhook._id}/regenerate-secret`)).body;
  expect(secret).not.toBe(webhook.secret);
  const [listed] = (await publora.get('/webhooks')).body.webhooks as object[];
  expect(listed).toMatchObject({ _id: webhook._id, failureCount: 0 });
  expect(listed).not.toHaveProperty('secret');
  for (let count = 1; count < 10; count += 1) await publora.post('/webhooks', body);
  expect((await publora.post('/webhooks', body)).body.error).toBe('Maximum of 10 webhooks per user');
  expect((await publora.post('/webhooks', { ...body, events: ['post.liked'] })).status).toBe(400);
  expect((await publora.call('DELETE', `/webhooks/${webhook._id}`)).body).toEqual({ success: true });
  expect((await publora.call('DELETE', `/webhooks/${webhook._id}`)).status).toBe(404);
  expect((await publora.call('DELETE', '/webhooks/x')).status).toBe(500);
});
