import { PostpostClient } from '../../test/postpost-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postpost: PostpostClient;

beforeEach(async () => {
  // The real pace moves nothing by itself within a test: every stage is reached by skipping time.
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postpost = new PostpostClient(sandbox);
});
afterEach(() => sandbox.stop());

const published = (text: string) =>
  sandbox.network.entries({ upstream: 'postpost' }).filter((one) => one.text === text);
const statuses = async (id: string) => (await postpost.posts(id)).map(({ status }) => status as string);

it('is final within seconds at the compressed pace', async () => {
  const fast = await startSandbox();
  const client = new PostpostClient(fast);
  const id = await client.now('quick', 'mastodon');
  client.skip(2_000, 200, 1_200);
  expect(await client.posts(id)).toMatchObject([{ status: 'published' }]);
  await fast.stop();
});

it('moves an immediate post through its stages, and tells the native id', async () => {
  const id = await postpost.now('hello', 'mastodon');
  const seen = [await statuses(id)];
  for (const ms of [60_000, 1_000, 4_000]) {
    postpost.skip(ms);
    seen.push(await statuses(id));
  }
  expect(seen).toEqual([['scheduled'], ['pending'], ['processing'], ['published']]);
  const [post] = await postpost.posts(id);
  expect(post).toEqual({
    _id: expect.stringMatching(/^[0-9a-f]{24}$/),
    platform: 'mastodon',
    platformId: '110200300400500600',
    content: 'hello',
    status: 'published',
    postedId: expect.stringMatching(/^\d+$/),
  });
  expect(await postpost.listed(id)).toMatchObject({ status: 'published' });
  expect(published('hello')).toMatchObject([
    { account: 'mastodon-110200300400500600', sourcePostId: post?._id },
  ]);
});

it('shows neither status nor time of the group in get-post, unless told to', async () => {
  const id = await postpost.now('a', 'mastodon');
  expect(Object.keys((await postpost.get(`/get-post/${id}`)).body)).toEqual([
    'success',
    'postGroupId',
    'posts',
  ]);
  await postpost.options({ getPostGroupFields: true, absentAs: 'null', getPostIds: 'compound' });
  expect((await postpost.get(`/get-post/${id}`)).body).toMatchObject({
    status: 'scheduled',
    posts: [{ platformId: 'mastodon-110200300400500600', postedId: null, error: null }],
  });
});

it('never publishes a draft, and keeps a scheduled post until its time', async () => {
  await postpost.create('a draft', [postpost.account('mastodon')]);
  await postpost.create('in an hour', [postpost.account('mastodon')], postpost.at(3600_000));
  postpost.skip(3500_000, 1_000, 4_000);
  expect(sandbox.network.entries()).toEqual([]);
  postpost.settle();
  postpost.settle();
  expect(published('in an hour')).toHaveLength(1);
  expect(published('a draft')).toHaveLength(0);
});

it('ends partially published when one network refuses', async () => {
  const id = await postpost.now('mixed #fail-auth:threads', 'mastodon', 'threads', 'linkedin');
  postpost.settle();
  expect(await statuses(id)).toEqual(['published', 'failed', 'published']);
  expect(await postpost.listed(id)).toMatchObject({ status: 'partially_published' });
  const [, threads, linkedin] = await postpost.posts(id);
  expect(threads).toMatchObject({
    error: { code: 'PLATFORM_AUTH_EXPIRED', platformStatusCode: 401, retryable: false },
  });
  expect(threads).not.toHaveProperty('postedId');
  expect(linkedin?.postedId).toMatch(/^urn:li:share:\d+$/);
  expect(linkedin).not.toHaveProperty('error');
  expect((await postpost.get('/list-posts?status=published')).body.posts).toEqual([]);
});

