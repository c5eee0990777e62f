import { PostpostClient } from '../../test/postpost-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postpost: PostpostClient;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 10 });
  postpost = new PostpostClient(sandbox);
});
afterEach(() => sandbox.stop());

const MASTODON = 'mastodon-110200300400500600';

describe('access', () => {
  const refused: [string, Record<string, string>, number, string][] = [
    ['no key', {}, 401, 'API key is required'],
    ['a wrong key', { 'x-api-key': 'sk_wrong' }, 401, 'Invalid API key'],
    ['a bearer token', { authorization: 'Bearer sk_x' }, 401, 'API key is required'],
  ];
  it.each(refused)('refuses %s', async (_name, headers, status, error) => {
    const reply = await new PostpostClient(sandbox, headers).get('/list-posts');
    expect(reply).toMatchObject({ status, body: { error } });
    expect(reply.body).toEqual({ error });
  });

  it('checks key, owner, plan, client, user id, workspace and user in this order', async () => {
    const { seeds } = postpost;
    const asUser = { 'x-postpost-user-id': 'nobody', 'x-postpost-client': 'mcp' };
    const ask = async (key = seeds.apiKey, more: Record<string, string> = asUser) =>
      (await new PostpostClient(sandbox, { 'x-api-key': key, ...more }).get('/list-posts')).body
        .error as string;

    expect(await ask(seeds.orphanKey)).toBe('Invalid API key owner');
    await postpost.options({ plan: { apiAccess: false, mcpAccess: false }, workspaceAccess: false });
    expect(await ask()).toBe('API access is not enabled for this account');
    await postpost.options({ plan: { apiAccess: true } });
    expect(await ask()).toBe('MCP access is not enabled for this account');
    await postpost.options({ plan: { mcpAccess: true } });
    expect(await ask()).toBe('Invalid x-postpost-user-id');
    const foreign = { 'x-postpost-user-id': '0123456789abcdef01234567' };
    expect(await ask(seeds.apiKey, foreign)).toBe('Workspace access is not enabled for this key');
    await postpost.options({ workspaceAccess: true });
    expect(await ask(seeds.apiKey, foreign)).toBe('User is not managed by key');
    expect(await ask(seeds.apiKey, { 'x-postpost-user-id': seeds.ownerId })).toBeUndefined();
  });

  it('keeps a managed user apart, and gives a foreign id the 404 of an unknown one', async () => {
    const { seeds } = postpost;
    const managed = new PostpostClient(sandbox, {
      'x-api-key': seeds.apiKey,
      'x-postpost-user-id': seeds.managedUser.id,
    });
    const { body } = await managed.create('theirs', seeds.managedUser.accounts);
    expect((await managed.get(`/get-post/${body.postGroupId}`)).status).toBe(200);
    expect(await postpost.get(`/get-post/${body.postGroupId}`)).toMatchObject({
      status: 404,
      body: { error: 'Post group not found' },
    });
    const connections = (await managed.get('/platform-connections')).body.connections as {
      platformId: string;
    }[];
    expect(connections.map(({ platformId }) => platformId)).toEqual(seeds.managedUser.accounts);
  });

  it('answers unknown routes in HTML, whoever asks', async () => {
    const reply = await new PostpostClient(sandbox, {}).post('/linkedin-posts');
    expect(reply.status).toBe(404);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.body.text).toContain('Cannot POST /api/v1/linkedin-posts');
  });
});

