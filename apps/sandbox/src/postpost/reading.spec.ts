import { PostpostClient } from '../../test/postpost-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postpost: PostpostClient;

beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postpost = new PostpostClient(sandbox);
});
afterEach(() => sandbox.stop());

const MASTODON = 'mastodon-110200300400500600';

describe('list-posts', () => {
  const list = async (query: string) => (await postpost.get(`/list-posts${query}`)).body;
  const contents = async (query: string) =>
    ((await list(query)).posts as { content: string }[]).map(({ content }) => content);

  async function seedThree(): Promise<void> {
    await postpost.create('draft', [MASTODON]);
    postpost.skip(10);
    await postpost.create('soon', [MASTODON, postpost.account('threads')], postpost.at(3600_000));
    postpost.skip(10);
    await postpost.create('late', [postpost.account('linkedin')], postpost.at(7200_000));
  }

  it('shows compound ids, no native ids, and an empty list for no media', async () => {
    await seedThree();
    const [, soon] = (await list('')).posts as unknown[];
    expect(soon).toEqual({
      postGroupId: expect.any(String),
      content: 'soon',
      status: 'scheduled',
      scheduledTime: expect.any(String),
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      platforms: [
        { platformId: MASTODON, platform: 'mastodon', status: 'scheduled' },
        { platformId: postpost.account('threads'), platform: 'threads', status: 'scheduled' },
      ],
      mediaUrls: [],
    });
  });

  it('clamps page and limit quietly and says what it took', async () => {
    await seedThree();
    expect((await list('?page=-3&limit=1000')).pagination).toEqual({
      page: 1,
      limit: 100,
      totalItems: 3,
      totalPages: 1,
      hasNextPage: false,
      hasPrevPage: false,
    });
    expect((await list('?limit=0')).pagination.limit).toBe(20);
    expect((await list('?limit=abc&page=abc')).pagination).toMatchObject({ limit: 20, page: 1 });
    expect((await list('?limit=-5')).pagination.limit).toBe(1);
    expect((await list('?limit=2&page=2')).pagination).toMatchObject({
      hasNextPage: false,
      hasPrevPage: true,
    });
    expect(await contents('?limit=2&page=2')).toEqual(['draft']);
  });

  it('filters by network name, not by connection', async () => {
    await seedThree();
    expect(await contents('?platform=THREADS')).toEqual(['soon']);
    expect(await contents(`?platform=${MASTODON}`)).toEqual([]);
    expect(await contents('?platform=nonsense')).toEqual([]);
  });

  it('sorts, taking any odd order for descending', async () => {
    await seedThree();
    expect(await contents('')).toEqual(['late', 'soon', 'draft']);
    expect(await contents('?sortOrder=asc')).toEqual(['draft', 'soon', 'late']);
    expect(await contents('?sortBy=scheduledTime&sortOrder=sideways')).toEqual(['late', 'soon', 'draft']);
  });

  it('drops drafts as soon as a date is asked for', async () => {
    await seedThree();
    expect(await contents('?fromDate=2000-01-01')).toEqual(['late', 'soon']);
    expect(await contents(`?toDate=${postpost.at(3700_000)}`)).toEqual(['soon']);
    expect(await contents('?status=draft')).toEqual(['draft']);
  });

  it.each([
    [
      'status=pending',
      'Invalid status. Must be one of: draft, scheduled, published, failed, partially_published',
    ],
    ['sortBy=content', 'Invalid sortBy. Must be one of: createdAt, updatedAt, scheduledTime'],
    ['fromDate=x', 'Invalid fromDate format'],
    ['toDate=x', 'Invalid toDate format'],
  ])('refuses %s', async (query, error) => {
    expect(await postpost.get(`/list-posts?${query}`)).toMatchObject({ status: 400, body: { error } });
  });

  it('misses fresh groups while that fault holds', async () => {
    sandbox.faults.add({
      upstream: 'postpost',
      operation: 'postpost.list-posts',
      kind: 'hide-fresh',
      delayMs: 60_000,
    });
    await postpost.create('fresh', [MASTODON]);
    expect(await contents('')).toEqual([]);
    expect(await contents('')).toEqual(['fresh']);
  });
});

