import { createHmac, randomUUID } from 'node:crypto';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
let zernio: DescribedClient;
beforeAll(async () => {
  zernio = await startDescribed('zernio', bearer);
});
afterEach(() => zernio.sandbox.reset());
afterAll(() => zernio.sandbox.stop());

const targets = (...accounts: { id: string; platform: string }[]) =>
  accounts.map(({ id, platform }) => ({ platform, accountId: id }));

function create(content: string, more: object = { publishNow: true }, headers = {}) {
  const platforms = targets(zernio.account('twitter'));
  return zernio.post('/posts', { content, platforms, ...more }, headers);
}

it('publishes before it answers, and tells each platform by itself', async () => {
  const platforms = targets(zernio.account('twitter'), zernio.account('facebook', 'expired'));
  const { status, body } = await create('hello', { publishNow: true, platforms });
  expect(status).toBe(201);
  expect(body.post).toMatchObject({
    status: 'partial',
    platforms: [
      {
        status: 'published',
        accountId: zernio.account('twitter').id,
        platformPostId: expect.stringMatching(/^19/),
      },
      { status: 'failed', errorCategory: 'auth_expired', errorSource: 'user' },
    ],
  });
  expect(zernio.published('hello')).toHaveLength(1);
  const read = await zernio.get(`/posts/${body.post._id}`);
  expect(read.body.post.platforms[0].accountId).toMatchObject({ _id: zernio.account('twitter').id });
});

it('refuses what it does not know, in bodies and queries alike', async () => {
  expect((await zernio.get('/posts?sort=asc')).status).toBe(400);
  expect((await zernio.get('/posts?limit=101')).status).toBe(400);
  expect((await zernio.get('/posts?status=partial')).status).toBe(400);
  expect((await create('x', { publishNow: true, scheduledAt: zernio.at(60_000) })).status).toBe(400);
  expect((await create('x', { publishNow: 'true' })).status).toBe(400);
  expect((await create('x', { publishNow: true, scheduledFor: zernio.at(60_000) })).status).toBe(400);
  expect((await create('x', { platforms: [{ platform: 'twitter' }] })).status).toBe(400);
  expect((await zernio.get('/posts', { authorization: zernio.seeds.apiKey })).status).toBe(401);
  expect(zernio.published('x')).toEqual([]);
});

it('knows a repeat by its request id for five minutes, and by its content for a day', async () => {
  const headers = { 'x-request-id': randomUUID() };
  const first = await create('once', undefined, headers);
  const again = await create('once', undefined, headers);
  expect(again.status).toBe(200);
  expect(again.body.existingPost._id).toBe(first.body.post._id);
  const twin = await create('once', undefined, { 'x-request-id': randomUUID() });
  expect([twin.status, twin.body.existingPostId]).toEqual([409, first.body.post._id]);
  zernio.skip(301_000);
  expect((await create('once', undefined, headers)).status).toBe(409);
  zernio.skip(86_400_000);
  expect((await create('once', undefined, headers)).status).toBe(201);
  expect(zernio.published('once')).toHaveLength(2);
});

it('publishes at once what is scheduled for the past, and the rest in its time', async () => {
  const past = await create('past', { scheduledFor: zernio.at(-60_000) });
  expect(past.body.post.status).toBe('published');
  const { body } = await create('later', { scheduledFor: zernio.at(60_000) });
  expect(body.post.status).toBe('scheduled');
  zernio.skip(59_000);
  expect(zernio.published('later')).toEqual([]);
  zernio.skip(2_000);
  expect((await zernio.get(`/posts/${body.post._id}`)).body.post.status).toBe('publishing');
  zernio.settle();
  expect(zernio.published('later')).toHaveLength(1);
});

it('schedules a draft only with isDraft: false', async () => {
  const { body } = await create('draft', {});
  expect(body.post.status).toBe('draft');
  const path = `/posts/${body.post._id}`;
  const when = { scheduledFor: zernio.at(60_000) };
  expect((await zernio.call('PUT', path, { body: when })).body.post.status).toBe('draft');
  const moved = await zernio.call('PUT', path, { body: { ...when, isDraft: false } });
  expect(moved.body.post).toMatchObject({ status: 'scheduled', scheduledFor: when.scheduledFor });
});

