import type { JsonObject, MediaItem, OpenMedia, Submission, SubmissionTarget } from '@postern/core';
import { MediaUnavailableError } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { container, errorReply, NOW, row, submission, target } from './fixtures/layers-replies';
import { scriptedHttp, type Route } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';

const provider = createLayersProvider();
const credentials = { apiKey: 'lp_live_KEY_secretsecret', baseUrl: 'https://api.layers.com/' };
const upload: Route = ['POST /v1/projects/prj_1/content/upload', { status: 201, json: container }];
const emptyList: Route = ['GET /v1/projects/prj_1/scheduled-posts', { json: { items: [] } }];

async function submit(given: Submission, routes: Route[], more: Partial<TestContextOptions> = {}) {
  const http = scriptedHttp(routes);
  const context = testContext({ credentials, now: () => NOW, http, ...more });
  const { posts } = await provider.submit(context.ctx, given);
  context.close();
  return { posts, http, checkpoints: context.checkpoints };
}

const created = (ids: string[]) => ({ json: { containerId: 'cnt_1', scheduledPostIds: ids } });

function bodyOf(http: ReturnType<typeof scriptedHttp>, ending: string): JsonObject {
  const sent = http.requests.find(({ url }) => url.endsWith(ending))?.body;
  if (sent?.kind !== 'raw') throw new Error(`no body sent to ${ending}`);
  return JSON.parse(sent.text) as JsonObject;
}

describe('the calls of a submission', () => {
  it('lets Layers fetch public https media, then publishes; each step has a key of its own', async () => {
    const { posts, http, checkpoints } = await submit(submission([target('sa_1')]), [
      upload,
      ['POST /v1/content/cnt_1/publish', created(['sp_1'])],
    ]);
    expect(posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'sp_1' }, snapshot: { status: 'queued' } },
    ]);
    expect(http.paths()).toEqual([
      'POST /v1/projects/prj_1/content/upload',
      'POST /v1/content/cnt_1/publish',
    ]);
    expect(bodyOf(http, '/upload')).toEqual({
      media: [{ url: 'https://media.example.com/a.mp4' }],
      caption: 'Hello',
    });
    expect(bodyOf(http, '/publish')).toEqual({ targets: [{ socialAccountId: 'sa_1', mode: 'publish' }] });
    const keys = http.requests.map(({ headers }) => headers?.['Idempotency-Key']);
    expect(keys).toEqual(['sub_1.1.1.content', 'sub_1.1.1.publish']);
    expect(
      http.requests.every(({ headers }) => headers?.Authorization === `Bearer ${credentials.apiKey}`),
    ).toBe(true);
    expect(checkpoints.at(-1)).toMatchObject({ containerId: 'cnt_1', publish: { action: 'publish' } });
  });

  it('schedules a future time in UTC with Z, and publishes what is due', async () => {
    const later = submission([target('sa_1')], { scheduledAt: '2026-07-02T11:00:00+02:00' });
    const routes: Route[] = [upload, ['POST /v1/content/cnt_1/*', created(['sp_1'])]];
    const one = await submit(later, routes);
    expect(bodyOf(one.http, '/schedule')).toMatchObject({ scheduledFor: '2026-07-02T09:00:00.000Z' });
    expect(one.posts).toMatchObject([
      { snapshot: { status: 'scheduled', scheduledAt: '2026-07-02T09:00:00.000Z' } },
    ]);
    const past = await submit({ ...later, scheduledAt: '2026-06-30T09:00:00Z' }, routes);
    expect(past.http.paths()).toContain('POST /v1/content/cnt_1/publish');
  });

  it('acts for a child organisation, with a base URL that names v1 already', async () => {
    const { http } = await submit(
      submission([target('sa_1')]),
      [upload, ['POST /v1/content/cnt_1/publish', created(['sp_1'])]],
      { credentials: { ...credentials, baseUrl: 'https://api.layers.com/v1/', organizationId: 'org_child' } },
    );
    expect(http.requests[0]?.url).toBe('https://api.layers.com/v1/projects/prj_1/content/upload');
    expect(http.requests[0]?.headers).toMatchObject({ 'X-Layers-Organization': 'org_child' });
  });

  it('sends differing texts, comments and options per target', async () => {
    const long = 'x'.repeat(3000);
    const content = target('x').content;
    const { http } = await submit(
      submission([
        target('sa_1', { content: { ...content, text: long } }),
        target('sa_2', { options: { mode: 'draft', tiktokPostSettings: { privacyLevel: 'SELF_ONLY' } } }),
        target('sa_3', {
          platform: 'instagram',
          content: { ...content, firstComment: 'first!' },
          options: { shareReelToFeed: false, tiktokMusic: { mode: 'auto' } },
        }),
      ]),
      [upload, ['POST /v1/content/cnt_1/publish', created(['sp_1', 'sp_2', 'sp_3'])]],
    );
    expect(bodyOf(http, '/upload').caption).toBe('Hello');
    expect(bodyOf(http, '/publish').targets).toEqual([
      { socialAccountId: 'sa_1', mode: 'publish', captionOverride: long },
      { socialAccountId: 'sa_2', mode: 'draft', tiktokPostSettings: { privacyLevel: 'SELF_ONLY' } },
      { socialAccountId: 'sa_3', mode: 'publish', firstCommentOverride: 'first!', shareReelToFeed: false },
    ]);
  });

  it('repeats the stored bytes exactly, and creates no second container', async () => {
    const lost: Route = ['POST /v1/content/cnt_1/publish', { status: 500 }];
    const first = await submit(submission([target('sa_1')]), [upload, lost]);
    const body = '{"targets":[{"mode":"publish", "socialAccountId":"sa_1"}]}';
    const call = first.checkpoints.at(-1)?.publish as JsonObject;
    const checkpoint = { ...first.checkpoints.at(-1), publish: { ...call, body } };
    const { http, posts } = await submit(submission([target('sa_1')], { checkpoint }), [
      ['POST /v1/content/cnt_1/publish', created(['sp_1'])],
    ]);
    expect(posts).toMatchObject([{ outcome: 'accepted' }]);
    expect(http.requests).toHaveLength(1);
    expect(http.requests[0]?.body).toMatchObject({ kind: 'raw', text: body });
  });
});