describe('connections', () => {
  it('are listed without a platform, with the state of their tokens', async () => {
    const { body } = await postpost.get('/platform-connections');
    const connections = body.connections as Record<string, unknown>[];
    const of = (id: string) => connections.find(({ platformId }) => platformId === id);
    for (const connection of connections) expect(connection).not.toHaveProperty('platform');
    expect(of(postpost.account('bluesky'))).toMatchObject({ tokenStatus: 'unknown', tokenExpiresIn: null });
    expect(of(postpost.account('threads'))).toMatchObject({
      tokenStatus: 'expiring_soon',
      tokenExpiresIn: '5d 0h',
    });
    expect(of('facebook-100200300400502')).toMatchObject({
      tokenStatus: 'expired',
      tokenExpiresIn: 'expired',
    });
    expect(of(postpost.account('linkedin'))).toMatchObject({ tokenStatus: 'valid', lastError: null });
  });

  it('remember their last success and error', async () => {
    await postpost.now('fine', 'mastodon');
    await postpost.now('#fail-content', 'linkedin');
    postpost.settle();
    const { body } = await postpost.get('/platform-connections');
    const of = (name: string) =>
      (body.connections as { platformId: string }[]).find(
        ({ platformId }) => platformId === postpost.account(name),
      );
    expect(of('mastodon')).toMatchObject({ lastSuccessfulPost: expect.any(String), lastError: null });
    expect(of('linkedin')).toMatchObject({
      lastSuccessfulPost: null,
      lastError: { message: expect.any(String), occurredAt: expect.any(String) },
    });
  });

  it('are tested with 200 either way, wrongly for Bluesky and Telegram', async () => {
    const test = (id: string) => postpost.post(`/test-connection/${encodeURIComponent(id)}`);
    const good = await test(MASTODON);
    expect(good).toMatchObject({
      status: 200,
      body: { status: 'ok', platform: 'mastodon', lastError: null },
    });
    expect(good.body).not.toHaveProperty('success');
    expect(await test(postpost.account('bluesky'))).toMatchObject({ status: 200, body: { status: 'error' } });
    expect(await test(postpost.account('telegram'))).toMatchObject({
      body: { message: 'Invalid bot token' },
    });
    expect(await test('nodash')).toMatchObject({ status: 400, body: { error: 'Invalid platformId format' } });
    expect(await test('mastodon-1')).toMatchObject({ status: 404, body: { error: 'Connection not found' } });
  });
});

