/** Postiz, Publora, PostPost and Blotato on replies as they are documented: what must come out of each. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testContext } from '@postern/provider-kit/testing';
import { reference, submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from '../test/stub-server';
import { createGenericProvider, lintManifest, loadPreset, type PresetName } from './index';

const NOW = Date.parse('2031-01-05T09:00:00Z');
const AT = '2031-01-05T10:00:00.000Z';
const GROUP = '65f0000000000000000000a1';

let stub: StubServer;
beforeAll(async () => void (stub = await startStubServer()));
afterAll(() => stub.close());
beforeEach(() => void stub.requests.splice(0));

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, '..', 'test', 'fixtures', `${name}.json`), 'utf8'));
}

function open(preset: PresetName, answer: (request: StubRequest) => StubReply | undefined) {
  stub.answer(answer);
  const context = testContext({ credentials: { apiKey: 'k', baseUrl: stub.url }, now: () => NOW });
  return { provider: createGenericProvider(loadPreset(preset)), ...context };
}

const calls = () => stub.requests.map(({ method, path }) => `${method} ${path}`);

it.each<[PresetName, string[]]>([
  ['postiz', []],
  ['publora', []],
  ['postpost', []],
  // The first of its notes says why.
  ['blotato', ['lint.doubt']],
])('%s leaves the warnings %j', (preset, rules) => {
  expect(lintManifest(loadPreset(preset)).map(({ rule }) => rule)).toEqual(rules);
});

describe('postiz', () => {
  const account = { accountReference: 'int1', accountData: { identifier: 'x' } };
  const ref = (id: string, at = AT) => reference(id, { ...account, data: { at } });
  const listed = (request: StubRequest): StubReply | undefined => {
    if (request.method === 'GET') return { json: fixture('postiz/list') };
    return request.method === 'DELETE' ? { json: { id: 'any' } } : undefined;
  };

  it('reads every word, from one list for all', async () => {
    const { provider, ctx } = open('postiz', listed);
    const ids = ['wait', 'due', 'timeless', 'live', 'quiet', 'dead', 'draft', 'gone'];
    const read = await provider.read(
      ctx,
      ids.map((id) => ref(`cm_${id}`)),
    );
    const shown = read.map((each) =>
      each.outcome === 'found' ? [each.snapshot.status, each.snapshot.platformPostId] : each.outcome,
    );
    expect(shown).toEqual([
      ['scheduled', null],
      ['queued', null],
      ['queued', null],
      ['published', '1900000000000000001'],
      ['published', null],
      ['failed', null],
      ['draft', null],
      'missing',
    ]);
    expect(calls()).toEqual(['GET /posts']);
  });

  it.each([
    ['wait', AT, 'done', 1],
    ['due', AT, 'too_late', 0],
    ['timeless', AT, 'too_late', 0],
    ['live', AT, 'too_late', 0],
    ['gone', AT, 'done', 0],
    // It may have been live when its record was deleted.
    ['gone', '2031-01-05T08:59:00.000Z', 'rejected', 0],
  ])('cancels cm_%s for %s: %s', async (id, at, outcome, deletes) => {
    const { provider, ctx } = open('postiz', listed);
    expect(await provider.cancel?.(ctx, ref(`cm_${id}`, at), null)).toMatchObject({ outcome });
    expect(calls().filter((call) => call.startsWith('DELETE'))).toHaveLength(deletes);
  });

  it('switches no draft that was made for another time', async () => {
    let made = 0;
    const { provider, ctx, lastCheckpoint } = open('postiz', ({ method }) => {
      if (method === 'POST')
        return { status: 201, json: [{ postId: `cm_${(made += 1)}`, integration: 'int1' }] };
      return method === 'PUT' ? { status: 429, json: { message: 'slow down' } } : { json: { posts: [] } };
    });
    const first = submission(target(account), { scheduledAt: AT, firstAttemptAt: NOW });
    await provider.submit(ctx, first);
    const later = '2031-01-07T10:00:00.000Z';
    await provider.submit(ctx, { ...first, scheduledAt: later, checkpoint: lastCheckpoint() });
    const dates = stub.requests.flatMap(({ method, json }) => (method === 'POST' ? [json] : []));
    expect(dates).toMatchObject([
      { type: 'draft', date: AT },
      { type: 'draft', date: later },
    ]);
  });
});

describe.each([
  ['publora', 'x-publora-key', 'x-publora-signature'],
  ['postpost', 'x-api-key', 'x-postpost-signature'],
] as const)('%s', (preset, keyHeader, signatureHeader) => {
  const account = { accountReference: 'twitter-123', accountData: { rawId: '123' } };
  const ref = reference(GROUP, account);

  it.each([
    ['older', { status: 'published', platformPostId: '1900000000000000001', platformPostUrl: null }],
    [
      'newer',
      {
        status: 'failed',
        scheduledAt: AT,
        error: { code: 'AUTH_EXPIRED', platformHttpStatus: 401, retryable: false },
      },
    ],
  ])('reads the %s copy of a post', async (copy, snapshot) => {
    const { provider, ctx } = open(preset, () => ({ json: fixture(`publora/get-${copy}`) }));
    expect(await provider.read(ctx, [ref])).toMatchObject([{ outcome: 'found', snapshot }]);
    expect(stub.requests[0]?.headers[keyHeader]).toBe('k');
  });

  it('makes a draft, gives it its time, and believes the time that is told', async () => {
    const told = '2031-01-05T10:10:00.000Z';
    const { provider, ctx } = open(preset, ({ method }) =>
      method === 'POST'
        ? { json: { success: true, postGroupId: GROUP } }
        : { json: { success: true, postGroup: { _id: GROUP, status: 'scheduled', scheduledTime: told } } },
    );
    const { posts } = await provider.submit(ctx, submission(target(account), { scheduledAt: AT }));
    expect(posts).toMatchObject([
      { outcome: 'accepted', reference: { id: GROUP }, snapshot: { status: 'scheduled', scheduledAt: told } },
    ]);
    expect(calls()).toEqual(['POST /create-post', `PUT /update-post/${GROUP}`]);
    expect(stub.requests.map(({ json }) => json)).toEqual([
      { content: 'Hello', platforms: ['twitter-123'] },
      { status: 'scheduled', scheduledTime: AT },
    ]);
  });

  it('takes a signature over the JSON written anew, and no other', () => {
    const webhooks = createGenericProvider(loadPreset(preset)).webhooks;
    const event = fixture('publora/webhook');
    const signature = createHmac('sha256', 's').update(JSON.stringify(event)).digest('hex');
    const spaced = Buffer.from(JSON.stringify(event, null, 2));
    const sentAt = Date.parse('2031-01-05T10:00:09.000Z');
    const verify = (secret: string, now = sentAt) =>
      webhooks?.verify(spaced, { [signatureHeader]: signature }, [secret], now);
    expect(verify('s')).toEqual({ ok: true });
    expect(verify('t')).toEqual({ ok: false, reason: 'forged' });
    expect(verify('s', sentAt + 3_601_000)).toEqual({ ok: false, reason: 'stale' });
    expect(webhooks?.parse(spaced, {})).toMatchObject({ references: [GROUP] });
  });
});

describe('blotato', () => {
  const SUBMISSION = '5d0c5c50-0000-4000-8000-000000000001';
  const ref = reference(SUBMISSION, { accountReference: '98', accountData: {} });
  const told = (post: Record<string, unknown>) => (request: StubRequest) => {
    if (request.path === '/schedules') return { json: fixture('blotato/schedules') };
    if (request.method !== 'GET') return { status: 204, text: '' };
    return { json: { postSubmissionId: SUBMISSION, ...post } };
  };

  it.each([
    [{ status: 'in-progress' }, { status: 'publishing' }],
    [{ status: 'scheduled', scheduledTime: '2031-01-05T10:00:00+00:00' }, { scheduledAt: AT }],
    [{ status: 'published', publicUrl: 'https://x.com/a/1' }, { platformPostUrl: 'https://x.com/a/1' }],
    [
      { status: 'failed', errorMessage: 'No.' },
      { status: 'failed', error: { upstreamMessage: 'No.' } },
    ],
    [{ status: 'archived' }, { status: null, upstreamStatus: 'archived' }],
  ])('reads %j', async (post, snapshot) => {
    const { provider, ctx } = open('blotato', told(post));
    expect(await provider.read(ctx, [ref])).toMatchObject([{ snapshot }]);
  });

  it('cancels by the one schedule that agrees in account, text and time', async () => {
    const { provider, ctx } = open('blotato', told({ status: 'scheduled', scheduledTime: AT }));
    expect(await provider.cancel?.(ctx, ref, null)).toMatchObject({ outcome: 'done' });
    expect(calls().filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /schedules/7000001']);
  });

  it('never sends a create again, whose reply was lost', async () => {
    const { provider, ctx, lastCheckpoint } = open('blotato', ({ method }) =>
      method === 'POST' ? 'reset' : { json: { items: [] } },
    );
    const lost = submission(target({ accountReference: '98' }), { scheduledAt: AT, firstAttemptAt: NOW });
    expect((await provider.submit(ctx, lost)).posts).toMatchObject([{ outcome: 'unknown' }]);
    const again = await provider.submit(ctx, { ...lost, checkpoint: lastCheckpoint() });
    expect(again.posts).toMatchObject([{ outcome: 'unknown', error: { retryable: false } }]);
    expect(calls().filter((call) => call.startsWith('POST'))).toHaveLength(1);
    // At the root: nested it would be ignored, and the post published at once.
    expect(stub.requests[0]?.json).toMatchObject({
      post: { accountId: '98' },
      scheduledTime: expect.stringMatching(/^2031-01-05T10:00:00/),
    });
  });
});
