import type { SandboxOptions } from '../../../index';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';

let blotato: DescribedClient;

async function start(variants: Record<string, string> = {}, options: SandboxOptions = {}) {
  const header = (key: string) => ({ 'blotato-api-key': key });
  blotato = await startDescribed({ name: 'blotato', variants }, header, options);
}

afterEach(() => blotato.sandbox.stop());

interface Item {
  readonly id: string;
  readonly text: string;
  readonly state: { readonly type: string };
}

function postOf(text: string, platform = 'twitter') {
  const { id: accountId } = blotato.account(platform, platform === 'facebook' ? 'expired' : 'connected');
  return { accountId, content: { text, mediaUrls: [], platform }, target: { targetType: platform } };
}

async function made(
  text: string,
  root: object = {},
  nested: object = {},
  platform?: string,
): Promise<string> {
  const reply = await blotato.post('/posts', { post: { ...postOf(text, platform), ...nested }, ...root });
  expect(reply).toMatchObject({ status: 201, body: { postSubmissionId: expect.any(String) } });
  return String(reply.body.postSubmissionId);
}

const later = (ms = 3_600_000) => ({ scheduledTime: blotato.at(ms).replace('Z', '+00:00') });
const get = async (id: string) => (await blotato.get(`/posts/${id}`)).body;
const listed = async (query = '') => (await blotato.get(`/posts${query}`)).body.items as Item[];
const schedules = async () => (await blotato.get('/schedules')).body.items as Item[];

it('tells of a submission in flat words, and lists it by another id once it is through', async () => {
  await start();
  const id = await made('hello');
  expect(await get(id)).toEqual({ postSubmissionId: id, status: 'in-progress' });
  expect(await listed()).toEqual([]);
  blotato.settle();
  const publicUrl = expect.stringMatching(/^https:/);
  expect(await get(id)).toEqual({ postSubmissionId: id, status: 'published', publicUrl });
  const [item] = await listed();
  expect(item).toMatchObject({ text: 'hello', state: { type: 'published', publicUrl } });
  expect(item?.id).not.toBe(id);
  const failed = await made('lost', {}, {}, 'facebook');
  const quiet = await made('quiet #no-url');
  blotato.settle();
  expect(await get(failed)).toMatchObject({ status: 'failed', errorMessage: expect.any(String) });
  expect(await get(quiet)).toEqual({ postSubmissionId: quiet, status: 'published' });
  expect((await listed('?status=failed')).map(({ text }) => text)).toEqual(['lost']);
  expect(await listed('?status=failed&status=published')).toHaveLength(3);
});

it('insists on both platforms, on mediaUrls and on members that it knows', async () => {
  await start();
  const post = postOf('x');
  const wrong: object[] = [
    { post: { ...post, target: { targetType: 'linkedin' } } },
    { post: { ...post, content: { ...post.content, platform: 'linkedin' } } },
    {
      post: {
        ...{ ...post, target: { targetType: 'x' } },
        content: { ...post.content, platform: 'x' },
      },
    },
    { post: { ...post, content: { text: 'x', platform: 'twitter' } } },
    { post: { ...post, accountId: Number(post.accountId) } },
    { post: { ...post, accountId: '1' } },
    { post: { ...post, text: 'x' } },
    { post, scheduledAt: later().scheduledTime },
    { post, scheduledTime: '2031-01-05T10:00:00' },
  ];
  for (const body of wrong) {
    expect({ body, status: (await blotato.post('/posts', body)).status }).toEqual({ body, status: 422 });
  }
  const bearer = { authorization: `Bearer ${blotato.seeds.apiKey}` };
  expect((await fetch(`${blotato.seeds.baseUrl}/posts`, { headers: bearer })).status).toBe(401);
  expect(blotato.sandbox.network.entries()).toEqual([]);
});

it('publishes at once what is scheduled in the wrong place, and repeats what is repeated', async () => {
  await start();
  await made('nested', {}, later());
  await made('past', later(-1));
  await made('past', later(-1));
  const threaded = { ...postOf('one').content, additionalPosts: [{ text: 'two', mediaUrls: [] }] };
  await made('', {}, { content: threaded });
  expect(await schedules()).toEqual([]);
  blotato.settle();
  const texts = blotato.sandbox.network.entries().map(({ text }) => text);
  expect(texts.sort()).toEqual(['nested', 'one', 'past', 'past', 'two']);
});

