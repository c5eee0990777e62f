import type { PostReference } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { errorReply, failedPost, NOW, publishedPost, ref, row } from './fixtures/layers-replies';
import { scriptedHttp, type Route } from './fixtures/scripted-http';
import { createLayersProvider } from './layers-provider';

const provider = createLayersProvider();
const credentials = { apiKey: 'lp_live_KEY_secretsecret' };
const LIST = 'GET /v1/projects/prj_1/scheduled-posts';

async function read(refs: PostReference[], routes: Route[]) {
  const http = scriptedHttp(routes);
  const results = await provider.read(testContext({ credentials, now: () => NOW, http }).ctx, refs);
  return { results, http };
}

const one = async (json: { id: string; [key: string]: unknown }) =>
  (await read([ref(json.id)], [['GET /v1/scheduled-posts/*', { json }]])).results[0];

describe('one post', () => {
  it('reads a published one whole', async () => {
    expect(await one(publishedPost)).toMatchObject({
      outcome: 'found',
      snapshot: {
        status: 'published',
        upstreamStatus: 'published',
        platformPostId: '7400000000000000001',
        platformPostUrl: 'https://www.tiktok.com/@example/video/7400000000000000001',
        publishedAt: '2026-07-01T09:00:19.000Z',
        error: null,
      },
    });
  });

  it('survives the sparse failed sample, whose bag is called data', async () => {
    expect(await one(failedPost)).toMatchObject({
      snapshot: {
        status: 'failed',
        scheduledAt: null,
        attemptedAt: '2026-07-01T09:00:12.000Z',
        error: { code: 'AUTH_EXPIRED', upstreamCode: 'CREDENTIAL_INVALID', platformCode: 'OAuthException' },
      },
    });
  });

  it('reads the bag under its other name, and a code that is in no table', async () => {
    const lastError = {
      code: 'NEW_CODE',
      message: 'm',
      details: { platformCode: '32', platformHttpStatus: 403 },
    };
    expect(await one({ id: 'sp_1', status: 'failed', lastError })).toMatchObject({
      snapshot: {
        error: {
          code: 'UPSTREAM_ERROR',
          upstreamCode: 'NEW_CODE',
          platformCode: '32',
          platformHttpStatus: 403,
        },
      },
    });
  });

  it.each(['draft', 'draft_in_inbox'])('takes %s as handed off, in either vocabulary', async (status) => {
    expect(await one({ id: 'sp_1', status, mode: 'draft_to_device' })).toMatchObject({
      snapshot: { status: 'handed_off', upstreamStatus: status },
    });
  });

  it.each([
    ['2026-07-01T09:00:31Z', 'scheduled'],
    ['2026-07-01T09:00:30Z', 'queued'],
    ['2026-07-01T08:00:00Z', 'queued'],
    [null, 'queued'],
  ])('splits queued by its time: %p is %s', async (scheduledFor, status) => {
    expect(await one({ id: 'sp_1', status: 'queued', scheduledFor })).toMatchObject({ snapshot: { status } });
  });

  it('keeps a published post without a link published (Instagram)', async () => {
    expect(await one({ ...publishedPost, platform: 'instagram', externalUrl: null })).toMatchObject({
      snapshot: { status: 'published', platformPostUrl: null, platformPostId: '7400000000000000001' },
    });
  });

  it.each(['2026-07-01T09:00:19Z', '2026-07-01T09:00:19.000Z', '2026-07-01T09:00:19.000000+00:00'])(
    'reads the time %s',
    async (publishedAt) => {
      expect(await one({ ...publishedPost, publishedAt })).toMatchObject({
        snapshot: { publishedAt: '2026-07-01T09:00:19.000Z' },
      });
    },
  );

  it('does not take another post for the one it asked for', async () => {
    const routes: Route[] = [['GET *', { json: publishedPost }]];
    expect((await read([ref('sp_1')], routes)).results).toMatchObject([{ outcome: 'failed' }]);
    const bare = publishedPost.id.slice('sp_'.length);
    expect((await read([ref(bare)], routes)).results).toMatchObject([{ outcome: 'found' }]);
  });

  it('asks for ids as they are', async () => {
    const { http } = await read([ref('odd/id?x')], [['GET *', { json: publishedPost }]]);
    expect(http.requests[0]?.url).toBe('https://api.layers.com/v1/scheduled-posts/odd%2Fid%3Fx');
  });
});