it.each([
  ['#fail-auth', 'PLATFORM_AUTH_EXPIRED', false],
  ['#fail-content', 'INVALID_CONTENT', false],
  ['#fail-rate', 'RATE_LIMITED', true],
  ['#fail-server', 'PLATFORM_SERVER_ERROR', true],
  ['#fail-network', 'NETWORK_ERROR', true],
  ['#fail-odd', 'PLATFORM_CHECKPOINT_PENDING', false],
])('fails for %s with %s', async (word, code, retryable) => {
  const id = await postpost.now(`bad ${word}`, 'mastodon');
  postpost.settle();
  expect(await postpost.posts(id)).toMatchObject([{ status: 'failed', error: { code, retryable } }]);
  expect(await postpost.listed(id)).toMatchObject({ status: 'failed' });
  expect(sandbox.network.entries()).toEqual([]);
});

it.each([
  ['instagram', 'no media'],
  ['tiktok', 'no video'],
  ['youtube', 'no video'],
  ['mastodon', 'x'.repeat(501)],
  ['threads', 'above\n---\nbelow'],
])('lets %s fail at publishing, not before', async (platform, text) => {
  const id = await postpost.now(text, platform);
  postpost.settle();
  expect(await postpost.posts(id)).toMatchObject([{ status: 'failed', error: { code: 'INVALID_CONTENT' } }]);
});

it('fails an unknown connection and an expired token', async () => {
  const { body } = await postpost.create('a', ['mastodon-1', 'facebook-100200300400502'], postpost.at(0));
  postpost.settle();
  expect(await postpost.posts(String(body.postGroupId))).toMatchObject([
    { error: { code: 'UNKNOWN_ERROR' } },
    { error: { code: 'PLATFORM_AUTH_EXPIRED' } },
  ]);
});

it('makes several entries of one X target when the text is long, numbered, each within 280', async () => {
  const text = Array.from({ length: 60 }, (_value, index) => `Sentence number ${index}.`).join(' ');
  const id = await postpost.now(text, 'twitter');
  expect(await statuses(id)).toEqual(['scheduled']);
  postpost.settle();
  const parts = await postpost.posts(id);
  expect(parts.length).toBeGreaterThan(3);
  for (const [index, part] of parts.entries()) {
    expect(part).toMatchObject({
      platform: 'twitter',
      platformId: '1500000000000000001',
      status: 'published',
    });
    expect(String(part.content).length).toBeLessThanOrEqual(280);
    expect(part.content).toMatch(new RegExp(` \\(${index + 1}/${parts.length}\\)$`));
  }
  expect(sandbox.network.entries()).toHaveLength(parts.length);
});

it('leaves the early parts of a broken chain live', async () => {
  const id = await postpost.now('one\n---\ntwo #fail-server\n---\nthree', 'twitter');
  postpost.settle();
  expect(await statuses(id)).toEqual(['published', 'failed', 'failed']);
  expect(sandbox.network.entries().map(({ text }) => text)).toEqual(['one']);
  expect(await postpost.listed(id)).toMatchObject({ status: 'partially_published' });
});

it('keeps a stuck post in processing', async () => {
  const id = await postpost.now('#stuck', 'mastodon');
  postpost.settle();
  postpost.skip(600_000);
  expect(await statuses(id)).toEqual(['processing']);
  expect(await postpost.listed(id)).toMatchObject({ status: 'scheduled' });
});

