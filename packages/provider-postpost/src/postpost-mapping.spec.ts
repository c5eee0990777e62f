import { PUBLISH_ERROR_CODES, type JsonObject, type PostContent } from '@postern/core';
import { readWire } from '@postern/provider-kit';
import { testContext } from '@postern/provider-kit/testing';
import { GROUP_ID, LIMIT_REACHED, NOW, row, ROW_ID, targetOf } from '../test/postpost-replies';
import { BASE_URL, page, reply, scriptedHttp } from '../test/scripted-http';
import { draftBody, refusalOf } from './postpost-content';
import { POSTPOST_DESCRIPTOR } from './postpost-descriptor';
import { readErrorBody } from './postpost-errors';
import { connectionIdOf, isObjectId, splitConnectionId } from './postpost-ids';
import { createPostPostProvider } from './postpost-provider';
import { rowsOf, snapshotOfRows } from './postpost-snapshot';
import { postPostWebhooks } from './postpost-webhook';
import { groupWire } from './postpost-wire';

const OWNER = { platform: 'mastodon', accountReference: 'mastodon-1102' };

function snapshotOf(owner: typeof OWNER, ...rows: JsonObject[]) {
  const group = readWire(groupWire, { posts: rows });
  return snapshotOfRows(GROUP_ID, owner, rowsOf(owner, group?.posts ?? []), null);
}

