import { createHmac } from 'node:crypto';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
let ayrshare: DescribedClient;
beforeAll(async () => {
  ayrshare = await startDescribed('ayrshare', bearer);
});
afterEach(() => ayrshare.sandbox.reset());
afterAll(() => ayrshare.sandbox.stop());

const create = (post: string, more: object = {}, headers = {}) =>
  ayrshare.post('/post', { post, platforms: ['twitter'], ...more }, headers);
const remove = (id: unknown, more: object = {}) =>
  ayrshare.call('DELETE', '/post', { body: { id, ...more } });
const patch = (id: unknown, more: object) => ayrshare.call('PATCH', '/post', { body: { id, ...more } });
const historyOf = async (query = '') => (await ayrshare.get(`/history${query}`)).body.history as unknown[];

it('answers a failure in part with 400, and beside it what did go out', async () => {
  const { status, body } = await create('both', { platforms: ['twitter', 'facebook'] });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    status: 'error',
    id: expect.any(String),
    postIds: [{ status: 'success', platform: 'twitter', postUrl: expect.stringMatching(/^https:/) }],
    errors: [{ status: 'error', platform: 'facebook', code: 161 }],
  });
  expect(ayrshare.published('both')).toHaveLength(1);
  const read = await ayrshare.get(`/post/${body.id}`);
  expect([read.status, read.body.status, read.body.type]).toEqual([200, 'error', 'now']);
});

it('tells a failure within 200 where that was chosen', async () => {
  const other = await startDescribed({ name: 'ayrshare', variants: { failureStatus: '200' } }, bearer);
  const { status, body } = await other.post('/post', { post: 'x', platforms: ['facebook'] });
  expect([status, body.status, body.postIds]).toEqual([200, 'error', []]);
  await other.sandbox.stop();
});

it('an answer with 400 that took effect can be lost, and the key finds it again', async () => {
  const more = { platforms: ['twitter', 'facebook'], idempotencyKey: 'k1' };
  await expect(create('lost #accept-then-reset', more)).rejects.toThrow();
  const again = await create('lost #accept-then-reset', more);
  expect([again.status, again.body.postIds.length]).toEqual([400, 1]);
  expect(ayrshare.published('lost')).toHaveLength(1);
});

it('refuses unknown members, unknown and unlinked platforms, and past times', async () => {
  const bad = [{ text: 'x' }, { platforms: ['x'] }, { platforms: ['tiktok'] }, { platforms: 'twitter' }];
  for (const more of [...bad, { scheduleDate: ayrshare.at(-1) }, { scheduledDate: ayrshare.at(1_000) }]) {
    const { status, body } = await create('bad', more);
    expect([status, body.status]).toEqual([400, 'error']);
  }
  expect((await ayrshare.get('/history?page=2')).status).toBe(400);
  expect((await ayrshare.get('/post/unknown')).status).toBe(404);
  expect(ayrshare.published('bad')).toEqual([]);
});

it('speaks for the profile whose key is sent', async () => {
  const headers = { 'profile-key': String(ayrshare.seeds.profileKey) };
  const { body } = await create('of the profile', {}, headers);
  const [entry] = ayrshare.published('of the profile');
  expect(ayrshare.seeds.accounts.map(({ id }) => id)).not.toContain(entry?.account);
  expect((await ayrshare.get(`/post/${body.id}`)).status).toBe(404);
  expect((await ayrshare.get(`/post/${body.id}`, headers)).status).toBe(200);
  expect((await ayrshare.get('/user', { 'profile-key': 'other' })).status).toBe(403);
  const user = await ayrshare.get('/user', headers);
  expect(user.body.activeSocialAccounts).toEqual(['twitter', 'linkedin']);
});

it('keeps what is scheduled pending, pauses it, moves it, and lets it wait for approval', async () => {
  const { body } = await create('later', { scheduleDate: ayrshare.at(60_000) });
  expect(body.status).toBe('pending');
  await patch(body.id, { scheduledPause: true });
  expect((await ayrshare.get(`/post/${body.id}`)).body.status).toBe('paused');
  ayrshare.skip(120_000);
  const moved = ayrshare.at(60_000);
  const resumed = await patch(body.id, { scheduledPause: false, scheduleDate: moved });
  expect(resumed.body).toMatchObject({ status: 'success', scheduleDate: moved });
  ayrshare.skip(61_000);
  expect((await ayrshare.get(`/post/${body.id}`)).body.status).toBe('processing');
  ayrshare.settle();
  expect(ayrshare.published('later')).toHaveLength(1);
  expect((await patch(body.id, { scheduleDate: ayrshare.at(60_000) })).status).toBe(400);
  const waits = await create('asks #needs-approval');
  expect(waits.body.status).toBe('awaiting approval');
  await patch(waits.body.id, { approved: true });
  ayrshare.settle();
  expect(ayrshare.published('asks')).toHaveLength(1);
});

it('deletes by a body: what waits is not sent, what is live is taken down, except on Instagram', async () => {
  const { body } = await create('gone', { scheduleDate: ayrshare.at(60_000) });
  expect((await remove(body.id)).body).toMatchObject({ twitter: { status: 'success' }, status: 'success' });
  ayrshare.skip(120_000);
  expect(ayrshare.published('gone')).toEqual([]);
  expect(await historyOf()).toEqual([]);
  expect(await historyOf('?status=deleted')).toEqual([expect.objectContaining({ status: 'deleted' })]);
  const live = await create('live', { platforms: ['instagram', 'twitter'] });
  const refused = await remove(live.body.id);
  expect([refused.status, refused.body.instagram.status]).toEqual([400, 'error']);
  expect((await remove(live.body.id, { markManualDeleted: true })).status).toBe(200);
  expect((await ayrshare.call('DELETE', `/post/${live.body.id}`)).status).toBe(404);
});

it('caches long histories for a minute, and has no pages', async () => {
  await create('first');
  expect(await historyOf('?limit=100')).toHaveLength(1);
  await create('second');
  expect(await historyOf('?limit=100')).toHaveLength(1);
  expect(await historyOf('?limit=25&lastDays=0&platforms=twitter')).toHaveLength(2);
  ayrshare.skip(61_000);
  expect(await historyOf('?limit=100')).toHaveLength(2);
});

it('a network refuses what it has shown before', async () => {
  await create('same');
  const { status, body } = await create('same', { platforms: ['twitter', 'linkedin'] });
  expect([status, body.errors[0].code, body.postIds.length]).toEqual([400, 137, 1]);
});

it('counts what is used, not what remains', async () => {
  const limited = await startDescribed('ayrshare', bearer, { limits: 'documented' });
  await limited.get('/user');
  const { headers } = await limited.get('/user');
  expect([headers.get('x-ratelimit-max'), headers.get('x-ratelimit-count')]).toEqual(['250', '2']);
  await limited.sandbox.stop();
});

it('tells of scheduled posts alone, with the time in a header of its own', async () => {
  const receiver = await startReceiver();
  await ayrshare.post('/hook/webhook', { action: 'scheduled', url: receiver.url, secret: 's' });
  await create('at once');
  const { body } = await create('in time', { scheduleDate: ayrshare.at(1_000) });
  ayrshare.settle();
  const [delivery] = await receiver.atLeast(1);
  await receiver.stop();
  const mac = createHmac('sha256', 's')
    .update(delivery?.body ?? '')
    .digest('hex');
  expect(delivery?.headers['x-authorization-content-sha256']).toBe(mac);
  expect(delivery?.headers['x-authorization-timestamp']).toMatch(/^\d{10}$/);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    action: 'scheduled',
    id: body.id,
    status: 'success',
  });
});
