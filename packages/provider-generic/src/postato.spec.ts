/** Each oddity of Postato that a client must survive, against a stub that answers as its documentation says. */
import { createHmac } from 'node:crypto';
import type { JsonObject, SubmitResult } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { reference, submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from '../test/stub-server';
import { presetProvider } from './index';

const KEY = `smcp_${'a'.repeat(64)}`;
const POSTS = '/v1/workspaces/wks_1/posts';
const NOT_FOUND: StubReply = { status: 404, json: { error: 'not_found', message: 'No such post.' } };
const NO_ROUTE: StubReply = { status: 404, text: 'Cannot GET' };

describe('Postato over REST', () => {
  const provider = presetProvider('postato');
  let stub: StubServer;
  beforeEach(async () => {
    stub = await startStubServer();
  });
  afterEach(() => stub.close());
  const context = (more: Partial<TestContextOptions> = {}) =>
    testContext({ credentials: { apiKey: KEY, baseUrl: stub.url }, secrets: [KEY], ...more });
  const image = { url: 'https://cdn.example/a.jpg', altText: 'A door' };
  const video = { url: 'https://cdn.example/a.mp4' };

  /** Routes by `METHOD path`; anything else is an unknown address. */
  const routes = (table: Record<string, StubReply | ((request: StubRequest) => StubReply)>) =>
    stub.answer((request) => {
      const reply = table[`${request.method} ${request.path}`];
      return typeof reply === 'function' ? reply(request) : (reply ?? NO_ROUTE);
    });
  const accept = (more: object = {}) =>
    routes({ [`POST ${POSTS}`]: { status: 201, json: { id: 'pst_1', status: 'pending', ...more } } });
  const sentBody = () => stub.requests.find(({ method }) => method === 'POST')?.json;
  const submit = (
    of = target(),
    more = {},
    options: Partial<TestContextOptions> = {},
  ): Promise<SubmitResult> => provider.submit(context(options).ctx, submission(of, more));

  describe('submit', () => {
    it('sends one target with key and idempotency key', async () => {
      accept();
      expect(await submit()).toMatchObject({
        posts: [
          {
            postId: 'post_1',
            outcome: 'accepted',
            reference: { id: 'pst_1' },
            snapshot: { status: 'queued', upstreamStatus: 'pending', providerReference: 'pst_1' },
          },
        ],
      });
      expect(stub.requests[0]?.headers).toMatchObject({
        authorization: `Bearer ${KEY}`,
        'idempotency-key': 'sub_1.1.1',
        'content-type': 'application/json',
      });
      expect(sentBody()).toEqual({
        platform: 'twitter',
        accountId: 'acc_1',
        status: 'publish',
        postType: 'tweet',
        content: 'Hello',
      });
    });

    it('plans one target for each submission', () => {
      const targets = [target({ postId: 'a' }), target({ postId: 'b' })];
      expect(provider.plan(targets)).toEqual([[targets[0]], [targets[1]]]);
    });

    it('gives back what does not fit into one call', async () => {
      accept();
      const both = submission(target(), { targets: [target(), target({ postId: 'post_2' })] });
      expect(await provider.submit(context().ctx, both)).toMatchObject({
        posts: [{ outcome: 'accepted' }, { postId: 'post_2', outcome: 'released' }],
      });
      expect(stub.requests).toHaveLength(1);
    });

    it('schedules upstream, and publishes at once what is already due', async () => {
      accept({ status: 'scheduled' });
      const now = Date.parse('2031-05-01T12:00:00Z');
      await submit(
        target(),
        { scheduledAt: '2031-05-02T09:30:00Z', firstAttemptAt: now },
        { now: () => now },
      );
      expect(sentBody()).toMatchObject({ status: 'scheduled', scheduledAt: '2031-05-02T09:30:00.000Z' });
      stub.requests.length = 0;
      await submit(
        target(),
        { scheduledAt: '2031-05-01T11:59:00Z', firstAttemptAt: now },
        { now: () => now },
      );
      expect(sentBody()).toMatchObject({ status: 'publish' });
      expect(sentBody()).not.toHaveProperty('scheduledAt');
    });

    it('sends a thread as array content with media of each part', async () => {
      accept({ postType: 'thread' });
      const content = {
        text: 'one',
        media: [image],
        thread: [{ text: 'two' }, { text: 'three', media: [video] }],
        firstComment: null,
      };
      await submit(target({ content }));
      expect(sentBody()).toEqual({
        platform: 'twitter',
        accountId: 'acc_1',
        status: 'publish',
        postType: 'thread',
        content: [
          { text: 'one', media: [{ url: image.url, type: 'image', alt: 'A door' }] },
          { text: 'two' },
          { text: 'three', media: [{ url: video.url, type: 'video' }] },
        ],
      });
    });

    it('refuses a thread of 26 parts, and threads elsewhere, without asking', async () => {
      const thread = Array.from({ length: 25 }, (_, index) => ({ text: `part ${index}` }));
      const content = { text: 'one', media: [], thread, firstComment: null };
      for (const platform of ['x', 'linkedin']) {
        expect(await submit(target({ platform, content }))).toMatchObject({
          posts: [{ outcome: 'rejected', error: { code: 'CONTENT_INVALID', retryable: false } }],
        });
      }
      expect(stub.requests).toHaveLength(0);
    });

    it.each([
      ['instagram', [image], {}, 'feed'],
      ['instagram', [image, image], {}, 'carousel'],
      ['instagram', [video], {}, 'reel'],
      ['instagram', [image], { postType: 'story' }, 'story'],
      ['linkedin', [], {}, 'post'],
      ['tiktok', [video], {}, 'video'],
      ['tiktok', [image], {}, 'photo'],
      ['youtube', [video], {}, 'video'],
      ['youtube', [video], { postType: 'short' }, 'short'],
      ['pinterest', [image], {}, 'pin'],
    ])('%s with %j and %j is a %s', async (platform, media, options, postType) => {
      accept();
      await submit(
        target({ platform, options, content: { text: 'T', media, thread: [], firstComment: null } }),
      );
      expect(sentBody()).toMatchObject({ platform, postType, content: 'T' });
      expect(sentBody()).not.toHaveProperty('options');
    });

    it('passes listed options on and refuses others by name', async () => {
      accept();
      await submit(target({ options: { mode: 'publish', reply_settings: 'following' } }));
      expect(sentBody()).toMatchObject({ options: { reply_settings: 'following' } });
      expect(await submit(target({ options: { boardId: 'b' } }))).toMatchObject({
        posts: [{ outcome: 'rejected', error: { message: expect.stringContaining('boardId') } }],
      });
    });

    it('leaves a text that is too long to the delivery', async () => {
      accept();
      const content = { text: 'x'.repeat(400), media: [], thread: [], firstComment: null };
      expect(await submit(target({ content }))).toMatchObject({ posts: [{ outcome: 'accepted' }] });
    });

    it('uploads stored media: begin, put without the key, confirm', async () => {
      routes({
        'POST /v1/workspaces/wks_1/media/upload-url': () => ({
          json: { mediaId: 'med_1', uploadUrl: `${stub.url}/store/1?sig=abc`, expiresAt: 'x' },
        }),
        'PUT /store/1': {},
        'POST /v1/workspaces/wks_1/media/med_1/confirm': { status: 500, json: { error: 'oops' } },
        [`POST ${POSTS}`]: { json: { id: 'pst_1', status: 'pending' } },
      });
      const content = { text: 'T', media: [{ mediaId: 'med_a' }], thread: [], firstComment: null };
      expect(await submit(target({ content }))).toMatchObject({ posts: [{ outcome: 'accepted' }] });
      const [begin, put, , post] = stub.requests;
      expect(begin?.json).toMatchObject({ filename: 'med_a.jpg', mimeType: 'image/jpeg' });
      expect(put?.headers['content-type']).toBe('image/jpeg');
      expect(put?.headers).not.toHaveProperty('authorization');
      expect(post?.json).toMatchObject({ media: [{ id: 'med_1' }] });
    });

    it('a failed upload publishes nothing and may be tried again', async () => {
      routes({ 'POST /v1/workspaces/wks_1/media/upload-url': { status: 500, json: {} } });
      const content = { text: 'T', media: [{ mediaId: 'med_a' }], thread: [], firstComment: null };
      expect(await submit(target({ content }))).toMatchObject({
        posts: [{ outcome: 'rejected', error: { retryable: true } }],
      });
    });

    it('publish may come back as pending_approval, and postType and platform may differ', async () => {
      accept({ status: 'pending_approval', platform: 'twitter', postType: 'carousel' });
      expect(await submit()).toMatchObject({
        posts: [{ outcome: 'accepted', snapshot: { status: 'pending_approval' } }],
      });
    });

    it('accepts postId for id', async () => {
      routes({ [`POST ${POSTS}`]: { json: { postId: 'pst_9', status: 'queued' } } });
      expect(await submit()).toMatchObject({ posts: [{ outcome: 'accepted', reference: { id: 'pst_9' } }] });
    });

    it.each([
      [
        400,
        { error: 'INVALID_REQUEST', details: { content: ['is empty'] } },
        'CONTENT_INVALID',
        'content: is empty',
      ],
      [
        422,
        { error: 'VALIDATION_FAILED', errors: [{ field: 'media', message: 'too many' }] },
        'CONTENT_INVALID',
        'media: too many',
      ],
      [400, { error: 'workspace_required', message: 'Which?' }, 'AUTH_FORBIDDEN', 'Which?'],
      [403, { error: 'workspace_required', message: 'Which?' }, 'AUTH_FORBIDDEN', 'Which?'],
      [403, { error: 'permission_denied', message: 'No.' }, 'AUTH_FORBIDDEN', 'No.'],
      [403, { error: 'plan_inactive', message: 'Pay.' }, 'CONNECTION_DISABLED', 'Pay.'],
      [403, { error: 'policy_violation', reason: 'Words.' }, 'CONTENT_REJECTED', 'Words.'],
      [401, { error: 'unauthorized', message: 'Who?' }, 'AUTH_FORBIDDEN', 'Who?'],
      [404, { error: 'not_found', message: 'Gone.' }, 'AUTH_FORBIDDEN', 'Gone.'],
      [409, { error: 'conflict', message: 'State.' }, 'UPSTREAM_REJECTED', 'State.'],
      [422, { error: 'Something odd happened' }, 'CONTENT_INVALID', 'Something odd'],
    ])('HTTP %d %j is %s', async (status, json, code, said) => {
      routes({ [`POST ${POSTS}`]: { status, json } });
      expect(await submit()).toMatchObject({
        posts: [
          {
            outcome: 'rejected',
            error: {
              code,
              retryable: false,
              platform: 'x',
              upstreamHttpStatus: status,
              upstreamMessage: expect.stringContaining(said),
            },
          },
        ],
      });
    });

    it('429 asks for a pause', async () => {
      routes({ [`POST ${POSTS}`]: { status: 429, json: {}, headers: { 'retry-after': '11' } } });
      expect(await submit()).toMatchObject({
        posts: [{ outcome: 'rejected', error: { code: 'RATE_LIMITED', retryable: true, retryAfter: 11 } }],
      });
    });

    it.each<[string, StubReply]>([
      ['500', { status: 500, json: { error: 'internal' } }],
      ['503', { status: 503, json: {} }],
      ['a reset', 'reset'],
      ['no id', { json: { status: 'pending' } }],
      ['no JSON', { text: '<html>' }],
    ])('%s leaves the outcome unknown', async (_name, reply) => {
      routes({ [`POST ${POSTS}`]: reply });
      expect(await submit()).toMatchObject({ posts: [{ outcome: 'unknown', error: { retryable: false } }] });
    });

    it('a bare workspace is a matter of the connection, told before anything is sent', async () => {
      expect(await submit(target({ accountData: {} }))).toMatchObject({
        posts: [{ outcome: 'rejected', error: { category: 'auth' } }],
      });
      expect(stub.requests).toHaveLength(0);
    });
  });

  describe('submitting again', () => {
    it('stores the bytes before sending and sends the same again', async () => {
      routes({ [`POST ${POSTS}`]: 'reset' });
      const first = context({
        afterCheckpoint: () =>
          expect(stub.requests.filter(({ method }) => method === 'POST')).toHaveLength(0),
      });
      const once = submission(target(), { scheduledAt: '2031-05-02T09:30:00Z' });
      expect(await provider.submit(first.ctx, once)).toMatchObject({ posts: [{ outcome: 'unknown' }] });
      accept();
      const again = { ...once, checkpoint: first.lastCheckpoint() };
      // Even the content of the target no longer matters: the stored bytes do.
      const later = context({ now: () => Date.parse('2031-06-01T00:00:00Z') });
      await provider.submit(later.ctx, { ...again, firstAttemptAt: Date.parse('2031-06-01T00:00:00Z') });
      const [one, two] = stub.requests;
      expect(two?.body).toBe(one?.body);
      expect(two?.headers['idempotency-key']).toBe(one?.headers['idempotency-key']);
    });

    let stored: JsonObject | null;
    beforeEach(async () => {
      routes({ [`POST ${POSTS}`]: 'reset' });
      const first = context();
      await provider.submit(first.ctx, submission());
      stored = first.lastCheckpoint();
      stub.requests.length = 0;
    });

    it('does not trust a replay that shows another text, account or network', async () => {
      for (const other of [
        { items: [{ text: 'Something else' }] },
        { accountId: 'acc_2' },
        { platform: 'linkedin' },
        { content: 'Other' },
      ]) {
        accept(other);
        expect(await submit(target(), { checkpoint: stored })).toMatchObject({
          posts: [
            { outcome: 'unknown', error: { message: expect.stringContaining('another post (pst_1)') } },
          ],
        });
      }
    });

    it('trusts the first reply even where the upstream rewrote the text, but not another account', async () => {
      accept({ items: [{ text: 'Hello (edited)' }] });
      expect(await submit()).toMatchObject({ posts: [{ outcome: 'accepted' }] });
      accept({ accountId: 'acc_2' });
      expect(await submit()).toMatchObject({ posts: [{ outcome: 'unknown' }] });
    });

    it('trusts a replay that repeats what was sent', async () => {
      accept({ accountId: 'acc_1', platform: 'twitter', items: [{ text: ' Hello\r\n' }] });
      expect(await submit(target(), { checkpoint: stored })).toMatchObject({
        posts: [{ outcome: 'accepted' }],
      });
    });

    it.each([
      ['failed', 'failed'],
      ['cancelled', 'canceled'],
    ])('reports a burnt key as it is: %s', async (word, status) => {
      accept({ status: word, error: 'media_not_found' });
      expect(await submit(target(), { checkpoint: stored })).toMatchObject({
        posts: [{ outcome: 'accepted', snapshot: { status, upstreamStatus: word } }],
      });
    });

    it('only looks once the window has passed, or once a cancel was asked for', async () => {
      const old = await submit(target(), { checkpoint: stored, firstAttemptAt: Date.now() - 86_400_001 });
      const canceled = await submit(target(), { checkpoint: stored }, { cancelRequested: () => true });
      for (const { posts } of [old, canceled]) {
        expect(posts).toMatchObject([{ outcome: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } }]);
      }
      expect(stub.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    });

    it('withdraws a fresh submission when a cancel was asked for', async () => {
      expect(await submit(target(), {}, { cancelRequested: () => true })).toEqual({
        posts: [{ postId: 'post_1', outcome: 'withdrawn' }],
      });
      expect(stub.requests).toHaveLength(0);
    });
  });

  it('follows the typical flow of the get_post_status page, word for word', async () => {
    routes({ [`POST ${POSTS}`]: { status: 201, json: { postId: 'pst_1', status: 'queued' } } });
    expect(await submit()).toMatchObject({
      posts: [{ outcome: 'accepted', reference: { id: 'pst_1' }, snapshot: { status: 'queued' } }],
    });
    const steps: [object, object][] = [
      [{ status: 'publishing' }, { status: 'publishing', platformPostId: null, platformPostUrl: null }],
      [
        { status: 'published', externalId: '1900000000000000001', externalUrl: 'https://x.com/a/status/1' },
        {
          status: 'published',
          platformPostId: '1900000000000000001',
          platformPostUrl: 'https://x.com/a/status/1',
        },
      ],
      // "failed — permanent failure; error describes why": a sentence, no code.
      [
        { status: 'failed', error: 'The network refused it.' },
        { status: 'failed', error: { upstreamCode: null, upstreamMessage: 'The network refused it.' } },
      ],
    ];
    for (const [json, snapshot] of steps) {
      routes({ [`GET ${POSTS}/pst_1`]: { json } });
      expect(await provider.read(context().ctx, [reference('pst_1')])).toMatchObject([
        { outcome: 'found', snapshot },
      ]);
    }
  });

  it('keeps every digit of an id that comes as a number', async () => {
    const text = '{"id":"pst_1","status":"published","platformPostId":1900000000000000001}';
    routes({ [`GET ${POSTS}/pst_1`]: { text } });
    expect(await provider.read(context().ctx, [reference('pst_1')])).toMatchObject([
      { snapshot: { platformPostId: '1900000000000000001' } },
    ]);
  });

  describe('read', () => {
    const read = (...ids: string[]) =>
      provider.read(
        context().ctx,
        ids.map((id) => reference(id)),
      );
    const show = (post: object) => routes({ [`GET ${POSTS}/pst_1`]: { json: { id: 'pst_1', ...post } } });

    it.each([
      ['draft', 'draft'],
      ['pending_approval', 'pending_approval'],
      ['scheduled', 'scheduled'],
      ['pending', 'queued'],
      ['queued', 'queued'],
      ['processing', 'publishing'],
      ['publishing', 'publishing'],
      ['retrying', 'publishing'],
      ['published', 'published'],
      ['failed', 'failed'],
      ['rejected', 'failed'],
      ['cancelled', 'canceled'],
      ['canceled', 'canceled'],
      ['enqueued', null],
    ])('%s is %s', async (word, status) => {
      show({ status: word });
      expect(await read('pst_1')).toMatchObject([
        { outcome: 'found', snapshot: { status, upstreamStatus: word } },
      ]);
    });

    it.each([
      ['A', { platformPostId: '19', platformUrl: 'https://x.com/a/status/19' }],
      ['B', { externalId: '19', externalUrl: 'https://x.com/a/status/19' }],
      [
        'mixed',
        {
          platformPostId: null,
          externalId: '19',
          platformUrl: 'https://x.com/a/status/19',
          externalUrl: null,
        },
      ],
    ])('reads ids and links of dialect %s', async (_dialect, fields) => {
      show({ status: 'published', ...fields });
      expect(await read('pst_1')).toMatchObject([
        { snapshot: { platformPostId: '19', platformPostUrl: 'https://x.com/a/status/19', error: null } },
      ]);
    });

    it.each([
      ['a sentence', 'The network said no', null, 'UPSTREAM_ERROR', 'The network said no'],
      ['a code', 'media_not_found', 'media_not_found', 'CONTENT_INVALID', 'media_not_found'],
      ['an object', { code: 'RATE_LIMITED', message: 'Slow' }, 'RATE_LIMITED', 'RATE_LIMITED', 'Slow'],
      ['nothing', null, null, 'UPSTREAM_ERROR', null],
    ])('reads an error that is %s', async (_form, error, upstreamCode, code, upstreamMessage) => {
      show({ status: 'failed', error });
      expect(await read('pst_1')).toMatchObject([
        { snapshot: { status: 'failed', error: { code, upstreamCode, upstreamMessage, platform: 'x' } } },
      ]);
    });

    it('a reviewer’s no is CONTENT_REJECTED', async () => {
      show({ status: 'rejected' });
      expect(await read('pst_1')).toMatchObject([{ snapshot: { error: { code: 'CONTENT_REJECTED' } } }]);
    });

    it.each<[string, StubReply, object]>([
      ['expired', { json: { status: 'expired' } }, { status: 'failed', error: { code: 'APPROVAL_EXPIRED' } }],
      [
        'rejected',
        { json: { status: 'rejected', comment: 'Tone' } },
        { status: 'failed', error: { upstreamMessage: 'Tone' } },
      ],
      ['pending', { json: { status: 'pending' } }, { status: 'pending_approval', error: null }],
      ['none', NOT_FOUND, { status: 'pending_approval' }],
      ['no such address', NO_ROUTE, { status: 'pending_approval' }],
    ])('asks about an approval: %s', async (_name, reply, snapshot) => {
      routes({
        [`GET ${POSTS}/pst_1`]: { json: { id: 'pst_1', status: 'pending_approval' } },
        [`GET ${POSTS}/pst_1/approval`]: reply,
      });
      expect(await read('pst_1')).toMatchObject([{ outcome: 'found', snapshot }]);
    });

    it('shows the later parts of a thread, and one that broke off', async () => {
      const part = (index: number, status: string) => ({
        id: `itm_${index}`,
        index,
        status,
        platformPostId: `${index}`,
      });
      show({
        status: 'failed',
        error: 'boom',
        items: [part(2, 'failed'), part(0, 'published'), part(1, 'published')],
      });
      expect(await read('pst_1')).toMatchObject([
        {
          snapshot: {
            status: 'failed',
            error: { code: 'THREAD_INCOMPLETE', retryable: false },
            parts: [
              { index: 1, status: 'published', platformPostId: '1' },
              { index: 2, status: 'failed' },
            ],
          },
        },
      ]);
    });

    it('reads many posts from numbered pages, and only thin or absent ones singly', async () => {
      const row = (n: number, status = 'pending') => ({
        id: `pst_${n}`,
        status,
        platformUrl: n === 7 ? null : 'https://x/1',
      });
      const rows = Array.from({ length: 250 }, (_, n) => row(n, n === 7 ? 'published' : 'pending'));
      routes({
        [`GET ${POSTS}`]: ({ query }) => {
          const page = Number(query['page']);
          return { json: { items: rows.slice((page - 1) * 100, page * 100), page, totalPages: 3 } };
        },
        [`GET ${POSTS}/pst_7`]: { json: { id: 'pst_7', status: 'published', platformUrl: 'https://x/7' } },
        [`GET ${POSTS}/pst_gone`]: NOT_FOUND,
      });
      const ids = [...rows.map(({ id }) => id), 'pst_gone'];
      const results = await read(...ids);
      expect(results.map(({ postId }) => postId)).toEqual(ids.map((id) => `post_${id}`));
      expect(results.at(-1)).toMatchObject({ outcome: 'missing' });
      expect(results[7]).toMatchObject({ snapshot: { platformPostUrl: 'https://x/7' } });
      expect(stub.requests).toHaveLength(5);
    });

    it('reads each workspace from its own list', async () => {
      const row = (id: string) => ({ id, status: 'pending' });
      const ids = (prefix: string) => Array.from({ length: 5 }, (_, n) => `${prefix}_${n}`);
      routes({
        [`GET ${POSTS}`]: { json: { items: ids('a').map(row), totalPages: 1 } },
        'GET /v1/workspaces/wks_2/posts': { json: { items: ids('b').map(row), totalPages: 1 } },
      });
      const second = ids('b').map((id) => reference(id, { accountData: { workspaceId: 'wks_2' } }));
      const results = await provider.read(context().ctx, [...ids('a').map((id) => reference(id)), ...second]);
      expect(results.every(({ outcome }) => outcome === 'found')).toBe(true);
      expect(stub.requests).toHaveLength(2);
    });

    it.each<[string, (page: number) => object]>([
      ['repeats the same page for ever', () => ({ items: [{ id: 'pst_1', status: 'pending' }] })],
      [
        'is never empty by its count',
        (page) => ({ items: page === 1 ? [{ id: 'pst_1', status: 'pending' }] : [] }),
      ],
      ['is a bare array', (page) => (page === 1 ? [{ id: 'pst_1', status: 'pending' }] : [])],
    ])('ends with a list that %s', async (_how, answer) => {
      routes({ [`GET ${POSTS}`]: ({ query }) => ({ json: answer(Number(query['page'])) }) });
      // Without the address of single posts, the list is all there is.
      const results = await read('pst_1', 'pst_2');
      expect(results).toMatchObject([{ outcome: 'found' }, { outcome: 'missing' }]);
      expect(stub.requests.length).toBeLessThanOrEqual(6);
    });

    it('does not call a post missing while it cannot see the whole list', async () => {
      const page = (n: number) => ({
        items: Array.from({ length: 100 }, (_, k) => ({ id: `o_${n}_${k}`, status: 'pending' })),
      });
      routes({ [`GET ${POSTS}`]: ({ query }) => ({ json: page(Number(query['page'])) }) });
      expect(await read('pst_1')).toMatchObject([{ outcome: 'failed' }]);
      expect(stub.requests).toHaveLength(21);
    });

    it('does not believe a not_found of the single address while the list shows the post', async () => {
      routes({
        [`GET ${POSTS}/pst_1`]: NOT_FOUND,
        [`GET ${POSTS}`]: { json: { items: [{ id: 'pst_1', status: 'queued' }], totalPages: 1 } },
      });
      expect(await read('pst_1')).toMatchObject([{ outcome: 'found', snapshot: { status: 'queued' } }]);
      routes({ [`GET ${POSTS}/pst_1`]: NOT_FOUND, [`GET ${POSTS}`]: { json: { items: [], totalPages: 1 } } });
      expect(await read('pst_1')).toMatchObject([{ outcome: 'missing' }]);
    });

    it.each<[string, StubReply]>([
      ['401', { status: 401, json: { error: 'unauthorized' } }],
      ['500', { status: 500, json: {} }],
      ['a reset', 'reset'],
      ['another post', { json: { id: 'pst_2', status: 'published' } }],
      ['an empty object', { json: {} }],
    ])('fails on %s and claims nothing', async (_name, reply) => {
      routes({ [`GET ${POSTS}/pst_1`]: reply, [`GET ${POSTS}`]: reply });
      expect(await read('pst_1')).toMatchObject([{ outcome: 'failed' }]);
    });
  });

  describe('cancel and reschedule', () => {
    const AT = '2031-05-02T09:30:00.000Z';
    const one = `${POSTS}/pst_1`;
    const cancel = () => provider.cancel?.(context().ctx, reference(), 'Not any more.');
    const move = () => provider.reschedule?.(context().ctx, reference(), AT);
    const shown = (post: object): StubReply => ({ json: { id: 'pst_1', ...post } });

    it('cancels with DELETE', async () => {
      routes({ [`DELETE ${one}`]: { json: { success: true } } });
      expect(await cancel()).toMatchObject({
        outcome: 'done',
        snapshot: { status: 'canceled', canceledBy: 'caller', cancelReason: 'Not any more.' },
      });
    });

    it.each<[string, StubReply, StubReply, string]>([
      ['published', shown({ status: 'published' }), NO_ROUTE, 'too_late'],
      ['publishing', shown({ status: 'processing' }), NO_ROUTE, 'too_late'],
      ['canceled before', shown({ status: 'cancelled' }), NO_ROUTE, 'done'],
      ['still scheduled', shown({ status: 'scheduled' }), NO_ROUTE, 'rejected'],
      ['gone, and the list agrees', NOT_FOUND, { json: { items: [], totalPages: 1 } }, 'done'],
      [
        'gone, but the list is refused',
        NOT_FOUND,
        { status: 403, json: { error: 'permission_denied' } },
        'unknown',
      ],
      ['unreadable', { status: 500, json: {} }, NO_ROUTE, 'unknown'],
    ])('reads again after a 404: %s', async (_name, single, list, outcome) => {
      routes({ [`DELETE ${one}`]: NOT_FOUND, [`GET ${one}`]: single, [`GET ${POSTS}`]: list });
      expect(await cancel()).toMatchObject({ outcome });
    });

    it('reads again after a lost reply', async () => {
      routes({ [`DELETE ${one}`]: 'reset', [`GET ${one}`]: shown({ status: 'cancelled' }) });
      expect(await cancel()).toMatchObject({ outcome: 'done' });
      routes({ [`DELETE ${one}`]: 'reset', [`GET ${one}`]: shown({ status: 'scheduled' }) });
      expect(await cancel()).toMatchObject({ outcome: 'unknown', error: { retryable: false } });
    });

    it('moves with PATCH, proved by the echo or by a read', async () => {
      routes({ [`PATCH ${one}`]: shown({ status: 'scheduled', scheduledAt: '2031-05-02T09:30:00Z' }) });
      expect(await move()).toMatchObject({ outcome: 'done', snapshot: { scheduledAt: AT } });
      expect(stub.requests).toMatchObject([{ method: 'PATCH', json: { scheduledAt: AT } }]);
      routes({
        [`PATCH ${one}`]: { json: { success: true } },
        [`GET ${one}`]: shown({ status: 'scheduled', scheduledAt: AT }),
      });
      expect(await move()).toMatchObject({ outcome: 'done' });
    });

    it.each<[string, StubReply, StubReply, string]>([
      ['refused for a published post', NOT_FOUND, shown({ status: 'published' }), 'too_late'],
      [
        'refused for a post that stays',
        { status: 400, json: { error: 'INVALID_REQUEST' } },
        shown({ status: 'scheduled' }),
        'rejected',
      ],
      ['refused for the key', { status: 403, json: { error: 'permission_denied' } }, NO_ROUTE, 'rejected'],
      ['lost, but done', 'reset', shown({ status: 'scheduled', scheduledAt: AT }), 'done'],
      [
        'lost, and not done',
        'reset',
        shown({ status: 'scheduled', scheduledAt: '2031-01-01T00:00:00Z' }),
        'unknown',
      ],
    ])('a move that is %s', async (_name, patch, single, outcome) => {
      routes({ [`PATCH ${one}`]: patch, [`GET ${one}`]: single });
      expect(await move()).toMatchObject({ outcome });
    });
  });

  describe('accounts', () => {
    const list = async (more: object = {}) => {
      const accounts = [];
      const credentials = { apiKey: KEY, baseUrl: stub.url, ...more };
      for await (const account of provider.listAccounts(context({ credentials }).ctx)) accounts.push(account);
      return accounts;
    };
    const rows = [
      { id: 'acc_1', platform: 'twitter', username: 'acme', status: 'connected' },
      { id: 'acc_2', platform: 'instagram', username: 'acme', displayName: 'Acme', status: 'token_expired' },
      { id: 'acc_3', platform: 'linkedin', status: 'suspended' },
      { id: 'acc_4', platform: 'tiktok', status: 'active' },
    ];

    it('walks every workspace and keeps which one an account is in', async () => {
      routes({
        'GET /v1/workspaces': { json: { items: [{ id: 'wks_1' }, { id: 'wks_2' }] } },
        'GET /v1/workspaces/wks_1/accounts': { json: { accounts: rows } },
        'GET /v1/workspaces/wks_2/accounts': { json: [{ id: 'acc_5', platform: 'youtube' }] },
      });
      expect(await list()).toMatchObject([
        {
          reference: 'acc_1',
          platform: 'x',
          handle: 'acme',
          status: 'connected',
          data: { workspaceId: 'wks_1' },
        },
        { platform: 'instagram', displayName: 'Acme', status: 'reauth_required' },
        { status: 'disconnected' },
        { status: 'connected' },
        { reference: 'acc_5', data: { workspaceId: 'wks_2' } },
      ]);
    });

    it('asks only the workspace that the connection names', async () => {
      routes({ 'GET /v1/workspaces/wks_9/accounts': { json: { items: rows } } });
      expect(await list({ workspaceId: 'wks_9' })).toHaveLength(4);
      expect(stub.requests).toHaveLength(1);
    });

    it('throws with the upstream’s own words when it refuses', async () => {
      routes({ 'GET /v1/workspaces': { status: 403, json: { error: 'permission_denied', message: 'No.' } } });
      await expect(list()).rejects.toMatchObject({
        error: { code: 'AUTH_FORBIDDEN', upstreamMessage: 'No.' },
      });
    });
  });

  describe('webhooks', () => {
    const at = Date.parse('2031-05-01T12:00:00Z');
    const event = (more: object = {}, type = 'post.published') =>
      Buffer.from(JSON.stringify({ type, data: { postId: 'pst_1', status: 'published', ...more } }));
    const header = (body: Buffer, time = at) => {
      const t = Math.floor(time / 1_000);
      return {
        'x-webhook-signature': `t=${t},v1=${createHmac('sha256', 'whs').update(`${t}.`).update(body).digest('hex')}`,
      };
    };
    const verify = (body: Buffer, headers: Record<string, string>, now = at) =>
      provider.webhooks?.verify(body, headers, ['whs'], now);

    it('takes a genuine delivery for 300 seconds', () => {
      expect(verify(event(), header(event()))).toEqual({ ok: true });
      expect(verify(event(), header(event()), at + 300_000)).toEqual({ ok: true });
      expect(verify(event(), header(event()), at + 301_000)).toEqual({ ok: false, reason: 'stale' });
      expect(verify(event({ x: 1 }), header(event()))).toEqual({ ok: false, reason: 'forged' });
    });

    it('points at the post, and tells repetitions from news', () => {
      const parse = (body: Buffer) => provider.webhooks?.parse(body, {});
      expect(parse(event())).toMatchObject({
        type: 'post.published',
        references: ['pst_1'],
        concernsAccount: false,
      });
      expect(parse(event({ extra: 1 }))?.dedupeKey).toBe(parse(event())?.dedupeKey);
      expect(parse(event({ status: 'failed' }))?.dedupeKey).not.toBe(parse(event())?.dedupeKey);
      expect(parse(event({}, 'account.disconnected'))).toMatchObject({ concernsAccount: true });
      expect(parse(Buffer.from('nonsense'))).toBeNull();
      expect(parse(Buffer.from('[]'))).toBeNull();
    });

    it('tells apart what is said of two accounts, and of two reviews', () => {
      const keyOf = (type: string, data: object) =>
        provider.webhooks?.parse(Buffer.from(JSON.stringify({ type, data })), {})?.dedupeKey;
      const gone = (accountId: string) => keyOf('account.disconnected', { accountId, status: 'expired' });
      expect(gone('acc_1')).not.toBe(gone('acc_2'));
      expect(gone('acc_1')).toBe(gone('acc_1'));
      const asked = (requestedAt: string) => keyOf('approval.requested', { postId: 'pst_1', requestedAt });
      expect(asked('2026-01-01T00:00:00Z')).not.toBe(asked('2026-01-02T00:00:00Z'));
    });
  });
});
