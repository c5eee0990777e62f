import { PostatoClient } from '../../test/postato-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postato: PostatoClient;

beforeEach(async () => {
  // The real pace moves nothing by itself within a test: every stage is reached by skipping time.
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postato = new PostatoClient(sandbox);
});
afterEach(() => sandbox.stop());

const status = async (id: string) => (await postato.read(id)).body.status as string;

it('is final within seconds at the compressed pace', async () => {
  const fast = await startSandbox();
  const client = new PostatoClient(fast);
  const id = await client.id();
  client.skip(500, 1_300);
  expect((await client.read(id)).body.status).toBe('published');
  await fast.stop();
});

it('moves through its states and tells the address at the end only', async () => {
  const id = await postato.id();
  expect((await postato.read(id)).body).toMatchObject({
    status: 'pending',
    platformPostId: null,
    platformUrl: null,
  });
  postato.skip(1_000);
  expect(await status(id)).toBe('processing');
  postato.skip(2_500);
  const { body } = await postato.read(id);
  expect(body).toMatchObject({
    id,
    status: 'published',
    accountId: postato.account('twitter'),
    error: null,
    items: [{ index: 0, status: 'published' }],
  });
  expect(body.platformUrl).toBe(`https://x.com/acme/status/${body.platformPostId}`);
  expect(sandbox.network.entries()).toMatchObject([
    { upstream: 'postato', account: postato.account('twitter'), url: body.platformUrl, sourcePostId: id },
  ]);
});

it('speaks the guides’ dialect, with its own keys for the address', async () => {
  await postato.options({ dialect: 'B' });
  const { id, status: first } = (await postato.create({ content: 'a #retry-once' })).body;
  const seen = [first as string];
  for (const ms of [1_000, 2_500, 30_000, 2_500]) {
    postato.skip(ms);
    seen.push(await status(String(id)));
  }
  expect(seen).toEqual(['queued', 'publishing', 'retrying', 'publishing', 'published']);
  const { body } = await postato.read(String(id));
  expect(body).not.toHaveProperty('platformUrl');
  expect(body.externalUrl).toContain(body.externalId);
});

it('speaks both by turns when told to', async () => {
  await postato.options({ dialect: 'mixed' });
  const id = await postato.id();
  const words = new Set([await status(id), await status(id)]);
  expect(words).toEqual(new Set(['pending', 'queued']));
});

it.each([
  ['#fail-auth', 'token_expired'],
  ['#fail-content', 'content_rejected'],
  ['#fail-rate', 'rate_limited'],
  ['#fail-server', 'platform_error'],
  ['#fail-network', 'network_error'],
  ['#fail-odd', 'E_PLATFORM_4471'],
  ['x'.repeat(281), 'text_too_long'],
])('fails %s at delivery with %s', async (content, code) => {
  const id = await postato.id({ content });
  postato.settle();
  expect((await postato.read(id)).body).toMatchObject({
    status: 'failed',
    error: { code },
    platformUrl: null,
  });
  expect(sandbox.network.entries()).toEqual([]);
  await postato.options({ errorForm: 'string' });
  expect((await postato.read(id)).body.error).toEqual(expect.any(String));
});

it('restricts a word to one platform, whichever way X is called', async () => {
  const bad = await postato.id({ content: 'a #fail-content:x' });
  const good = await postato.id({ content: 'b #fail-content:linkedin' });
  postato.settle();
  expect([await status(bad), await status(good)]).toEqual(['failed', 'published']);
});

it('fails at an account whose token has run out', async () => {
  const expired = postato.seeds.accounts.find((account) => account.status === 'token_expired');
  const id = await postato.id({ accountId: expired?.id });
  postato.settle();
  expect((await postato.read(id)).body.error).toMatchObject({ code: 'token_expired' });
});

it('sends a thread as one post, and leaves its early part live when a later one fails', async () => {
  const content = [{ text: 'one' }, { text: 'two #fail-content' }, { text: 'three' }];
  const id = await postato.id({ postType: 'thread', content });
  postato.settle();
  const { body } = await postato.read(id);
  expect(body.status).toBe('failed');
  expect((body.items as { status: string }[]).map((item) => item.status)).toEqual([
    'published',
    'failed',
    'failed',
  ]);
  expect(sandbox.network.entries().map(({ text }) => text)).toEqual(['one']);
});

it('can stay in processing, and can publish without an address', async () => {
  const stuck = await postato.id({ content: '#stuck' });
  const bare = await postato.id({ content: '#no-url' });
  postato.settle();
  postato.skip(3600_000);
  expect(await status(stuck)).toBe('processing');
  expect((await postato.read(bare)).body).toMatchObject({ status: 'published', platformUrl: null });
});

