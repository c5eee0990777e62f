/** An invented upstream with its own words, paging, envelope and signature: nothing in the code is Postato's. */
import { createHmac } from 'node:crypto';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { reference, submission, target } from '../test/posts';
import { startStubServer, type StubServer } from '../test/stub-server';
import { createGenericProvider, parseManifest } from './index';

const media = { min: 0, max: 1, maxImages: 1, maxVideos: 0, mixed: false, source: 'Herald docs' };
const MANIFEST = {
  manifest: 'postern/v1',
  id: 'herald',
  name: 'Herald',
  docs: 'https://herald.example/docs',
  variables: { tenant: 'blue' },
  connection: {
    properties: { token: { title: 'Token', writeOnly: true }, host: { title: 'Host' } },
    required: ['token', 'host'],
  },
  transport: {
    baseUrl: '{connection.host}/api',
    headers: { 'x-token': '{connection.token}', 'x-tenant': '{variables.tenant}' },
  },
  platforms: {
    x: { word: 'BIRD', rules: { media, thread: { maxParts: 3 } } },
    mastodon: { word: 'TOOT', rules: { media } },
  },
  scheduling: { format: 'unix-seconds' },
  idempotency: { kind: 'bodyField', windowSeconds: 3600 },
  operations: {
    check: { method: 'GET', path: '/me', identity: 'user.mail' },
    createPost: {
      method: 'POST',
      path: '/notices',
      encoding: 'form',
      success: { when: "reply.ok = true or reply.error.kind = 'seen_before'", otherwise: 'rejected' },
      body: "{ 'to': post.word, 'who': account.reference, 'lines': post.parts.text, 'once': post.idempotencyKey, 'at': post.scheduledAt }",
    },
    listPosts: {
      method: 'GET',
      path: '/notices',
      query: { after: '{page.cursor}', n: '{page.size}' },
      rows: 'result.rows',
      paging: { kind: 'cursor', next: 'result.more', size: 2 },
    },
    reschedulePost: { method: 'PUT', path: '/notices/{ref.id}/at', body: "{ 'at': change.at }" },
    listAccounts: {
      method: 'GET',
      path: '/who',
      rows: '$',
      row: { reference: 'no', platform: 'net', handle: 'nick' },
    },
  },
  post: {
    root: 'notice|$',
    id: 'ref',
    status: 'state',
    platformPostId: 'live.no',
    platformPostUrl: 'live.link',
    scheduledAt: 'at',
    error: { code: 'why.kind', message: 'why.text', retryable: 'why.again' },
  },
  statuses: {
    post: { 'In Line': 'queued', 'On Its Way': 'publishing', Out: 'published', Dead: 'failed', Seen: null },
    rules: [{ when: "row.state = 'Out' and row.inbox = true", is: 'handed_off' }],
  },
  errors: {
    code: 'error.kind',
    message: 'error.text',
    table: [
      { code: ['too_chatty'], is: 'RATE_LIMITED', outcome: 'rejected' },
      { code: ['bad_words'], is: 'CONTENT_REJECTED' },
      { status: [503], is: 'UPSTREAM_UNAVAILABLE', outcome: 'rejected' },
    ],
    delivery: [{ code: ['wall'], is: 'AUTH_EXPIRED' }],
  },
  rateBudgets: { read: { limit: 10, perSeconds: 1 }, write: { limit: 10, perSeconds: 1 } },
  pollCadence: { queued: 10, publishing: 10 },
  webhooks: {
    signature: { scheme: 'hmac-hex', header: 'X-Herald-Mac', prefix: 'sha256=' },
    type: 'what',
    id: 'event',
    dedupe: ['what'],
    references: ['about'],
    accountEvents: ['who.*'],
  },
};

