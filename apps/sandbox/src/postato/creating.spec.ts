import { PostatoClient } from '../../test/postato-client';
import { startSandbox, type RunningSandbox } from '../index';

let sandbox: RunningSandbox;
let postato: PostatoClient;

beforeEach(async () => {
  sandbox = await startSandbox({ pace: 'real', frozen: true });
  postato = new PostatoClient(sandbox);
});
afterEach(() => sandbox.stop());

describe('access', () => {
  it.each(['', 'smcp_short', `smcp_${'A'.repeat(64)}`, `smcp_${'0'.repeat(64)}`])(
    'refuses the key "%s"',
    async (key) => {
      expect(await new PostatoClient(sandbox, key).get('/v1/workspaces')).toMatchObject({
        status: 401,
        body: { error: expect.any(String), message: expect.any(String) },
      });
    },
  );

  it('seeds keys and ids in the documented forms', () => {
    const { seeds } = postato;
    for (const key of [seeds.apiKey, seeds.allWorkspacesKey, seeds.readOnlyKey]) {
      expect(key).toMatch(/^smcp_[0-9a-f]{64}$/);
    }
    expect(seeds.workspaceId).toMatch(/^wks_[0-9A-HJKMNP-TV-Z]{26}$/);
    for (const { id } of seeds.accounts) expect(id).toMatch(/^acc_[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('names the missing permission', async () => {
    const reader = new PostatoClient(sandbox, postato.seeds.readOnlyKey);
    expect(await reader.create()).toMatchObject({
      status: 403,
      body: { error: 'permission_denied', required: 'posts.publish', granted: ['posts.read'] },
    });
    expect((await reader.get(`${reader.home}/posts`)).status).toBe(200);
  });

  it('hides a workspace that the key does not reach', async () => {
    const path = `/v1/workspaces/${postato.seeds.otherWorkspace.id}/posts`;
    expect(await postato.get(path)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect((await new PostatoClient(sandbox, postato.seeds.allWorkspacesKey).get(path)).status).toBe(200);
  });

  it('finds the workspace by itself only where there is one, and asks with 403 or 400', async () => {
    const all = new PostatoClient(sandbox, postato.seeds.allWorkspacesKey);
    expect((await postato.create({}, undefined, '/v1/posts')).status).toBe(201);
    expect(await all.create({}, undefined, '/v1/posts')).toMatchObject({
      status: 403,
      body: { error: 'workspace_required', available_workspaces: [{ name: 'Acme' }, { name: 'Elsewhere' }] },
    });
    await postato.options({ workspaceRequiredStatus: 400 });
    expect((await all.get('/v1/posts')).status).toBe(400);
  });

  it('lists workspaces and accounts', async () => {
    expect((await postato.get('/v1/workspaces')).body).toEqual({
      items: [
        expect.objectContaining({
          id: postato.seeds.workspaceId,
          name: 'Acme',
          connectedAccountCount: 6,
          connectedPlatforms: ['twitter', 'linkedin', 'instagram', 'tiktok', 'youtube'],
          recentPostCount: 0,
        }),
      ],
    });
    const { accounts } = (await postato.get(`${postato.home}/accounts`)).body;
    expect(accounts[0]).toEqual({
      id: postato.account('twitter'),
      platform: 'twitter',
      username: 'acme',
      displayName: 'Acme',
      status: 'connected',
    });
    expect((accounts as { status: string }[]).map(({ status }) => status)).toContain('token_expired');
  });

  it('refuses everybody without a plan, and what a policy forbids', async () => {
    await postato.options({ planActive: false });
    expect(await postato.create()).toMatchObject({ status: 403, body: { error: 'plan_inactive' } });
    await postato.options({ planActive: true, forbiddenText: 'secret' });
    expect(await postato.create({ content: 'a secret' })).toMatchObject({
      status: 403,
      body: { error: 'policy_violation', facet: expect.any(String), reason: expect.any(String) },
    });
  });
});

describe('create', () => {
  it('answers the documented keys, with a state where a verb was sent', async () => {
    const { status, body } = await postato.create();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^pst_[0-9A-HJKMNP-TV-Z]{26}$/),
      status: 'pending',
      platform: 'twitter',
      postType: 'tweet',
      createdAt: expect.any(String),
      items: [{ id: expect.stringMatching(/^itm_/), index: 0, text: 'hello', status: 'pending' }],
    });
    await postato.options({ createdStatus: 200 });
    expect((await postato.create()).status).toBe(200);
  });

  it('takes x for twitter and echoes twitter', async () => {
    expect((await postato.create({ platform: 'x' })).body.platform).toBe('twitter');
  });

  it('promotes a feed post of two media to a carousel', async () => {
    const media = [{ url: 'https://img.example/1.jpg' }, { url: 'https://img.example/2.jpg' }];
    const instagram = { platform: 'instagram', accountId: postato.account('instagram'), postType: 'feed' };
    expect((await postato.create({ ...instagram, media })).body.postType).toBe('carousel');
    expect((await postato.create({ ...instagram, media: media.slice(1) })).body.postType).toBe('feed');
  });

  const malformed: [string, object, string][] = [
    ['an unknown platform', { platform: 'mastodon' }, 'platform'],
    ['an unknown verb', { status: 'pending' }, 'status'],
    ['no content', { content: undefined }, 'content'],
    ['a time without a zone', { status: 'scheduled', scheduledAt: '2031-01-01T10:00:00' }, 'scheduledAt'],
    ['a time that has passed', { status: 'scheduled', scheduledAt: '2020-01-01T10:00:00Z' }, 'scheduledAt'],
    ['a scheduled post without a time', { status: 'scheduled' }, 'scheduledAt'],
    ['a medium without id and url', { media: [{ alt: 'a' }] }, 'media'],
  ];
  it.each(malformed)('refuses %s with 400 and details by field', async (_name, more, field) => {
    const { status, body } = await postato.create(more);
    expect({ status, error: body.error as string }).toEqual({ status: 400, error: 'INVALID_REQUEST' });
    expect(body.details).toEqual({ [field]: [expect.any(String)] });
    expect(await postato.listed()).toEqual([]);
  });

  const unfit: [string, object, string, string][] = [
    ['an unknown account', { accountId: 'acc_nobody' }, 'accountId', 'account_not_found'],
    [
      'media beside an array',
      { content: [{ text: 'a' }], media: [{ url: 'https://a.example/a' }] },
      'media',
      'media_with_array_content',
    ],
    ['a foreign post type', { postType: 'reel' }, 'postType', 'invalid_post_type'],
    ['a private address', { media: [{ url: 'https://192.168.0.1/a.jpg' }] }, 'media', 'url_not_allowed'],
    ['an http address', { media: [{ url: 'http://img.example/a.jpg' }] }, 'media', 'url_not_allowed'],
    [
      'a poll with one option',
      { options: { poll: { options: ['a'], duration_minutes: 5 } } },
      'options.poll',
      'invalid_option',
    ],
    [
      '26 tweets',
      { postType: 'thread', content: Array.from({ length: 26 }, () => ({ text: 'a' })) },
      'content',
      'thread_too_long',
    ],
  ];
  it.each(unfit)('refuses %s with 422 and a list of errors', async (_name, more, field, code) => {
    expect(await postato.create(more)).toMatchObject({
      status: 422,
      body: {
        error: 'VALIDATION_FAILED',
        errors: [{ field, code, platform: 'twitter', message: expect.any(String) }],
      },
    });
  });

  it('wants media on Instagram, but not yet for a draft', async () => {
    const post = { platform: 'instagram', accountId: postato.account('instagram'), postType: 'feed' };
    expect((await postato.create(post)).body.errors).toMatchObject([{ code: 'media_required' }]);
    const draft = await postato.create({ ...post, status: 'draft' });
    expect(draft).toMatchObject({ status: 201, body: { status: 'draft' } });
    expect((await postato.patch(String(draft.body.id), { status: 'publish' })).status).toBe(422);
  });

  it('limits creations by the minute when told to, with Retry-After', async () => {
    await postato.options({ createsPerMinute: 2 });
    await postato.create({ content: '1' });
    await postato.create({ content: '2' });
    const limited = await postato.create({ content: '3' });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(50);
    postato.skip(61_000);
    expect((await postato.create({ content: '3' })).status).toBe(201);
  });
});

describe('Idempotency-Key', () => {
  it('gives the earlier post, as it is now or as it was then', async () => {
    const first = await postato.create({}, 'k');
    postato.settle();
    const again = await postato.create({}, 'k');
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, status: 'published' } });
    await postato.options({ replay: 'previous-response' });
    expect((await postato.create({}, 'k')).body).toEqual(first.body);
    expect(sandbox.network.entries()).toHaveLength(1);
  });

  it('does not look at the body, nor at the workspace', async () => {
    const { id } = (await postato.create({}, 'k')).body;
    expect((await postato.create({ content: 'quite another' }, 'k')).body).toMatchObject({
      id,
      items: [{ text: 'hello' }],
    });
    const all = new PostatoClient(sandbox, postato.seeds.allWorkspacesKey);
    const path = `/v1/workspaces/${postato.seeds.otherWorkspace.id}/posts`;
    expect((await all.create({}, 'k', path)).body.id).toBe(id);
  });

  it('stays burnt by a failed and by a deleted post', async () => {
    const failed = await postato.id({ content: '#fail-content' }, 'failed');
    const deleted = await postato.id({ status: 'scheduled', scheduledAt: postato.at(60_000) }, 'deleted');
    await postato.cancel(deleted);
    postato.settle();
    expect((await postato.create({ content: 'repaired' }, 'failed')).body).toMatchObject({
      id: failed,
      status: 'failed',
    });
    expect((await postato.create({}, 'deleted')).body).toMatchObject({ id: deleted, status: 'cancelled' });
    postato.settle();
    expect(sandbox.network.entries()).toEqual([]);
  });

  it('is not used up by a refusal, and equal texts under two keys are two posts', async () => {
    await postato.create({ postType: 'reel' }, 'k');
    const first = await postato.id({}, 'k');
    expect(await postato.id({}, 'other')).not.toBe(first);
  });
});