it('sends again what failed, and only that, when it is given another time', async () => {
  const platforms = targets(zernio.account('twitter'), zernio.account('linkedin'));
  const { body } = await create('again #fail-server:linkedin', { publishNow: true, platforms });
  expect(body.post.status).toBe('partial');
  const again = { content: 'again', publishNow: true };
  const { body: read } = await zernio.call('PUT', `/posts/${body.post._id}`, { body: again });
  expect(read.post.status).toBe('published');
  expect(zernio.published('again').map(({ platform }) => platform)).toEqual(['twitter', 'linkedin']);
});

it('takes other accounts as long as nothing was sent', async () => {
  const { body } = await create('moved', { scheduledFor: zernio.at(60_000) });
  const path = `/posts/${body.post._id}`;
  const platforms = targets(zernio.account('bluesky'));
  const changed = { platforms, scheduledFor: zernio.at(1_000) };
  expect((await zernio.call('PUT', path, { body: changed })).status).toBe(200);
  zernio.skip(1_500);
  zernio.settle();
  expect(zernio.published('moved').map(({ platform }) => platform)).toEqual(['bluesky']);
  expect((await zernio.call('PUT', path, { body: changed })).status).toBe(400);
});

it('deletes what has not begun, without a trace, and refuses to delete what is out', async () => {
  const { body } = await create('gone', { scheduledFor: zernio.at(60_000) });
  const path = `/posts/${body.post._id}`;
  expect((await zernio.call('DELETE', path)).status).toBe(200);
  expect((await zernio.get(path)).status).toBe(404);
  zernio.skip(120_000);
  zernio.settle();
  expect(zernio.published('gone')).toEqual([]);
  const live = await create('live');
  expect((await zernio.call('DELETE', `/posts/${live.body.post._id}`)).status).toBe(400);
  const down = await zernio.post(`/posts/${live.body.post._id}/unpublish`);
  expect(down.body.post.status).toBe('cancelled');
});

it('pages by page and limit', async () => {
  for (const text of ['a', 'b', 'c']) await create(text);
  const { body } = await zernio.get('/posts?page=2&limit=2');
  expect(body.posts).toEqual([expect.objectContaining({ content: 'a' })]);
  expect(body.pagination).toEqual({ page: 2, limit: 2, total: 3, pages: 2 });
});

it('signs webhooks over the bytes it sends', async () => {
  const receiver = await startReceiver();
  const registered = { upstream: 'zernio', url: receiver.url, secret: 'whsec' };
  await fetch(`${zernio.sandbox.url}/_sandbox/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(registered),
  });
  const { body } = await create('told', { publishNow: true, metadata: { mine: '7' } });
  const [delivery] = await receiver.atLeast(1);
  await receiver.stop();
  const mac = createHmac('sha256', 'whsec')
    .update(delivery?.body ?? '')
    .digest('hex');
  expect(delivery?.headers['x-zernio-signature']).toBe(mac);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    event: 'post.published',
    post: { id: body.post._id, status: 'published', metadata: { mine: '7' } },
  });
});

it('keeps ten webhooks with the caller’s secret, and tells each event to what is registered', async () => {
  const receiver = await startReceiver();
  const settings = { name: 'ours', url: receiver.url, secret: 'first', events: ['post.published'] };
  const { webhook } = (await zernio.post('/webhooks/settings', settings)).body;
  expect(webhook).toMatchObject({ url: receiver.url, secret: 'first', isActive: true });
  const change = { _id: webhook._id, secret: 'second' };
  expect((await zernio.call('PUT', '/webhooks/settings', { body: change })).body.webhook.secret).toBe(
    'second',
  );
  await create('registered');
  const [told] = await receiver.atLeast(1);
  const mac = createHmac('sha256', 'second').update(told?.body ?? '');
  expect(told?.headers['x-zernio-signature']).toBe(mac.digest('hex'));
  for (let count = 1; count < 10; count += 1) await zernio.post('/webhooks/settings', settings);
  expect(await zernio.post('/webhooks/settings', settings)).toMatchObject({ status: 400 });
  expect((await zernio.call('DELETE', `/webhooks/settings?id=${webhook._id}`)).status).toBe(200);
  expect((await zernio.call('DELETE', `/webhooks/settings?id=${webhook._id}`)).status).toBe(404);
  expect((await zernio.get('/webhooks/settings')).body.webhooks).toHaveLength(9);
  expect((await zernio.post('/webhooks/settings', { ...settings, event: 'x' })).status).toBe(400);
  await receiver.stop();
});