describe('scheduling', () => {
  const schedule = (ms = 3600_000) => postato.id({ status: 'scheduled', scheduledAt: postato.at(ms) });

  it('waits for its time', async () => {
    const id = await schedule();
    postato.skip(3590_000);
    expect(await status(id)).toBe('scheduled');
    postato.skip(11_000);
    postato.settle();
    expect(await status(id)).toBe('published');
  });

  it('can be moved, brought forward and taken back', async () => {
    const id = await schedule();
    const later = postato.at(7200_000);
    expect((await postato.patch(id, { scheduledAt: later })).body).toMatchObject({
      status: 'scheduled',
      scheduledAt: later,
    });
    expect((await postato.patch(id, { status: 'draft' })).body.status).toBe('draft');
    postato.skip(7300_000);
    postato.settle();
    expect(sandbox.network.entries()).toEqual([]);
    expect((await postato.patch(id, { content: 'better', status: 'publish' })).body.status).toBe('pending');
    postato.settle();
    expect(sandbox.network.entries()).toMatchObject([{ text: 'better' }]);
  });

  it('refuses a past time, fixed fields and posts on their way', async () => {
    const id = await schedule();
    expect((await postato.patch(id, { scheduledAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    expect((await postato.patch(id, { accountId: 'acc_x' })).body.details).toHaveProperty('accountId');
    await postato.patch(id, { status: 'publish' });
    expect((await postato.patch(id, { status: 'draft' })).status).toBe(409);
  });
});

describe('cancelling', () => {
  it('takes a post back, which then is missing from lists but not from reads', async () => {
    const id = await postato.id({ status: 'scheduled', scheduledAt: postato.at(3600_000) });
    expect(await postato.cancel(id)).toMatchObject({ status: 200, body: { success: true } });
    expect(await postato.listed()).toEqual([]);
    expect(await status(id)).toBe('cancelled');
    await postato.options({ dialect: 'B' });
    expect((await postato.read(id)).status).toBe(404);
    postato.skip(3700_000);
    postato.settle();
    expect(sandbox.network.entries()).toEqual([]);
  });

  it('answers 404 for whatever cannot be cancelled', async () => {
    const id = await postato.id();
    postato.skip(1_000);
    for (const missing of [id, 'pst_unknown']) {
      expect(await postato.cancel(missing)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    }
    postato.settle();
    expect((await postato.cancel(id)).status).toBe(404);
    expect(await status(id)).toBe('published');
  });

  it('catches a post that is still waiting for the worker', async () => {
    const id = await postato.id();
    expect((await postato.cancel(id)).status).toBe(200);
    postato.settle();
    expect(sandbox.network.entries()).toEqual([]);
  });
});

describe('approval', () => {
  const approval = (id: string) => postato.get(`${postato.home}/posts/${id}/approval`);

  it('holds a post that was to be published, and lets it go', async () => {
    await postato.options({ approvalPolicy: true });
    const { id, status: word } = (await postato.create()).body;
    expect(word).toBe('pending_approval');
    postato.settle();
    expect(sandbox.network.entries()).toEqual([]);
    expect((await approval(String(id))).body).toEqual({
      postId: id,
      status: 'pending',
      requestedAt: expect.any(String),
      decidedAt: null,
      reviewerId: null,
      comment: null,
    });
    await postato.decide(String(id), 'approved', 'fine');
    expect(await status(String(id))).toBe('pending');
    postato.settle();
    expect(sandbox.network.entries()).toHaveLength(1);
    expect((await approval(String(id))).body).toMatchObject({ status: 'approved', comment: 'fine' });
    expect((await postato.decide(String(id), 'rejected')).status).toBe(409);
  });

  it('ends a rejected post, and is 404 for a post that needed none', async () => {
    const id = await postato.id({ content: 'a #needs-approval' });
    await postato.decide(id, 'rejected', 'no');
    expect(await status(id)).toBe('rejected');
    expect((await approval(await postato.id())).status).toBe(404);
    expect((await approval(id)).body).toMatchObject({ status: 'rejected', comment: 'no' });
  });

  it('can expire, which only the approval tells', async () => {
    await postato.options({ approvalTtlMs: 60_000 });
    const id = await postato.id({ content: '#needs-approval' });
    expect((await postato.get(`${postato.home}/approvals`)).body.items).toHaveLength(1);
    postato.skip(61_000);
    expect((await approval(id)).body.status).toBe('expired');
    expect(await status(id)).toBe('pending_approval');
  });

  it('keeps the time of a scheduled post', async () => {
    const scheduledAt = postato.at(3600_000);
    const id = await postato.id({ status: 'scheduled', scheduledAt, content: '#needs-approval' });
    await postato.decide(id, 'approved');
    expect((await postato.read(id)).body).toMatchObject({ status: 'scheduled', scheduledAt });
  });
});

describe('list', () => {
  it('has numbered pages, newest first', async () => {
    for (let index = 0; index < 5; index += 1) await postato.create({ content: `post ${index}` });
    const { body } = await postato.get(`${postato.home}/posts?page=2&limit=2`);
    expect(body).toMatchObject({ page: 2, limit: 2, total: 5, totalPages: 3 });
    expect((body.items as { items: { text: string }[] }[]).map(({ items }) => items[0]?.text)).toEqual([
      'post 2',
      'post 1',
    ]);
    expect(await postato.listed('?page=9')).toEqual([]);
  });

  it('filters by state in either dialect, platform, type and account, all together', async () => {
    await postato.create();
    const linkedin = { platform: 'linkedin', accountId: postato.account('linkedin'), postType: 'post' };
    await postato.create({ ...linkedin, status: 'draft' });
    expect(await postato.listed('?status=queued&platform=x&postType=tweet')).toHaveLength(1);
    expect(await postato.listed('?status=pending&platform=linkedin')).toEqual([]);
    expect(await postato.listed(`?accountId=${postato.account('linkedin')}`)).toMatchObject([
      { status: 'draft' },
    ]);
    expect((await postato.get(`${postato.home}/posts?status=nonsense`)).status).toBe(400);
  });

  it('misses fresh posts while that fault holds', async () => {
    sandbox.faults.add({
      upstream: 'postato',
      operation: 'postato.list',
      kind: 'hide-fresh',
      delayMs: 60_000,
    });
    await postato.create();
    expect(await postato.listed()).toEqual([]);
    expect(await postato.listed()).toHaveLength(1);
  });
});
