import { createHmac } from 'node:crypto';
import { adminOf } from '../../../../test/admin-client';
import { startDescribed, type DescribedClient } from '../../../../test/described-client';
import { startReceiver } from '../../../../test/receiver';

let outstand: DescribedClient;

async function start(variants: Record<string, string> = {}) {
  outstand = await startDescribed({ name: 'outstand', variants }, (key) => ({
    authorization: `Bearer ${key}`,
  }));
}

let receiver: Awaited<ReturnType<typeof startReceiver>> | undefined;

afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  await outstand.sandbox.stop();
});

const create = (accounts: string[], more: object) => outstand.post('/posts/', { accounts, ...more });

async function idOf(...args: Parameters<typeof create>): Promise<string> {
  const { status, body } = await create(...args);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body.post.id);
}

const read = async (id: string) =>
  (await outstand.get(`/posts/${id}`)).body.post as Record<string, unknown> & {
    socialAccounts: { network: string; status: string }[];
  };

it('has no status: rows and publishedAt tell how a post ended', async () => {
  await start();
  const accounts = [outstand.account('linkedin').id, outstand.account('facebook', 'expired').id];
  const id = await idOf(accounts, { content: 'for some' });
  expect(await read(id)).toMatchObject({ publishedAt: null, scheduledAt: null, isDraft: false });
  outstand.settle();
  const post = await read(id);
  expect(post).not.toHaveProperty('status');
  expect(post.publishedAt).toEqual(expect.any(String));
  expect(post.socialAccounts).toMatchObject([
    { id: accounts[0], status: 'published', platformPostId: expect.any(String), error: null },
    { id: accounts[1], status: 'error', platformPostId: null, error: 'The access token has expired' },
  ]);
  const failed = await idOf([accounts[1] ?? ''], { content: 'for nobody' });
  outstand.settle();
  expect(await read(failed)).toMatchObject({ publishedAt: null });
});

it('takes every account that a word fits', async () => {
  await start();
  for (const [word, networks] of [
    ['acme', ['x', 'bluesky']],
    ['@Acme', ['x', 'bluesky']],
    ['x', ['x', 'x']],
    [outstand.account('x').id, ['x']],
  ] as const) {
    const post = await read(await idOf([word], { content: `to ${word}` }));
    expect(post.socialAccounts.map(({ network }) => network)).toEqual(networks);
  }
  const { status, body } = await create(['acme', 'nobody'], { content: 'hi' });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    error: 'Invalid payload',
    details: { accounts: { _errors: [expect.any(String)] } },
  });
});

it('insists on its slashes', async () => {
  await start();
  expect((await outstand.post('/posts', { accounts: ['x'], content: 'hi' })).status).toBe(404);
  expect((await outstand.get('/posts/')).status).toBe(404);
});

it('publishes containers as a thread', async () => {
  await start();
  await idOf([outstand.account('x').id], { containers: [{ content: 'first' }, { content: 'second' }] });
  outstand.settle();
  expect(outstand.sandbox.network.entries().map(({ text }) => text)).toEqual(['first', 'second']);
});

it('refuses what is not documented, with details by field', async () => {
  await start();
  const wrong = [
    {},
    { content: 'a', containers: [{ content: 'b' }] },
    { content: 'a', isDraft: true },
    { content: 'a', mediaUrls: [] },
    { content: 'a', scheduledAt: 'soon' },
    { content: 'a', scheduledAt: outstand.at(31 * 86_400_000) },
    { containers: [{ content: 'b', media: [] }] },
  ];
  for (const more of wrong) {
    const { status, body } = await create(['x'], more);
    expect({ more, status, body }).toEqual({
      ...{ more, status: 400 },
      body: { success: false, error: 'Invalid payload', details: expect.any(Object) },
    });
  }
  const nested = await create(['x'], { containers: [{ content: 7 }] });
  expect(nested.body.details.containers['0'].content._errors).toHaveLength(1);
});

it('publishes at once what is past, and deletes what is scheduled alone', async () => {
  await start();
  const past = await create(['linkedin'], { content: 'past', scheduledAt: outstand.at(-60_000) });
  expect(past.body.post.scheduledAt).toBeNull();
  const id = await idOf(['linkedin'], { content: 'future', scheduledAt: outstand.at(60_000) });
  const remove = (postId: string) => outstand.call('DELETE', `/posts/${postId}`);
  expect((await remove(id)).body).toEqual({ success: true });
  expect((await remove(id)).status).toBe(404);
  expect((await remove(String(past.body.post.id))).status).toBe(400);
  outstand.skip(60_000);
  outstand.settle();
  expect(outstand.sandbox.network.entries().map(({ text }) => text)).toEqual(['past']);
});

it('lists accounts in pages, and posts twice in one answer', async () => {
  await start();
  const accounts = await outstand.get('/social-accounts?limit=2&offset=1');
  expect(accounts.body.data).toHaveLength(2);
  expect(accounts.body).toMatchObject({ success: true, pagination: { limit: 2, offset: 1, total: 7 } });
  for (const text of ['one', 'two', 'three']) await idOf(['linkedin'], { content: text });
  const { body } = await outstand.get('/posts?limit=2&offset=0');
  expect(body.posts).toEqual(body.data);
  expect(body.pagination).toEqual({ limit: 2, offset: 0, total: 3 });
  const x = outstand.account('x').id;
  expect((await outstand.get(`/posts?social_account_id=${x}`)).body.pagination.total).toBe(0);
  expect((await outstand.get(`/posts?created_after=${outstand.at(1)}`)).body.pagination.total).toBe(0);
  expect((await outstand.get('/posts?page=1')).status).toBe(400);
});

it('tells of a success in part as published, with a prefixed signature', async () => {
  await start();
  receiver = await startReceiver();
  await adminOf(outstand.sandbox).post('/webhooks', {
    upstream: 'outstand',
    url: receiver.url,
    secret: 'shh',
  });
  await idOf(['linkedin', 'facebook'], { content: 'for some' });
  outstand.settle();
  await receiver.atLeast(1);
  await idOf(['facebook'], { content: 'for nobody' });
  outstand.settle();
  const [some, none] = await receiver.atLeast(2);
  expect(JSON.parse(some?.body ?? '{}')).toMatchObject({ event: 'post.published' });
  expect(JSON.parse(none?.body ?? '{}')).toMatchObject({ event: 'post.error' });
  const signature = createHmac('sha256', 'shh')
    .update(some?.body ?? '')
    .digest('hex');
  expect(some?.headers['x-outstand-signature']).toBe(`sha256=${signature}`);
});

it('creates twice what is sent twice, and has another word for failures as a variant', async () => {
  await start({ rowError: 'failed' });
  const ids = [
    await idOf(['facebook'], { content: 'again' }),
    await idOf(['facebook'], { content: 'again' }),
  ];
  expect(new Set(ids).size).toBe(2);
  outstand.settle();
  expect((await read(ids[0] ?? '')).socialAccounts[0]?.status).toBe('failed');
});