describe('media', () => {
  const ask = (body: object) => postpost.post('/get-upload-url', body);
  const image = { fileName: ' my cover (1).jpg', contentType: 'image/jpeg', type: 'image' };
  const put = (url: string, contentType: string) =>
    fetch(url, { method: 'PUT', body: Buffer.from('bytes'), headers: { 'content-type': contentType } });
  const draft = async (platform: string) =>
    String((await postpost.create('with media', [postpost.account(platform)])).body.postGroupId);
  const schedule = (id: string) =>
    postpost.call('PUT', `/update-post/${id}`, {
      body: { status: 'scheduled', scheduledTime: postpost.at(0) },
    });

  it('goes out with the post once it was put', async () => {
    const postGroupId = await draft('instagram');
    const { status, body } = await ask({ ...image, postGroupId });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['success', 'uploadUrl', 'fileUrl', 'mediaId']);
    expect(body.fileUrl).toMatch(/\/images\/\d+-\w+-my_cover_1\.jpg$/);
    expect((await put(String(body.uploadUrl), 'image/jpeg')).status).toBe(200);
    await schedule(postGroupId);
    postpost.settle();
    expect(sandbox.network.entries()).toMatchObject([{ platform: 'instagram', mediaCount: 1 }]);
    expect((await postpost.listed(postGroupId))?.mediaUrls).toEqual([body.fileUrl]);
  });

  it('refuses another content type, and an hour later everything, with 403 in XML', async () => {
    const postGroupId = await draft('mastodon');
    const { body } = await ask({ ...image, postGroupId });
    const wrong = await put(String(body.uploadUrl), 'image/png');
    expect(wrong.status).toBe(403);
    expect(wrong.headers.get('content-type')).toContain('xml');
    expect(await wrong.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    postpost.skip(3601_000);
    const late = await put(String(body.uploadUrl), 'image/jpeg');
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('Request has expired');
    // The row was bound when the URL was made: asking again adds another, and the first cannot be removed.
    await ask({ ...image, postGroupId });
    expect((await postpost.listed(postGroupId))?.mediaUrls).toHaveLength(2);
    await schedule(postGroupId);
    postpost.settle();
    expect(await postpost.posts(postGroupId)).toMatchObject([
      { status: 'failed', error: { code: 'INVALID_CONTENT' } },
    ]);
  });

  it('fails without a type, and names missing fields together', async () => {
    const postGroupId = await draft('mastodon');
    const { type: _type, ...untyped } = image;
    expect(await ask({ ...untyped, postGroupId })).toMatchObject({
      status: 500,
      body: { error: 'Failed to create upload URL' },
    });
    expect(await ask({ fileName: 'a' })).toMatchObject({
      status: 400,
      body: { error: 'fileName, contentType, and postGroupId are required' },
    });
  });

  it('takes a group of nobody and of somebody else', async () => {
    expect((await ask({ ...image, postGroupId: '0123456789abcdef01234567' })).status).toBe(200);
  });

  it('does not mix images and videos on X', async () => {
    const postGroupId = await draft('twitter');
    for (const [type, contentType] of [
      ['image', 'image/jpeg'],
      ['video', 'video/mp4'],
    ] as const) {
      const { body } = await ask({ fileName: 'f', contentType, type, postGroupId });
      await put(String(body.uploadUrl), contentType);
    }
    await schedule(postGroupId);
    postpost.settle();
    expect(await postpost.posts(postGroupId)).toMatchObject([{ error: { code: 'INVALID_CONTENT' } }]);
  });
});

describe('workspace', () => {
  it('keeps managed users, whose keys act for them alone', async () => {
    const made = await postpost.post('/workspace/users', { username: 'new@example.com' });
    expect(made).toMatchObject({
      status: 201,
      body: { user: { displayName: 'new@example.com', role: 'managed' } },
    });
    expect(made.body).not.toHaveProperty('success');
    expect((await postpost.post('/workspace/users', { username: 'new@example.com' })).status).toBe(409);
    expect((await postpost.post('/workspace/users', {})).body).toEqual({ error: 'Email is required' });
    const id = String(made.body.user._id);
    expect((await postpost.get('/workspace/users')).body.users).toHaveLength(2);

    const { apiKey } = (await postpost.post(`/workspace/users/${id}/api-key`)).body;
    const theirs = new PostpostClient(sandbox, { 'x-api-key': String(apiKey) });
    expect((await theirs.get('/platform-connections')).body).toEqual({ success: true, connections: [] });
    expect((await theirs.get('/workspace/users')).status).toBe(403);
    await postpost.post(`/workspace/users/${id}/api-key`);
    expect((await theirs.get('/list-posts')).status).toBe(401);

    const url = (await postpost.post(`/workspace/users/${id}/connection-url`)).body;
    expect((await postpost.post(`/workspace/users/${id}/connection-url`)).body).toEqual(url);
    expect(
      (await postpost.post(`/workspace/users/${id}/connection-url`, { rotate: true })).body.url,
    ).not.toBe(url.url);
    expect((await postpost.call('DELETE', `/workspace/users/${id}`)).body).toEqual({ success: true });
    expect((await postpost.call('DELETE', `/workspace/users/${id}`)).status).toBe(404);
  });
});