describe('direct upload', () => {
  const stored = (mediaId: string): SubmissionTarget['content'] => ({
    ...target('x').content,
    media: [{ mediaId }],
  });
  const session = {
    containerIds: ['cnt_1'],
    containers: [{ uploads: [{ uploadUrl: 'https://s3.example/put?sig=1' }] }],
  };
  const routes: Route[] = [
    ['POST /v1/projects/prj_1/content/uploads', { status: 201, json: session }],
    ['PUT /put', {}],
    ['POST /v1/content/cnt_1/finalize-upload', { json: container }],
    ['POST /v1/content/cnt_1/publish', created(['sp_1'])],
  ];

  it('puts the bytes without our key, finalizes with the caption, publishes', async () => {
    const { posts, http } = await submit(submission([target('sa_1', { content: stored('med_1') })]), routes);
    expect(posts).toMatchObject([{ outcome: 'accepted' }]);
    expect(http.paths()).toEqual([
      'POST /v1/projects/prj_1/content/uploads',
      'PUT /put',
      'POST /v1/content/cnt_1/finalize-upload',
      'POST /v1/content/cnt_1/publish',
    ]);
    const put = http.requests[1];
    expect(put).toMatchObject({
      budget: 'none',
      body: { kind: 'media', media: { contentType: 'image/jpeg' } },
    });
    expect(put?.headers).toBeUndefined();
    expect(bodyOf(http, '/finalize-upload')).toEqual({ caption: 'Hello' });
    expect(bodyOf(http, '/uploads')).toMatchObject({
      grouping: 'per-file',
      files: [{ filename: 'med_1.jpg' }],
    });
  });

  it('also carries addresses that Layers could not fetch', async () => {
    const media: MediaItem[] = [{ url: 'http://127.0.0.1:3401/samples/a.jpg' }];
    const openMedia = (): OpenMedia => ({
      stream: bytes(3),
      contentType: 'image/jpeg',
      sizeBytes: null,
      fileName: 'a.jpg',
    });
    const { http } = await submit(
      submission([target('sa_1', { content: { ...stored('x'), media } })]),
      routes,
      { openMedia },
    );
    expect(bodyOf(http, '/uploads').files).toEqual([
      { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 3 },
    ]);
  });

  it('opens a new session where an earlier one may have expired', async () => {
    const checkpoint = { projectId: 'prj_1', containerId: null, uploadSessions: 1, publish: null };
    const given = submission([target('sa_1', { content: stored('med_1') })], { checkpoint });
    const { http } = await submit(given, routes);
    expect(http.requests[0]?.headers?.['Idempotency-Key']).toBe('sub_1.1.1.uploads.2');
  });

  it.each([
    ['UPLOAD_INCOMPLETE', 'POST /v1/content/cnt_1/finalize-upload', errorReply(409, 'UPLOAD_INCOMPLETE')],
    ['an expired address', 'PUT /put', { status: 403, text: '<Error/>' }],
    [
      'a session without addresses',
      'POST /v1/projects/prj_1/content/uploads',
      { status: 201, json: { id: 'cnt_1' } },
    ],
  ])('tries again after %s: nothing was published', async (_name, path, reply) => {
    const given = submission([target('sa_1', { content: stored('med_1') })]);
    const { posts } = await submit(given, [[path, reply], ...routes]);
    expect(posts).toMatchObject([{ outcome: 'rejected', error: { retryable: true } }]);
  });

  it.each([
    ['text/plain', 3, 'CONTENT_INVALID'],
    ['image/gif', 3, 'CONTENT_INVALID'],
    ['image/png', 31 * 1024 * 1024, 'CONTENT_TOO_LARGE'],
    ['video/mp4', 101 * 1024 * 1024, 'CONTENT_TOO_LARGE'],
  ])('refuses %s of %d bytes before a byte is sent', async (contentType, sizeBytes, code) => {
    const openMedia = (): OpenMedia => ({ stream: bytes(1), contentType, sizeBytes, fileName: 'a' });
    const given = submission([target('sa_1', { content: stored('med_1') })]);
    const { posts, http } = await submit(given, [], { openMedia });
    expect(posts).toMatchObject([{ outcome: 'rejected', error: { code, retryable: false } }]);
    expect(http.requests).toHaveLength(0);
  });

  it('says why media cannot be had', async () => {
    const openMedia = (): OpenMedia => {
      throw new MediaUnavailableError('The file is gone.', true);
    };
    const given = submission([target('sa_1', { content: stored('med_1') })]);
    const { posts } = await submit(given, [], { openMedia });
    expect(posts).toMatchObject([
      { outcome: 'rejected', error: { message: 'The file is gone.', retryable: true } },
    ]);
  });

  async function* bytes(count: number): AsyncGenerator<Uint8Array> {
    await Promise.resolve();
    yield new Uint8Array(count);
  }
});