describe('update-post', () => {
  const put = (id: string, body: object) => postpost.call('PUT', `/update-post/${id}`, { body });
  const draft = async (text: string) =>
    String((await postpost.create(text, [postpost.account('mastodon')])).body.postGroupId);

  it('schedules a draft with both fields and answers what holds', async () => {
    const id = await draft('later');
    const scheduledTime = postpost.at(3600_000);
    const reply = await put(id, { status: 'scheduled', scheduledTime });
    expect(reply.body).toEqual({
      success: true,
      message: 'Post updated successfully',
      postGroup: { _id: id, status: 'scheduled', scheduledTime },
    });
    expect(await statuses(id)).toEqual(['scheduled']);
  });

  it('publishes at once when scheduled without any time', async () => {
    const id = await draft('surprise');
    await put(id, { status: 'scheduled' });
    postpost.settle();
    expect(published('surprise')).toHaveLength(1);
  });

  it('pauses and resumes, keeping the time', async () => {
    const { body } = await postpost.create('p', [postpost.account('mastodon')], postpost.at(3600_000));
    const id = String(body.postGroupId);
    const listed = await postpost.listed(id);
    expect((await put(id, { status: 'draft' })).body.postGroup.scheduledTime).toBe(listed?.scheduledTime);
    postpost.skip(7200_000);
    postpost.settle();
    expect(sandbox.network.entries()).toEqual([]);
  });

  it('moves times of one connection apart when the limits service asks for it', async () => {
    await postpost.options({ minSpacingMs: 600_000 });
    const at = postpost.at(3600_000);
    await postpost.create('first', [postpost.account('mastodon')], at);
    const reply = await put(await draft('second'), { status: 'scheduled', scheduledTime: at });
    expect(Date.parse(String(reply.body.postGroup.scheduledTime))).toBe(Date.parse(at) + 600_000);
  });

  it.each([
    [{}, 'Either status or scheduledTime must be provided'],
    [{ status: '', content: 'new' }, 'Either status or scheduledTime must be provided'],
    [{ status: 'published' }, "Status must be either 'draft' or 'scheduled'"],
    [{ scheduledTime: '2031-01-01 10:00' }, 'Invalid scheduled time format'],
  ])('refuses %j', async (body, error) => {
    expect(await put(await draft('r'), body)).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses what is final, yet accepts while sending, which stops nothing', async () => {
    const id = await postpost.now('racing', 'mastodon');
    postpost.skip(60_000, 1_000);
    expect(await statuses(id)).toEqual(['processing']);
    expect((await put(id, { status: 'draft' })).status).toBe(200);
    postpost.settle();
    expect(published('racing')).toHaveLength(1);
    expect(await put(id, { status: 'draft' })).toMatchObject({
      status: 400,
      body: { error: 'Cannot update post: post is currently in published status' },
    });
  });
});

describe('delete-post', () => {
  const remove = (id: string) => postpost.call('DELETE', `/delete-post/${id}`);

  it('removes in any status, once, and un-publishes nothing', async () => {
    const id = await postpost.now('gone', 'mastodon');
    postpost.settle();
    expect((await remove(id)).body).toEqual({ success: true });
    expect(await remove(id)).toMatchObject({ status: 404, body: { error: 'Post group not found' } });
    expect((await postpost.get(`/get-post/${id}`)).status).toBe(404);
    expect(published('gone')).toHaveLength(1);
  });

  it('does not stop what is being sent', async () => {
    const id = await postpost.now('too late', 'mastodon');
    postpost.skip(60_000, 1_000);
    expect(await statuses(id)).toEqual(['processing']);
    expect((await remove(id)).status).toBe(200);
    postpost.settle();
    expect(published('too late')).toHaveLength(1);
    expect(await postpost.listed(id)).toBeUndefined();
  });
});

it('answers malformed ids with 500', async () => {
  const calls: [string, string, string][] = [
    ['GET', '/get-post/nope', 'Failed to fetch post group'],
    ['PUT', '/update-post/nope', 'Failed to update post'],
    ['DELETE', '/delete-post/nope', 'Failed to delete post group'],
    ['GET', '/post-logs/nope', 'Failed to get post logs'],
  ];
  for (const [method, path, error] of calls) {
    const body = method === 'PUT' ? { status: 'draft' } : undefined;
    expect(await postpost.call(method, path, { body })).toMatchObject({ status: 500, body: { error } });
  }
});

it('logs oldest first, with strings for errors and no nulls', async () => {
  const id = await postpost.now('logged #fail-rate', 'mastodon');
  postpost.settle();
  const logs = (await postpost.get(`/post-logs/${id}`)).body.logs as Record<string, unknown>[];
  expect(logs.map(({ event }) => event)).toEqual([
    'scheduled',
    'processing',
    'publish_attempted',
    'publish_failed',
    'status_changed',
  ]);
  expect(logs[3]).toMatchObject({
    error: 'Too many posts',
    httpStatus: 429,
    metadata: { errorCode: 'RATE_LIMITED', retryable: true },
    __v: 0,
  });
  expect(logs[1]).not.toHaveProperty('postId');
  expect(JSON.stringify(logs)).not.toContain('null');
});