it('moves and deletes schedules by ids of their own, while they lie ahead', async () => {
  await start();
  const [first, second] = [await made('first', later()), await made('second', later(7_200_000))];
  expect(await get(first)).toMatchObject({ status: 'scheduled', scheduledTime: blotato.at(3_600_000) });
  const { body } = await blotato.get('/schedules?limit=1');
  expect(body).toMatchObject({ count: '2', cursor: expect.any(String) });
  const post = postOf('first');
  const [row] = body.items as Item[];
  expect(row).toEqual({ id: row?.id, scheduledAt: blotato.at(3_600_000), draft: post });
  const path = `/schedules/${String(row?.id)}`;
  const move = (ms: number) => blotato.call('PATCH', path, { body: { patch: later(ms) } });
  expect((await blotato.get(`/schedules/${first}`)).status).toBe(404);
  expect((await move(-1)).status).toBe(422);
  expect((await blotato.call('PATCH', path, { body: later() })).status).toBe(422);
  expect((await move(10_800_000)).body.scheduledAt).toBe(blotato.at(10_800_000));
  const [earliest] = await schedules();
  expect((await listed('?status=scheduled')).map(({ id }) => id)).toContain(earliest?.id);
  expect((await blotato.call('DELETE', `/schedules/${String(earliest?.id)}`)).status).toBe(200);
  expect((await blotato.get(`/posts/${second}`)).status).toBe(404);
  blotato.skip(10_800_000);
  expect((await blotato.call('DELETE', path)).status).toBe(404);
  blotato.settle();
  expect(blotato.sandbox.network.entries()).toMatchObject([{ text: 'first' }]);
  const [published] = await listed();
  expect(published?.id).not.toBe(row?.id);
});

it('lists the weeks around now by cursor, and answers changes with nothing as a variant', async () => {
  await start({ changes: 'empty', accounts: 'pages', pastTimes: 'refuse' });
  for (const days of [1, 2, 8]) await made(`in ${days}`, later(days * 86_400_000));
  expect((await listed()).map(({ text }) => text)).toEqual(['in 2', 'in 1']);
  const first = (await blotato.get(`/posts?limit=2&until=${blotato.at(9 * 86_400_000)}`)).body;
  expect(first.items).toMatchObject([{ text: 'in 8' }, { text: 'in 2' }]);
  const next = `/posts?limit=2&until=${blotato.at(9 * 86_400_000)}&cursor=${String(first.cursor)}`;
  expect((await blotato.get(next)).body).toEqual({ items: [expect.objectContaining({ text: 'in 1' })] });
  for (const query of ['limit=251', 'cursor=later', 'status=in-progress', 'page=2']) {
    expect([query, (await blotato.get(`/posts?${query}`)).status]).toEqual([query, 422]);
  }
  const [{ id } = { id: '' }] = await schedules();
  expect((await blotato.call('PATCH', `/schedules/${id}`, { body: { patch: later() } })).status).toBe(204);
  expect((await blotato.call('DELETE', `/schedules/${id}`)).status).toBe(204);
  expect((await blotato.post('/posts', { post: postOf('x'), ...later(-1) })).status).toBe(422);
  const accounts = (await blotato.get('/users/me/accounts')).body;
  expect(accounts.items).toHaveLength(3);
  const more = (await blotato.get(`/users/me/accounts?cursor=${String(accounts.cursor)}`)).body;
  expect(more.items[1]).toMatchObject({ id: expect.stringMatching(/^\d+$/), platform: 'threads' });
});

it('counts creations and reads apart, under documented limits', async () => {
  await start({}, { limits: 'documented' });
  for (let call = 0; call < 30; call += 1) await made(`post ${call}`);
  expect((await blotato.post('/posts', { post: postOf('too many') })).status).toBe(429);
  for (let call = 0; call < 60; call += 1) expect((await blotato.get('/users/me/accounts')).status).toBe(200);
  expect((await blotato.get('/schedules')).status).toBe(429);
  blotato.skip(60_000);
  await made('after a minute');
});