describe('ids', () => {
  it.each([
    ['twitter-77', { platform: 'twitter', accountId: '77' }],
    ['telegram--1009988776655', { platform: 'telegram', accountId: '-1009988776655' }],
    ['bluesky-did:plc:abcd', { platform: 'bluesky', accountId: 'did:plc:abcd' }],
    ['tiktok-000a-1b2c', { platform: 'tiktok', accountId: '000a-1b2c' }],
    ['nodash', null],
    ['-7', null],
  ])('splits %s at its first dash', (id, parts) => {
    expect(splitConnectionId(id)).toEqual(parts);
  });

  it.each([
    ['telegram', '-1009988776655', 'telegram--1009988776655'],
    ['telegram', 'telegram--1009988776655', 'telegram--1009988776655'],
    ['mastodon', '1102', 'mastodon-1102'],
    [null, 'mastodon-1102', 'mastodon-1102'],
    [null, '1102', null],
    ['mastodon', null, null],
  ])('makes one id of %p and %p', (platform, platformId, id) => {
    expect(connectionIdOf(platform, platformId)).toBe(id);
  });

  it('knows an ObjectId', () => {
    expect([GROUP_ID, GROUP_ID.toUpperCase(), 'pg_1', `${GROUP_ID}0`, null, 7].map(isObjectId)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('rows', () => {
  it.each(['1102', 'mastodon-1102'])('finds the row of the account by its id %s', (platformId) => {
    const other = row('failed', { platformId: '9999' });
    expect(snapshotOf(OWNER, other, row('published', { platformId, postedId: '1' }))).toMatchObject({
      status: 'published',
      platformPostId: '1',
    });
  });

  it('takes nobody else’s row for its own', () => {
    const others = [row('published', { platformId: '1' }), row('published', { platformId: '2' })];
    expect(snapshotOf(OWNER, ...others)).toMatchObject({ status: null, upstreamStatus: null });
  });

  it('takes no row of another platform for its own, even where it is the only one', () => {
    const other = row('published', { platform: 'linkedin', platformId: 'ABC123' });
    expect(snapshotOf(OWNER, other)).toMatchObject({ status: null });
    expect(snapshotOf(OWNER, row('published', { platformId: '@acme' }))).toMatchObject({
      status: 'published',
    });
  });

  it('takes a row that comes twice for one', () => {
    expect(snapshotOf(OWNER, row('published'), row('published'))).toMatchObject({ parts: null });
  });

  it.each([
    ['absent', {}],
    ['null', { postedId: null, error: null }],
  ])('reads %s values as unknown', (_how, more) => {
    expect(snapshotOf(OWNER, row('scheduled', more))).toMatchObject({
      status: 'scheduled',
      platformPostId: null,
      error: null,
    });
  });

  it('keeps a word that is on no page', () => {
    expect(snapshotOf(OWNER, row('retrying'))).toMatchObject({ status: null, upstreamStatus: 'retrying' });
    expect(snapshotOf(OWNER, row('toString'))).toMatchObject({ status: null, upstreamStatus: 'toString' });
  });

  it('keeps a link where one comes, and makes none up', () => {
    const link = 'https://mastodon.example/@acme/1';
    expect(snapshotOf(OWNER, row('published', { permalink: link })).platformPostUrl).toBe(link);
    expect(
      snapshotOf(OWNER, row('published', { permalink: 'javascript:alert(1)' })).platformPostUrl,
    ).toBeNull();
  });

  it('folds the parts of a thread into one post', () => {
    const owner = { platform: 'x', accountReference: 'twitter-77' };
    const part = (status: string, postedId?: string) =>
      row(status, { platform: 'twitter', platformId: '77', ...(postedId ? { postedId } : {}) });
    expect(snapshotOf(owner, part('published', '1'), part('published', '2'))).toMatchObject({
      status: 'published',
      platformPostId: '1',
      parts: [{ index: 1, platformPostId: '2' }],
    });
    expect(snapshotOf(owner, part('published', '1'), part('processing'))).toMatchObject({
      status: 'publishing',
    });
    expect(snapshotOf(owner, part('published', '1'), part('failed'))).toMatchObject({
      status: 'failed',
      error: { code: 'THREAD_INCOMPLETE', retryable: false },
    });
  });
});

describe('why a row failed', () => {
  const errorOf = (error: unknown) => snapshotOf(OWNER, row('failed', { error } as JsonObject)).error;

  it('keeps all of the evidence', () => {
    expect(
      errorOf({
        code: 'RATE_LIMITED',
        message: 'Too many posts',
        platformStatusCode: 429,
        platformError: 'quota',
        failedAt: '2026-05-04T09:01:07.000Z',
        retryable: true,
      }),
    ).toMatchObject({
      code: 'RATE_LIMITED',
      retryable: true,
      provider: 'postpost',
      platform: 'mastodon',
      upstreamCode: 'RATE_LIMITED',
      upstreamMessage: 'Too many posts',
      platformHttpStatus: 429,
      platformMessage: 'quota',
      occurredAt: '2026-05-04T09:01:07.000Z',
    });
  });

  it.each([
    ['PLATFORM_AUTH_EXPIRED', 'AUTH_EXPIRED'],
    ['INVALID_CONTENT', 'CONTENT_REJECTED'],
    ['CONTENT_TOO_LARGE', 'CONTENT_TOO_LARGE'],
    ['PLATFORM_SERVER_ERROR', 'UPSTREAM_UNAVAILABLE'],
    ['NETWORK_ERROR', 'NETWORK_ERROR'],
    ['TIMEOUT_ERROR', 'TIMEOUT'],
    ['UNKNOWN_ERROR', 'UPSTREAM_ERROR'],
    ['PLATFORM_VALIDATION_ERROR', 'CONTENT_INVALID'],
    ['RATE_LIMIT', 'RATE_LIMITED'],
    ['PLATFORM_CHECKPOINT_PENDING', 'UPSTREAM_ERROR'],
  ])('%s is %s, and the raw code stays', (upstreamCode, code) => {
    expect(errorOf({ code: upstreamCode, platformStatusCode: null, retryable: false })).toMatchObject({
      code,
      upstreamCode,
      retryable: false,
      platformHttpStatus: null,
    });
    expect(PUBLISH_ERROR_CODES).toContain(code);
  });

  it('a failed row without an explanation is failed all the same', () => {
    for (const error of [null, undefined, 5, 'Image rejected'])
      expect(errorOf(error)?.code).toBe('UPSTREAM_ERROR');
    expect(errorOf('Image rejected')?.upstreamMessage).toBe('Image rejected');
  });
});

describe('error replies', () => {
  const wordsOf = (answer: ReturnType<typeof reply>) =>
    answer.kind === 'response' ? readErrorBody(answer) : {};

  it('reads both shapes, and leaves HTML and XML to the transport', () => {
    expect(wordsOf(reply(404, { error: 'Post group not found' }))).toMatchObject({
      upstreamMessage: 'Post group not found',
    });
    expect(wordsOf(reply(503, { message: 'Busy' }))).toMatchObject({ upstreamMessage: 'Busy' });
    expect(wordsOf(page(404, '<pre>Cannot GET /x</pre>'))).toEqual({});
    expect(wordsOf(reply(500, [1]))).toEqual({});
  });

  it('tells a used-up plan from a refused key by the code, and bears null figures', () => {
    expect(wordsOf(LIMIT_REACHED)).toMatchObject({
      code: 'QUOTA_EXHAUSTED',
      upstreamCode: 'POST_LIMIT_REACHED',
      upstreamMessage: 'You have used 100 of 100 posts.',
    });
    expect(wordsOf(reply(403, { error: 'No', code: 'SOME_NEW_LIMIT' }))).toMatchObject({
      code: 'QUOTA_EXHAUSTED',
    });
    expect(wordsOf(reply(403, { error: 'User is not managed by key' })).code).toBeUndefined();
  });
});

describe('content', () => {
  const refusal = (platform: string, content: Partial<PostContent>, options: JsonObject = {}) =>
    refusalOf(targetOf({ platform, options }, content));

  it('joins the parts of a thread on X, and has none elsewhere', () => {
    const thread = { thread: [{ text: 'Two' }, { text: 'Three' }] };
    expect(refusal('x', thread)).toBeNull();
    expect(draftBody(targetOf({ platform: 'x' }, { text: 'One', ...thread })).content).toBe(
      'One\n---\nTwo\n---\nThree',
    );
    expect(refusal('threads', thread)).toContain('no threads');
    expect(refusal('x', { thread: [{ text: 'Two', media: [{ mediaId: 'm' }] }] })).toContain('first part');
    expect(refusal('x', { thread: [{ text: ' ' }] })).toContain('no text');
  });

  it.each(['a\n---\nb', '--- \nb', 'a\n  ----', '[1/2] a', 'a [2/2]'])(
    'refuses %j where it would be cut into several posts',
    (text) => {
      expect(refusal('x', { text })).toContain('several posts');
      expect(refusal('threads', { text })).toContain('several posts');
      expect(refusal('mastodon', { text })).toBeNull();
    },
  );

  it.each(['a --- b', '1/2', '[1/x]', 'see [1]'])('lets %j through', (text) => {
    expect(refusal('x', { text })).toBeNull();
  });

  it('refuses what PostPost cannot carry, rather than to drop it', () => {
    expect(refusal('instagram', { text: ' ', media: [{ mediaId: 'm' }] })).toContain('without text');
    expect(refusal('linkedin', { firstComment: 'First!' })).toContain('first comment');
    expect(refusal('tiktok', {}, { mode: 'draft' })).toContain('only publish');
  });

  it('passes on documented settings of that platform only, as documented', () => {
    const options = { mode: 'publish', viewerSetting: 'SELF_ONLY', allowComments: true };
    expect(refusal('tiktok', {}, options)).toBeNull();
    expect(draftBody(targetOf({ platform: 'tiktok', options })).platformSettings).toEqual({
      tiktok: { viewerSetting: 'SELF_ONLY', allowComments: true },
    });
  });

  it.each([
    ['telegram', { parseMode: 'html' }],
    ['tiktok', { disableDuet: true }],
    ['tiktok', { commercialContent: true }],
    ['youtube', { title: 'x'.repeat(101) }],
    ['instagram', { videoType: 'IGTV' }],
  ])('refuses an option that %s would drop or misread: %j', (platform, options) => {
    expect(refusal(platform, {}, options)).not.toBeNull();
  });

  it('describes what it refuses', () => {
    const rules = Object.fromEntries(POSTPOST_DESCRIPTOR.platforms.map((one) => [one.platform, one.rules]));
    expect(Object.keys(rules)).toHaveLength(10);
    expect(rules['x']?.thread).not.toBeNull();
    expect(rules['threads']?.thread).toBeNull();
    expect(rules['tiktok']?.options).toContain('viewerSetting');
    expect(Object.values(rules).some(({ altText, firstComment }) => altText || firstComment)).toBe(false);
  });
});

describe('accounts', () => {
  const connections: JsonObject[] = [
    { platformId: 'twitter-77', username: '@acme', tokenStatus: 'unknown', accessTokenExpiresAt: null },
    {
      platformId: 'linkedin-Qw3rTy',
      username: 'Acme',
      displayName: 'Acme Ltd',
      tokenStatus: 'expiring_soon',
    },
    { platformId: 'telegram--100', tokenStatus: 'valid', lastError: 'a string in some versions' },
    { platformId: 'facebook-9', username: '', tokenStatus: 'expired' },
    { platformId: 'bluesky-did:plc:abcd', tokenStatus: 'valid' },
    { platformId: 'broken' },
  ];
  const provider = createPostPostProvider();
  const context = (answer: ReturnType<typeof reply>) => {
    const http = scriptedHttp({ 'GET platform-connections': answer });
    return {
      http,
      ...testContext({ credentials: { apiKey: 'k', baseUrl: BASE_URL }, now: () => NOW, http }),
    };
  };

  it('are told by the id, since there is no platform field', async () => {
    const { ctx } = context(reply(200, { success: true, connections }));
    const accounts = [];
    for await (const account of provider.listAccounts(ctx)) accounts.push(account);
    expect(
      accounts.map(({ reference, platform, handle, status }) => [reference, platform, handle, status]),
    ).toEqual([
      ['twitter-77', 'x', 'acme', 'connected'],
      ['linkedin-Qw3rTy', 'linkedin', 'Acme', 'connected'],
      ['telegram--100', 'telegram', null, 'connected'],
      ['facebook-9', 'facebook', null, 'reauth_required'],
      ['bluesky-did:plc:abcd', 'bluesky', null, 'connected'],
    ]);
  });

  it('prove the connection; the test call, which reports working accounts as broken, is not used', async () => {
    const { ctx, http } = context(reply(200, { success: true, connections }));
    expect(await provider.checkConnection(ctx)).toMatchObject({ ok: true, details: { accounts: 6 } });
    expect(http.calls()).toEqual(['GET /platform-connections']);
    const { ctx: other } = context(reply(200, { success: true }));
    expect(await provider.checkConnection(other)).toMatchObject({ ok: false });
  });
});

describe('webhooks', () => {
  const parse = (body: unknown) => postPostWebhooks.parse(Buffer.from(JSON.stringify(body)), {});
  const failed = {
    event: 'post.failed',
    timestamp: '2026-05-04T09:01:08.000Z',
    data: {
      postId: ROW_ID,
      postGroupId: GROUP_ID,
      platform: 'threads',
      error: { code: 'PLATFORM_AUTH_EXPIRED', message: 'x' },
      failedAt: '2026-05-04T09:01:07.000Z',
    },
  };

  it('name the group and the row; there is no native id in them', () => {
    expect(parse(failed)).toEqual({
      dedupeKey: `post.failed:${GROUP_ID}:${ROW_ID}:2026-05-04T09:01:07.000Z`,
      type: 'post.failed',
      references: [GROUP_ID, ROW_ID],
      concernsAccount: true,
    });
  });

  it('speak of an account where a token runs out', () => {
    const data = {
      platform: 'linkedin',
      platformId: 'linkedin-Qw3rTy',
      username: 'Acme',
      expiresAt: '2026-06-01T00:00:00Z',
    };
    expect(parse({ event: 'token.expiring', timestamp: failed.timestamp, data })).toMatchObject({
      references: [],
      concernsAccount: true,
    });
  });

  it('tell one row of a group from another, and one event from another', () => {
    const keys = [
      failed,
      { ...failed, event: 'post.published' },
      { ...failed, data: { ...failed.data, postId: 'another' } },
      { ...failed, data: { ...failed.data, failedAt: '2026-05-04T10:00:00.000Z' } },
    ].map((body) => parse(body)?.dedupeKey);
    expect(new Set(keys).size).toBe(4);
  });
});