describe('an upstream in its own words', () => {
  const parsed = parseManifest(MANIFEST);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const provider = createGenericProvider(parsed.manifest);
  let stub: StubServer;
  beforeEach(async () => {
    stub = await startStubServer();
  });
  afterEach(() => stub.close());
  const context = (more: Partial<TestContextOptions> = {}) =>
    testContext({ credentials: { host: stub.url, token: 'a-secret-token' }, ...more });

  it('describes itself by what it contains', () => {
    expect(provider.descriptor).toMatchObject({
      id: 'generic:herald',
      capabilities: {
        scheduling: true,
        cancel: false,
        reschedule: true,
        handOff: false,
        mediaUpload: false,
        webhooks: true,
      },
      statusTable: { 'In Line': 'queued', Seen: null },
    });
    expect(provider.cancel).toBeUndefined();
  });

  it('sends a form with its own words, headers and key field', async () => {
    stub.answer(() => ({ json: { ok: true, notice: { ref: 77, state: 'in-line' } } }));
    const at = '2031-01-02T03:04:05.000Z';
    const thread = target({
      platform: 'x',
      content: { text: 'one', media: [], thread: [{ text: 'two' }], firstComment: null },
    });
    const { posts } = await provider.submit(context().ctx, submission(thread, { scheduledAt: at }));
    expect(posts).toMatchObject([
      {
        outcome: 'accepted',
        reference: { id: '77' },
        snapshot: { status: 'queued', upstreamStatus: 'in-line' },
      },
    ]);
    const [request] = stub.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/notices',
      headers: {
        'x-token': 'a-secret-token',
        'x-tenant': 'blue',
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect([...new URLSearchParams(request?.body)]).toEqual([
      ['to', 'BIRD'],
      ['who', 'acc_1'],
      ['lines', 'one'],
      ['lines', 'two'],
      ['once', 'sub_1.1.1'],
      ['at', String(Date.parse(at) / 1_000)],
    ]);
  });

  it.each([
    [200, { ok: false, error: { kind: 'bad_words', text: 'Tut.' } }, 'rejected', 'CONTENT_REJECTED'],
    [200, { ok: false, error: { kind: 'Too-Chatty' } }, 'rejected', 'RATE_LIMITED'],
    [200, { ok: false }, 'rejected', 'UPSTREAM_ERROR'],
    [503, {}, 'rejected', 'UPSTREAM_UNAVAILABLE'],
    [502, {}, 'unknown', 'UPSTREAM_UNAVAILABLE'],
    [200, { ok: true }, 'unknown', 'UPSTREAM_ERROR'],
  ])('reads HTTP %d with %j as %s', async (status, json, outcome, code) => {
    stub.answer(() => ({ status, json }));
    const { posts } = await provider.submit(context().ctx, submission());
    expect(posts).toMatchObject([{ outcome, error: { code, provider: 'generic:herald' } }]);
  });

  it('does not take half a reply for the refusal that its guard would make of it', async () => {
    stub.answer(() => ({ status: 200, text: '{"ok":true,"notice":{"re' }));
    const { posts } = await provider.submit(context().ctx, submission());
    expect(posts).toMatchObject([{ outcome: 'unknown', error: { retryable: false } }]);
  });

  it('refuses a thread where there are none, without asking', async () => {
    const thread = target({
      platform: 'mastodon',
      content: { text: 'one', media: [], thread: [{ text: 'two' }], firstComment: null },
    });
    const { posts } = await provider.submit(context().ctx, submission(thread));
    expect(posts).toMatchObject([{ outcome: 'rejected', error: { code: 'CONTENT_INVALID' } }]);
    expect(stub.requests).toHaveLength(0);
  });

  it('reads from a list with cursors, rules and an own envelope', async () => {
    const pages: Record<string, unknown> = {
      '': {
        result: {
          rows: [
            { ref: 1, state: 'Out', live: { no: 9, link: 'https://b/9' } },
            { ref: 2, state: 'Out', inbox: true },
          ],
          more: 'p2',
        },
      },
      p2: {
        result: {
          rows: [
            { ref: 3, state: 'DEAD', why: { kind: 'wall', text: 'No entry', again: true } },
            { ref: 4, state: 'odd' },
          ],
          more: null,
        },
      },
    };
    stub.answer(({ query }) => ({ json: pages[query['after'] ?? ''] }));
    const refs = ['1', '2', '3', '4', '5'].map((id) => reference(id));
    const { ctx, logs } = context();
    const results = await provider.read(ctx, refs);
    expect(results).toMatchObject([
      {
        outcome: 'found',
        snapshot: { status: 'published', platformPostId: '9', platformPostUrl: 'https://b/9' },
      },
      { outcome: 'found', snapshot: { status: 'handed_off', upstreamStatus: 'Out' } },
      {
        outcome: 'found',
        snapshot: {
          status: 'failed',
          error: { code: 'AUTH_EXPIRED', upstreamMessage: 'No entry', retryable: true },
        },
      },
      { outcome: 'found', snapshot: { status: null, upstreamStatus: 'odd' } },
      { outcome: 'missing' },
    ]);
    expect(logs.join()).toContain('odd');
  });

  it('moves a post, and checks that it moved', async () => {
    const at = '2031-01-02T03:04:05.000Z';
    stub.answer(({ method }) =>
      method === 'PUT'
        ? { status: 204 }
        : { json: { result: { rows: [{ ref: 'n1', state: 'In Line', at: 1_924_998_400 }], more: null } } },
    );
    // The list still shows another time, so nothing is claimed.
    expect(await provider.reschedule?.(context().ctx, reference('n1'), at)).toMatchObject({
      outcome: 'unknown',
    });
    expect(stub.requests[0]).toMatchObject({
      path: '/api/notices/n1/at',
      json: { at: Date.parse(at) / 1_000 },
    });
  });

  it('lists accounts from a bare array', async () => {
    stub.answer(() => ({
      json: [{ no: 5, net: 'bird', nick: '@five' }, { net: 'bird' }, { no: 6, net: 'Newnet' }],
    }));
    const accounts = [];
    for await (const account of provider.listAccounts(context().ctx)) accounts.push(account);
    expect(accounts).toMatchObject([
      { reference: '5', platform: 'x', handle: '@five', status: 'connected' },
      { reference: '6', platform: 'newnet' },
    ]);
  });

  it('checks the key', async () => {
    stub.answer(() => ({ json: { user: { mail: 'a@b.example' } } }));
    expect(await provider.checkConnection(context().ctx)).toMatchObject({
      ok: true,
      identity: 'a@b.example',
    });
    stub.answer(() => ({ status: 401, json: {} }));
    expect(await provider.checkConnection(context().ctx)).toMatchObject({
      ok: false,
      error: { category: 'auth' },
    });
  });

  it('never climbs out of its base, whatever an id says', async () => {
    const at = '2031-01-02T03:04:05.000Z';
    for (const id of ['..', '../../x', 'a/b?c#d', 'https://evil.example/']) {
      await provider.reschedule?.(context().ctx, reference(id), at);
    }
    for (const { path } of stub.requests.filter(({ method }) => method === 'PUT')) {
      expect(path).toMatch(/^\/api\/notices\/[^/]+\/at$/);
    }
    expect(stub.requests.filter(({ method }) => method === 'PUT')).toHaveLength(4);
  });

  it('checks its own kind of signature', () => {
    const body = Buffer.from(JSON.stringify({ what: 'who.left', event: 'e1', about: 'n1' }));
    const mac = `sha256=${createHmac('sha256', 'shh').update(body).digest('hex')}`;
    const verify = (header: string | undefined, secrets = ['shh']) =>
      provider.webhooks?.verify(body, { 'x-herald-mac': header }, secrets, 0);
    expect(verify(mac)).toEqual({ ok: true });
    expect(verify(mac.slice(7))).toEqual({ ok: false, reason: 'malformed' });
    expect(verify(mac, ['other'])).toEqual({ ok: false, reason: 'forged' });
    expect(verify(undefined)).toEqual({ ok: false, reason: 'no_signature' });
    expect(verify(mac, [])).toEqual({ ok: false, reason: 'no_secret' });
    expect(provider.webhooks?.parse(body, {})).toEqual({
      dedupeKey: 'id:e1',
      type: 'who.left',
      references: ['n1'],
      concernsAccount: true,
    });
  });
});