describe('create-post', () => {
  it('answers 200 with the id alone', async () => {
    const reply = await postpost.create('hello', [MASTODON]);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ success: true, postGroupId: expect.stringMatching(/^[0-9a-f]{24}$/) });
  });

  const bad: [string, object, string][] = [
    ['no content', { platforms: [MASTODON] }, 'Content is required'],
    ['blank content', { content: ' \n', platforms: [MASTODON] }, 'Content is required'],
    ['no platforms', { content: 'a' }, 'Platforms are required'],
    ['platforms that do not parse', { content: 'a', platforms: '[' }, 'Invalid platforms JSON format'],
    ['platforms of another type', { content: 'a', platforms: { a: 1 } }, 'Platforms must be an array'],
    ['an empty list', { content: 'a', platforms: [] }, 'At least one platform is required'],
    ['a bare name', { content: 'a', platforms: [MASTODON, 'x'] }, 'Invalid platform ID format: x'],
    [
      'a DID',
      { content: 'a', platforms: ['bluesky-did:plc:acme7sandbox'] },
      'Invalid platform ID format: bluesky-did:plc:acme7sandbox',
    ],
    [
      'a date alone',
      { content: 'a', platforms: [MASTODON], scheduledTime: '2031-01-01' },
      'Invalid scheduled time format',
    ],
    [
      'settings that do not parse',
      { content: 'a', platforms: [MASTODON], platformSettings: '{' },
      'Invalid platformSettings JSON',
    ],
    [
      'settings in a list',
      { content: 'a', platforms: [MASTODON], platformSettings: [] },
      'platformSettings must be an object',
    ],
  ];
  it.each(bad)('refuses %s and makes nothing', async (_name, body, error) => {
    expect(await postpost.post('/create-post', body)).toMatchObject({ status: 400, body: { error } });
    expect((await postpost.get('/list-posts')).body.pagination.totalItems).toBe(0);
  });

  it('takes Bluesky ids once they are let through', async () => {
    await postpost.options({ blueskyIds: 'accept' });
    expect((await postpost.create('a', [postpost.account('bluesky')])).status).toBe(200);
  });

  it('takes platforms as JSON text, and a negative Telegram chat', async () => {
    const { body } = await postpost.create('a', JSON.stringify(['telegram--1009988776655']));
    expect(await postpost.posts(String(body.postGroupId))).toMatchObject([
      { platform: 'telegram', platformId: '-1009988776655', status: 'draft' },
    ]);
  });

  it('has no idempotency: the same request twice makes two groups', async () => {
    const first = await postpost.create('twin', [MASTODON]);
    const second = await postpost.create('twin', [MASTODON]);
    expect(second.body.postGroupId).not.toBe(first.body.postGroupId);
  });

  it('looks neither at length nor at media nor at the connection', async () => {
    const reply = await postpost.create(
      'x'.repeat(90_000),
      ['instagram-1', 'tiktok-2'],
      postpost.at(3600_000),
    );
    expect(reply.status).toBe(200);
  });

  it('quietly turns a past time into now, unless told to refuse it', async () => {
    const before = sandbox.clock.now();
    const { body } = await postpost.create('late', [MASTODON], '2020-01-01T00:00:00.000Z');
    const listed = await postpost.listed(String(body.postGroupId));
    expect(Date.parse(String(listed?.scheduledTime))).toBeGreaterThanOrEqual(before);

    await postpost.options({ pastTimes: 'refuse' });
    expect(await postpost.create('late', [MASTODON], '2020-01-01T00:00:00.000Z')).toMatchObject({
      status: 400,
      body: { error: 'Scheduled time cannot be in the past' },
    });
  });
});

describe('limits', () => {
  it('are 403 objects with a code, and refuse drafts for their platform only', async () => {
    await postpost.options({
      plan: { allowedPlatforms: ['mastodon'], monthlyPosts: 0, scheduledPosts: 0, horizonDays: 1 },
    });
    const x = postpost.account('twitter');
    expect(await postpost.create('a', [x, MASTODON])).toMatchObject({
      status: 403,
      body: {
        error: 'Platform not available',
        code: 'PLATFORM_NOT_AVAILABLE',
        metric: 'posts.platform_monthly',
        disallowedPlatforms: ['twitter'],
        allowedPlatforms: ['mastodon'],
      },
    });
    expect((await postpost.create('a', [MASTODON])).status).toBe(200);
  });

  it('count platform posts, and put the figures into blockedPlatforms when counted by connection', async () => {
    await postpost.options({ plan: { monthlyPosts: 1, name: 'Pro' } });
    await postpost.create('a', [MASTODON], postpost.at(1000));
    const reply = await postpost.create('b', [MASTODON, postpost.account('threads')], postpost.at(1000));
    expect(reply).toMatchObject({
      status: 403,
      body: {
        code: 'POST_LIMIT_REACHED',
        scope: 'connection',
        limit: 1,
        used: null,
        remaining: null,
        requested: 2,
        planName: 'Pro',
        blockedPlatforms: [{ platformSelection: MASTODON, used: 1, remaining: 0 }],
      },
    });
    await postpost.options({ plan: { monthlyPosts: null, scheduledPosts: 2, countedPer: 'account' } });
    expect(
      await postpost.create('c', [MASTODON, postpost.account('threads')], postpost.at(9000)),
    ).toMatchObject({
      status: 403,
      body: { code: 'SCHEDULED_POST_LIMIT_REACHED', scope: 'account', used: 1, remaining: 1, requested: 2 },
    });
  });

  it('have a horizon whose figures are null, and an over-limit account', async () => {
    await postpost.options({ plan: { horizonDays: 7 } });
    const far = await postpost.create('a', [MASTODON], postpost.at(8 * 86_400_000));
    expect(far).toMatchObject({
      status: 403,
      body: { code: 'SCHEDULE_HORIZON_REACHED', used: null, requested: null, periodStart: null },
    });
    expect(far.body).toHaveProperty('maxScheduledDate');
    await postpost.options({ plan: { connectionsOverLimitBy: 2 } });
    expect(await postpost.create('a', [MASTODON])).toMatchObject({
      status: 403,
      body: { code: 'CONNECTIONS_OVER_LIMIT', overLimitBy: 2 },
    });
  });
});