describe('local rules', () => {
  const content = target('x').content;
  it.each<[string, Partial<SubmissionTarget>]>([
    ['text without media', { content: { ...content, media: [] } }],
    [
      'too many media',
      { content: { ...content, media: Array.from({ length: 11 }, () => ({ mediaId: 'm' })) } },
    ],
    ['a text over 4,000 characters', { content: { ...content, text: 'x'.repeat(4001) } }],
    ['a comment over 4,000 characters', { content: { ...content, firstComment: 'x'.repeat(4001) } }],
    ['a thread', { content: { ...content, thread: [{ text: 'more' }] } }],
    ['an unheard-of mode', { options: { mode: 'reels' } }],
    ['settings that are no object', { options: { tiktokPostSettings: 'x' } }],
    ['music that is no object', { options: { tiktokMusic: [] } }],
    ['music for a draft', { options: { mode: 'draft', tiktokMusic: { mode: 'auto' } } }],
    ['shareReelToFeed that is no boolean', { platform: 'instagram', options: { shareReelToFeed: 'yes' } }],
    [
      'shareReelToFeed for a draft',
      { platform: 'instagram', options: { mode: 'draft', shareReelToFeed: true } },
    ],
  ])('refuses %s, and lets the other targets go', async (_name, more) => {
    const { posts, http } = await submit(submission([target('sa_1', more), target('sa_2')]), []);
    expect(posts).toMatchObject([
      { outcome: 'rejected', error: { code: 'CONTENT_INVALID', retryable: false } },
      { outcome: 'released' },
    ]);
    expect(http.requests).toHaveLength(0);
  });

  it('needs a project, from the account or the connection', async () => {
    const homeless = submission([target('sa_1', { accountData: {} })]);
    expect((await submit(homeless, [])).posts).toMatchObject([{ outcome: 'rejected' }]);
    const { posts } = await submit(
      homeless,
      [upload, ['POST /v1/content/cnt_1/publish', created(['sp_1'])]],
      { credentials: { ...credentials, projectId: 'prj_1' } },
    );
    expect(posts).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('looks for a cancel before the publish call, and again before a repetition', async () => {
    let asked = 0;
    const late = await submit(submission([target('sa_1')]), [upload], {
      cancelRequested: () => (asked += 1) > 1,
    });
    expect(late.posts).toMatchObject([{ outcome: 'withdrawn' }]);
    const checkpoint = late.checkpoints.at(-1) ?? null;
    expect(checkpoint).toMatchObject({ publish: { action: 'publish' } });
    const again = await submit(submission([target('sa_1')], { checkpoint }), [emptyList], {
      cancelRequested: () => true,
    });
    expect(again.posts).toMatchObject([
      { outcome: 'unknown', error: { code: 'OUTCOME_UNKNOWN', retryable: false } },
    ]);
    expect(again.http.paths()).toEqual(['GET /v1/projects/prj_1/scheduled-posts']);
  });
});

describe('the reply to publish and schedule', () => {
  const two = submission([target('sa_1'), target('sa_2')]);
  const publish = (reply: Route[1]): Route => ['POST /v1/content/cnt_1/*', reply];
  const ids = (posts: Awaited<ReturnType<typeof submit>>['posts']) =>
    posts.map((post) => (post.outcome === 'accepted' ? post.reference.id : post.outcome));

  it.each<[string, unknown]>([
    ['ids in the order of the targets', { scheduledPostIds: ['sp_1', 'sp_2'] }],
    [
      'objects that name their account, in any order and with bare ids',
      {
        scheduledPosts: [
          { scheduledPostId: 'sp_2', socialAccountId: '2' },
          { id: 'sp_1', socialAccountId: 'sa_1' },
        ],
      },
    ],
    [
      'both',
      {
        containerId: '1',
        scheduledPostIds: ['sp_2', 'sp_1'],
        scheduledPosts: [
          { scheduledPostId: 'sp_1', socialAccountId: 'sa_1' },
          { scheduledPostId: 'sp_2', socialAccountId: 'sa_2' },
        ],
      },
    ],
    ['objects without accounts', { scheduledPosts: [{ id: 'sp_1' }, { id: 'sp_2' }] }],
  ])('is read as %s', async (_name, json) => {
    const { posts } = await submit(two, [upload, publish({ json })]);
    expect(ids(posts)).toEqual(['sp_1', 'sp_2']);
  });

  it.each<[string, unknown]>([
    ['no ids', { containerId: 'cnt_1' }],
    ['fewer ids than targets', { scheduledPostIds: ['sp_1'] }],
    ['one account missing', { scheduledPosts: [{ id: 'sp_1', socialAccountId: 'sa_1' }] }],
    ['another container', { containerId: 'cnt_9', scheduledPostIds: ['sp_8', 'sp_9'] }],
    ['no object', []],
  ])('with %s is looked up in the list, else unknown', async (_name, json) => {
    const list: Route = [
      'GET /v1/projects/prj_1/scheduled-posts',
      {
        json: {
          items: [row('sp_1', 'queued'), row('sp_2', 'queued', { socialAccountId: '2', containerId: '1' })],
        },
      },
    ];
    expect(ids((await submit(two, [upload, publish({ json }), list])).posts)).toEqual(['sp_1', 'sp_2']);
    expect(ids((await submit(two, [upload, publish({ json }), emptyList])).posts)).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it('202 keeps the intent at Layers: accepted without ids', async () => {
    const later = { ...two, scheduledAt: '2026-07-02T09:00:00Z' };
    const gate = { containerId: 'cnt_1', gateStatus: 'blocked_on_approval', approvalStatus: 'pending' };
    const { posts } = await submit(later, [upload, publish({ status: 202, json: gate })]);
    expect(posts[1]).toMatchObject({
      outcome: 'accepted',
      reference: {
        id: null,
        data: { containerId: 'cnt_1', projectId: 'prj_1', socialAccountId: 'sa_2', gate: 'schedule' },
      },
      snapshot: { status: 'pending_approval', upstreamStatus: 'blocked_on_approval' },
    });
  });

  it('403 APPROVAL_REQUIRED keeps nothing at Layers: gated', async () => {
    const { posts } = await submit(two, [
      upload,
      publish(errorReply(403, 'APPROVAL_REQUIRED', { containerId: 'cnt_1' })),
    ]);
    expect(posts[0]).toMatchObject({ outcome: 'gated', reference: { id: null, data: { gate: 'publish' } } });
  });

  it.each([
    [errorReply(409, 'CONTENT_REJECTED'), 'CONTENT_REJECTED', false],
    [errorReply(409, 'CONFLICT', { subcode: 'X' }), 'UPSTREAM_REJECTED', false],
    [errorReply(503, 'KILL_SWITCH', { scope: 'key' }), 'CONNECTION_DISABLED', false],
    [errorReply(401, 'UNAUTHENTICATED'), 'AUTH_FORBIDDEN', false],
    [errorReply(403, 'FORBIDDEN_SCOPE'), 'AUTH_FORBIDDEN', false],
    [errorReply(404, 'NOT_FOUND'), 'UPSTREAM_REJECTED', false],
    [errorReply(400, 'VALIDATION', { issues: [{ path: 'scheduledFor' }] }), 'CONTENT_INVALID', false],
    [errorReply(402, 'BILLING_EXHAUSTED'), 'QUOTA_EXHAUSTED', false],
    [errorReply(422, 'NEVER_HEARD_OF'), 'UPSTREAM_REJECTED', false],
    [{ status: 429, headers: { 'retry-after': '12' }, json: {} }, 'RATE_LIMITED', true],
  ])('%j is a refusal: %s', async (reply, code, retryable) => {
    const { posts } = await submit(submission([target('sa_1')]), [upload, publish(reply)]);
    expect(posts).toMatchObject([
      {
        outcome: 'rejected',
        error: { code, retryable, platform: 'tiktok', upstreamHttpStatus: reply.status },
      },
    ]);
  });

  it.each(['targets.1.mode', 'targets[1].mode', ['targets', 1, 'mode']])(
    'a refusal that names %j fails that target and releases the other',
    async (path) => {
      const reply = errorReply(422, 'VALIDATION', { issues: [{ path, message: 'no such mode' }] });
      const { posts } = await submit(two, [upload, publish(reply)]);
      expect(posts).toMatchObject([
        { postId: 'post to sa_1', outcome: 'released' },
        {
          postId: 'post to sa_2',
          outcome: 'rejected',
          error: { code: 'CONTENT_INVALID', upstreamCode: 'VALIDATION' },
        },
      ]);
    },
  );

  it('so does one that names the account', async () => {
    const reply = errorReply(404, 'NOT_FOUND', { socialAccountId: 'sa_1' });
    const { posts } = await submit(two, [upload, publish(reply)]);
    expect(posts.map(({ outcome }) => outcome)).toEqual(['rejected', 'released']);
  });

  it('409 IDEMPOTENCY_CONFLICT is no refusal: look, else unknown', async () => {
    const conflict = publish(errorReply(409, 'IDEMPOTENCY_CONFLICT'));
    const one = submission([target('sa_1')]);
    const list: Route = [
      'GET /v1/projects/prj_1/scheduled-posts',
      { json: { items: [row('sp_1', 'published')] } },
    ];
    expect(ids((await submit(one, [upload, conflict, list])).posts)).toEqual(['sp_1']);
    expect(ids((await submit(one, [upload, conflict, emptyList])).posts)).toEqual(['unknown']);
  });

  it.each([500, 502, 503, 504, 408])('%d without a documented code is unknown', async (status) => {
    const { posts } = await submit(submission([target('sa_1')]), [
      upload,
      publish({ status, json: { error: { code: 'INTERNAL' } } }),
    ]);
    expect(posts).toMatchObject([
      { outcome: 'unknown', error: { retryable: false, upstreamHttpStatus: status } },
    ]);
  });

  it('content that Layers could not make is refused', async () => {
    const failed: Route = [
      'POST /v1/projects/prj_1/content/upload',
      { status: 201, json: { id: 'cnt_1', status: 'failed' } },
    ];
    const { posts } = await submit(submission([target('sa_1')]), [failed]);
    expect(posts).toMatchObject([{ outcome: 'rejected', error: { code: 'CONTENT_REJECTED' } }]);
  });
});

describe('repeating a call that may have been sent', () => {
  const list: Route = [
    'GET /v1/projects/prj_1/scheduled-posts',
    { json: { items: [row('sp_1', 'published')] } },
  ];
  const sent = async () => {
    const lost: Route = ['POST /v1/content/cnt_1/publish', { status: 500 }];
    const { checkpoints } = await submit(submission([target('sa_1')]), [upload, lost]);
    return submission([target('sa_1')], { checkpoint: checkpoints.at(-1) ?? null });
  };

  it('is safe with the same API key inside the window', async () => {
    const { http } = await submit(await sent(), [['POST /v1/content/cnt_1/publish', created(['sp_1'])]]);
    expect(http.paths()).toEqual(['POST /v1/content/cnt_1/publish']);
  });

  it.each<[string, Partial<TestContextOptions>]>([
    ['with another API key', { credentials: { ...credentials, apiKey: 'lp_live_OTHER_key' } }],
    ['a day later', { now: () => NOW + 86_400_000 }],
  ])('is replaced by a look %s', async (_name, more) => {
    const found = await submit(await sent(), [list], more);
    expect(found.posts).toMatchObject([{ outcome: 'accepted', reference: { id: 'sp_1' } }]);
    const absent = await submit(await sent(), [emptyList], more);
    expect(absent.posts).toMatchObject([
      { outcome: 'unknown', error: { code: 'OUTCOME_UNKNOWN', retryable: false } },
    ]);
  });

  it('stores nothing of the API key itself', async () => {
    expect(JSON.stringify(await sent())).not.toContain('secretsecret');
  });
});

it('two accounts with one id are no answer: look, else unknown', async () => {
  const two = submission([target('sa_1'), target('sa_2')]);
  const same = { scheduledPostIds: ['sp_1', 'sp_1'] };
  const objects = {
    scheduledPosts: [
      { scheduledPostId: 'sp_1', socialAccountId: 'sa_1' },
      { scheduledPostId: 'sp_1', socialAccountId: 'sa_2' },
    ],
  };
  for (const json of [same, objects]) {
    const { posts } = await submit(two, [
      ['POST /v1/projects/*', { status: 201, json: { id: 'cnt_1', status: 'completed' } }],
      ['POST /v1/content/cnt_1/publish', { json }],
      ['GET *', { json: { items: [], nextCursor: null } }],
    ]);
    expect(posts.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
  }
});

describe('lookup', () => {
  const checkpoint = {
    projectId: 'prj_1',
    containerId: 'cnt_1',
    uploadSessions: 0,
    publish: { action: 'publish', body: '{}', scheduledFor: null },
  };
  const lookup = async (given: Submission, routes: Route[]) => {
    const http = scriptedHttp(routes);
    const result = await provider.lookup?.(testContext({ credentials, now: () => NOW, http }).ctx, given);
    return { result, http };
  };

  it('finds by container, within the account’s posts of that time', async () => {
    const list: Route = [
      'GET /v1/projects/prj_1/scheduled-posts',
      { json: { items: [row('sp_1', 'published')] } },
    ];
    const { result, http } = await lookup(submission([target('sa_1')], { checkpoint }), [list]);
    expect(result).toMatchObject({
      outcome: 'found',
      posts: [{ reference: { id: 'sp_1' }, snapshot: { status: 'published' } }],
    });
    expect(http.requests[0]?.query).toMatchObject({
      socialAccountId: 'sa_1',
      since: '2026-07-01T08:00:00.000Z',
    });
  });

  it('is sure of an absence only where the publish call was never made', async () => {
    expect((await lookup(submission([target('sa_1')]), [])).result).toEqual({
      outcome: 'absent',
      authoritative: true,
    });
    const sent = submission([target('sa_1')], { checkpoint });
    expect((await lookup(sent, [emptyList])).result).toEqual({ outcome: 'absent', authoritative: false });
    const broken: Route = ['GET *', { status: 500 }];
    expect((await lookup(sent, [broken])).result).toMatchObject({ outcome: 'unsure' });
  });
});

describe('plan', () => {
  it('puts up to 50 accounts of one project with equal media together', () => {
    const targets = Array.from({ length: 60 }, (_, index) => target(`sa_${index}`));
    expect(provider.plan(targets).map(({ length }) => length)).toEqual([50, 10]);
  });

  it('separates projects, media and repeated accounts, and not texts', () => {
    const content = target('x').content;
    const planned = provider.plan([
      target('sa_1'),
      target('sa_2', { content: { ...content, text: 'Other' } }),
      target('sa_3', { accountData: { projectId: 'prj_2' } }),
      target('sa_4', { content: { ...content, media: [{ mediaId: 'med_1' }] } }),
      target('sa_1', { postId: 'again' }),
    ]);
    expect(planned.map((group) => group.map(({ accountReference }) => accountReference))).toEqual([
      ['sa_1', 'sa_2'],
      ['sa_3'],
      ['sa_4'],
      ['sa_1'],
    ]);
  });
});