describe('many posts', () => {
  it('asks a page, and single posts only where the row is too thin to end with', async () => {
    const refs = ['queued', 'publishing', 'canceled', 'draft', 'published', 'failed'].map((id) => ref(id));
    const items = refs.map(({ id }) => row(id ?? '', id ?? '', { scheduledFor: '2026-07-01T08:00:00Z' }));
    const { results, http } = await read(refs, [
      [LIST, { json: { items } }],
      ['GET /v1/scheduled-posts/published', { json: { ...publishedPost, id: 'published' } }],
      ['GET /v1/scheduled-posts/failed', { json: { ...failedPost, id: 'failed' } }],
    ]);
    expect(
      results.map((result) => (result.outcome === 'found' ? result.snapshot.status : result.outcome)),
    ).toEqual(['queued', 'publishing', 'canceled', 'handed_off', 'published', 'failed']);
    expect(results[5]).toMatchObject({
      snapshot: { scheduledAt: '2026-07-01T08:00:00.000Z', error: { code: 'AUTH_EXPIRED' } },
    });
    expect(http.requests).toHaveLength(3);
    expect(http.requests[0]?.query).toMatchObject({ limit: 100 });
  });

  it('windows the list by the times that it knows', async () => {
    const at = (id: string, scheduledFor: string) => ref(id, { data: { projectId: 'prj_1', scheduledFor } });
    const { http } = await read(
      [at('a', '2026-07-01T10:00:00.000Z'), at('b', '2026-07-03T10:00:00.000Z')],
      [[LIST, { json: { items: [row('a', 'queued'), row('b', 'queued')] } }]],
    );
    expect(http.requests[0]?.query).toMatchObject({
      since: '2026-07-01T09:00:00.000Z',
      until: '2026-07-03T11:00:00.000Z',
    });
  });

  it('follows cursors of any kind until all are found or the list ends, null or absent', async () => {
    const cursors: (string | undefined)[] = [];
    const page: Route[1] = ({ query }) => {
      cursors.push(query?.cursor as string | undefined);
      if (!query?.cursor)
        return { json: { items: [row('a', 'queued')], nextCursor: '2026-07-01T09:00:00+00:00' } };
      return { json: { items: [row('b', 'queued')] } };
    };
    const { results } = await read([ref('a'), ref('b')], [[LIST, page]]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['found', 'found']);
    expect(cursors).toEqual([undefined, '2026-07-01T09:00:00+00:00']);
  });

  it('stops where a cursor repeats itself or pages bring nothing, and asks for the rest by id', async () => {
    const { results, http } = await read(
      [ref('a'), ref('b')],
      [
        [LIST, ({ query }) => ({ json: { items: [], nextCursor: query?.cursor === 'c1' ? 'c2' : 'c1' } })],
        ['GET /v1/scheduled-posts/a', { json: { ...publishedPost, id: 'a' } }],
        ['GET /v1/scheduled-posts/b', errorReply(404, 'NOT_FOUND')],
      ],
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['found', 'missing']);
    expect(http.requests).toHaveLength(4);
  });

  it('keeps what the pages before a failing one have shown, and asks for nothing else', async () => {
    const { results, http } = await read(
      [ref('a'), ref('b')],
      [
        [
          LIST,
          ({ query }) =>
            query?.cursor ? { status: 503 } : { json: { items: [row('a', 'queued')], nextCursor: 'c1' } },
        ],
      ],
    );
    expect(results).toMatchObject([
      { outcome: 'found', snapshot: { upstreamStatus: 'queued' } },
      { outcome: 'failed', error: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
    expect(http.requests).toHaveLength(2);
  });

  it('matches ids with and without their prefix', async () => {
    const { results } = await read(
      [ref('sp_a'), ref('b')],
      [[LIST, { json: { items: [row('a', 'queued'), row('sp_b', 'queued')] } }]],
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(['found', 'found']);
  });

  it('reads again later where a detail fails for now, and takes the row where it fails for good', async () => {
    const list: Route = [LIST, { json: { items: [row('a', 'published'), row('b', 'queued')] } }];
    const later = await read([ref('a'), ref('b')], [list, ['GET *', { status: 503 }]]);
    expect(later.results.map(({ outcome }) => outcome)).toEqual(['failed', 'found']);
    const never = await read([ref('a'), ref('b')], [list, ['GET *', errorReply(403, 'FORBIDDEN_SCOPE')]]);
    expect(never.results[0]).toMatchObject({ outcome: 'found', snapshot: { status: 'published' } });
  });

  it('asks one list per project', async () => {
    const other = (id: string) => ref(id, { data: { projectId: 'prj_2' } });
    const { http } = await read(
      [ref('a'), ref('b'), other('c'), other('d')],
      [
        [LIST, { json: { items: [row('a', 'queued'), row('b', 'queued')] } }],
        [
          'GET /v1/projects/prj_2/scheduled-posts',
          { json: { items: [row('c', 'queued'), row('d', 'queued')] } },
        ],
      ],
    );
    expect(http.requests).toHaveLength(2);
  });
});

describe('the review gate', () => {
  const gated = (gate: string, account = 'sa_1') =>
    ref(null, {
      postId: `post of ${account}`,
      data: { projectId: 'prj_1', containerId: 'cnt_1', socialAccountId: account, gate },
    });
  const content = (approvalStatus: string, more = {}): Route => [
    'GET /v1/content/cnt_1',
    { json: { id: 'cnt_1', approvalStatus, ...more } },
  ];

  it('keeps waiting while it is pending, with one call for all posts of the content', async () => {
    const { results, http } = await read([gated('schedule'), gated('publish', 'sa_2')], [content('pending')]);
    for (const result of results)
      expect(result).toMatchObject({ outcome: 'found', snapshot: { status: 'pending_approval' } });
    expect(http.requests).toHaveLength(1);
  });

  it('fails a rejected one as content', async () => {
    const { results } = await read([gated('schedule')], [content('rejected', { reason: 'off brand' })]);
    expect(results[0]).toMatchObject({
      outcome: 'found',
      snapshot: { status: 'failed', error: { code: 'CONTENT_REJECTED', upstreamMessage: 'off brand' } },
    });
  });

  it('opens the gate for a refused publish', async () => {
    expect((await read([gated('publish')], [content('approved')])).results).toEqual([
      { postId: 'post of sa_1', outcome: 'open_gate' },
    ]);
  });

  it('finds the rows that an approved schedule became, and learns their ids', async () => {
    const items = [
      row('sp_7', 'queued', { containerId: '1', socialAccountId: 'sa_1' }),
      row('sp_8', 'queued', { socialAccountId: 'sa_9' }),
    ];
    const { results } = await read([gated('schedule')], [content('approved'), [LIST, { json: { items } }]]);
    expect(results[0]).toMatchObject({
      outcome: 'found',
      reference: { id: 'sp_7', data: { containerId: 'cnt_1' } },
      snapshot: { status: 'scheduled', providerReference: 'sp_7' },
    });
  });

  it('says nothing where approval has not become a row, and guesses nothing of a new word', async () => {
    const approved = await read([gated('schedule')], [content('approved'), [LIST, { json: { items: [] } }]]);
    expect(approved.results[0]).toMatchObject({
      outcome: 'found',
      snapshot: { status: null, upstreamStatus: 'approved' },
    });
    const odd = await read([gated('schedule')], [content('escalated')]);
    expect(odd.results[0]).toMatchObject({
      outcome: 'found',
      snapshot: { status: null, upstreamStatus: 'escalated' },
    });
  });

  it('tells missing content from a failed read', async () => {
    expect(
      (await read([gated('publish')], [['GET *', errorReply(404, 'NOT_FOUND')]])).results[0]?.outcome,
    ).toBe('missing');
    expect((await read([gated('publish')], [['GET *', { status: 500 }]])).results[0]?.outcome).toBe('failed');
    expect((await read([gated('publish')], [['GET *', { json: {} }]])).results[0]?.outcome).toBe('failed');
  });
});
