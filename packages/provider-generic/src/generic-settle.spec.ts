/** What becomes of a create whose answer was lost: settled, found, repeated, or proven never to have been. */
import type { JsonObject, PostSubmitResult, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubServer } from '../test/stub-server';
import { createGenericProvider, loadPreset } from './index';
import type { Manifest } from './manifest-schema';

const KEY = `smcp_${'a'.repeat(64)}`;
const POSTS = '/v1/workspaces/wks_1/posts';
const NOW = Date.parse('2031-07-01T09:00:00.400Z');
const MINUTE = 60_000;
const preset = loadPreset('postato');

let stub: StubServer;
beforeEach(async () => {
  stub = await startStubServer();
});
afterEach(() => stub.close());

interface Upstream {
  create?: StubReply;
  list?: StubReply;
}

/** What the upstream answers from now on. */
function play({ create, list }: Upstream): void {
  stub.requests.length = 0;
  stub.answer(({ method, path }) => {
    if (path !== POSTS) return undefined;
    return method === 'POST' ? create : list;
  });
}

const creates = () => stub.requests.filter(({ method }) => method === 'POST');
const rows = (...items: object[]): StubReply => ({ json: { items, totalPages: 1 } });
const row = (id: string, afterMs: number, more: object = {}) => ({
  id,
  accountId: 'acc_1',
  platform: 'twitter',
  status: 'pending',
  createdAt: new Date(NOW + afterMs).toISOString(),
  items: [{ text: 'Hello' }],
  ...more,
});

interface Try {
  manifest?: Manifest;
  more?: Partial<TestContextOptions>;
}

async function submit(given: Submission, { manifest = preset, more = {} }: Try = {}) {
  const context = testContext({ credentials: { apiKey: KEY, baseUrl: stub.url }, now: () => NOW, ...more });
  const [post] = (await createGenericProvider(manifest).submit(context.ctx, given)).posts;
  context.close();
  if (!post) throw new Error('There is one answer for each target.');
  return { post, next: { ...given, checkpoint: context.lastCheckpoint() ?? given.checkpoint } };
}

/** A submission whose create was sent at NOW and never answered. */
async function sent(manifest = preset, more: Partial<Submission> = {}): Promise<Submission> {
  play({ create: 'reset' });
  const first = await submit(submission(target(), { firstAttemptAt: NOW, ...more }), { manifest });
  expect(first.post.outcome).toBe('unknown');
  return first.next;
}

async function settleAt(
  given: Submission,
  minutes: number[],
  manifest = preset,
): Promise<PostSubmitResult[]> {
  const told: PostSubmitResult[] = [];
  let next = given;
  for (const minute of minutes) {
    const more = { now: () => NOW + minute * MINUTE, cancelRequested: () => true };
    const step = await submit(next, { manifest, more });
    told.push(step.post);
    next = step.next;
  }
  expect(creates()).toEqual([]);
  return told;
}

const outcomes = (posts: readonly PostSubmitResult[]) => posts.map(({ outcome }) => outcome);

describe('once nothing more may be published', () => {
  it('withdraws what was never sent, without a call', async () => {
    play({});
    const [fresh] = await settleAt(submission(target()), [0]);
    const [odd] = await settleAt(submission(target({ options: { nonsense: true } })), [0]);
    expect([fresh?.outcome, odd?.outcome]).toEqual(['withdrawn', 'withdrawn']);
    expect(stub.requests).toEqual([]);
  });

  it('withdraws what never left for want of a budget', async () => {
    const http = {
      send: () =>
        Promise.resolve({
          kind: 'not_sent' as const,
          cause: 'budget' as const,
          message: 'later',
          retryAfter: 7,
        }),
    };
    const held = await submit(submission(target()), { more: { http } });
    expect(held.post).toMatchObject({ outcome: 'rejected', neverAccepted: true });
    expect(held.next.checkpoint).toMatchObject({ sent: false });
    play({});
    expect(outcomes(await settleAt(held.next, [0]))).toEqual(['withdrawn']);
    play({ create: { status: 201, json: { id: 'pst_1', status: 'pending' } } });
    expect((await submit(held.next)).post).toMatchObject({ outcome: 'accepted' });
  });

  it.each(['pending', 'processing', 'published', 'failed', 'scheduled'])(
    'accepts a post that is %s',
    async (status) => {
      const given = await sent();
      play({ list: rows(row('pst_1', 900, { status })) });
      expect(await settleAt(given, [0])).toMatchObject([
        { outcome: 'accepted', reference: { id: 'pst_1' }, snapshot: { upstreamStatus: status } },
      ]);
    },
  );

  it('takes an absence for proven by two looks, once the call can no longer be on its way', async () => {
    const given = await sent();
    play({ list: rows(row('pst_9', 500, { accountId: 'acc_2' })) });
    const told = await settleAt(given, [0, 4.9, 5, 5.9, 6]);
    expect(outcomes(told)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'withdrawn']);
  });

  it('never, where the manifest does not say that an absence counts, or that there is a way to look', async () => {
    for (const find of [{ ...preset.find, absence: 'nothing' as const } as Manifest['find'], undefined]) {
      const manifest = { ...preset, find };
      const given = await sent(manifest);
      play({ list: rows() });
      const told = await settleAt(given, [0, 6, 60, 6_000], manifest);
      expect(new Set(outcomes(told))).toEqual(new Set(['unknown']));
    }
  });

  it.each<[string, StubReply]>([
    ['a refusal', { status: 401, json: { error: 'unauthorized' } }],
    ['silence', 'reset'],
    ['an error page', { status: 502, text: '<html>' }],
    ['a reply without rows', { json: { ok: true } }],
    ['a row that could be it and has no time', rows(row('pst_1', 0, { createdAt: null }))],
    ['a row that could be it and has no id', rows(row('pst_1', 900, { id: null }))],
    ['a row without a text', rows(row('pst_1', 900, { items: [] }))],
    ['a row without an account', rows(row('pst_1', 900, { accountId: null }))],
    ['two rows that fit', rows(row('pst_2', 2_000), row('pst_1', 900))],
    ['a row from shortly before the attempt', rows(row('pst_1', -3_000))],
    ['the same text for another network', rows(row('pst_1', 900, { platform: 'linkedin' }))],
  ])('learns nothing from %s', async (_name, list) => {
    const given = await sent();
    play({ list });
    expect(new Set(outcomes(await settleAt(given, [0, 6, 60, 6_000])))).toEqual(new Set(['unknown']));
  });

  it('does not know what progress of another version did', async () => {
    play({});
    for (const cancelRequested of [() => true, () => false]) {
      const given = submission(target(), { checkpoint: { operation: 'other' } });
      expect((await submit(given, { more: { cancelRequested } })).post).toMatchObject({ outcome: 'unknown' });
    }
    expect(stub.requests).toEqual([]);
  });
});

describe('a second try after a lost reply', () => {
  const TROUBLE: [string, StubReply][] = [
    ['401', { status: 401, json: { error: 'unauthorized' } }],
    ['403', { status: 403, json: { error: 'permission_denied' } }],
    ['404', { status: 404, json: { error: 'not_found' } }],
    ['422', { status: 422, json: { error: 'VALIDATION_FAILED', errors: [] } }],
    ['429', { status: 429, json: { error: 'rate_limited' }, headers: { 'retry-after': '3' } }],
    ['500', { status: 500, json: { error: 'internal' } }],
    ['silence', 'reset'],
  ];

  it.each(TROUBLE)('answered %s settles nothing at once, and the replay ends it', async (_name, create) => {
    const given = await sent();
    play({ create, list: rows() });
    const refused = await submit(given);
    expect(['rejected', 'unknown']).toContain(refused.post.outcome);
    expect(refused.post).not.toHaveProperty('neverAccepted');
    play({ create: { status: 201, json: { id: 'pst_1', status: 'published', accountId: 'acc_1' } } });
    expect((await submit(refused.next)).post).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'pst_1' },
    });
  });

  it('answered 422 finds the post in the list', async () => {
    const given = await sent();
    play({ create: { status: 422, json: { error: 'VALIDATION_FAILED' } }, list: rows(row('pst_1', 900)) });
    expect((await submit(given)).post).toMatchObject({ outcome: 'accepted', reference: { id: 'pst_1' } });
  });

  it('is believed in what it says of the post once the first call is proven never to have been', async () => {
    let given = await sent();
    play({ create: { status: 422, json: { error: 'VALIDATION_FAILED' } }, list: rows() });
    const told: JsonObject[] = [];
    for (const minute of [1, 4, 6, 8]) {
      const step = await submit(given, { more: { now: () => NOW + minute * MINUTE } });
      told.push(step.post as unknown as JsonObject);
      given = step.next;
    }
    expect(told.map(({ neverAccepted }) => neverAccepted)).toEqual([undefined, undefined, undefined, true]);
  });

  it('is not made past the window of the key, nor with other credentials: the list is asked instead', async () => {
    const others = { credentials: { apiKey: `smcp_${'b'.repeat(64)}`, baseUrl: stub.url } };
    for (const more of [{ now: () => NOW + 86_400_000 }, others]) {
      const given = await sent();
      play({ list: rows(row('pst_1', 900)) });
      expect((await submit(given, { more })).post).toMatchObject({ outcome: 'accepted' });
      play({ list: rows() });
      expect((await submit(given, { more })).post).toMatchObject({ outcome: 'unknown' });
      expect(creates()).toEqual([]);
    }
  });

  it('stores nothing of the credentials', async () => {
    expect(JSON.stringify(await sent())).not.toContain('aaaa');
  });
});

describe('a worker that stood still before its call', () => {
  it('does not make it', async () => {
    play({});
    let now = NOW;
    const more = { now: () => now, afterCheckpoint: () => void (now += 31_000) };
    expect((await submit(submission(target()), { more })).post).toMatchObject({ outcome: 'unknown' });
    expect(stub.requests).toEqual([]);
  });
});

describe('lookup', () => {
  const lookup = async (given: Submission, manifest = preset, now = NOW) => {
    const context = testContext({ credentials: { apiKey: KEY, baseUrl: stub.url }, now: () => now });
    const result = await createGenericProvider(manifest).lookup?.(context.ctx, given);
    context.close();
    return result;
  };

  it('finds the one post of that account, text and time', async () => {
    const given = await sent();
    const others = [
      row('pst_8', 1_000, { accountId: 'acc_2' }),
      row('pst_7', 1_000, { items: [{ text: 'Other' }] }),
      row('pst_0', -3_600_000),
    ];
    play({ list: rows(...others.slice(0, 2), row('pst_1', 900), ...others.slice(2)) });
    expect(await lookup(given)).toMatchObject({
      outcome: 'found',
      posts: [{ postId: 'post_1', reference: { id: 'pst_1' }, snapshot: { status: 'queued' } }],
    });
  });

  it('takes whole seconds for what they are', async () => {
    const given = await sent();
    play({ list: rows(row('pst_1', -400)) });
    expect(await lookup(given)).toMatchObject({ outcome: 'found' });
  });

  it('ends at the first post from before the attempt, where the newest come first', async () => {
    const given = await sent();
    stub.answer(({ query }) =>
      query['page'] === '1'
        ? { json: { items: [row('pst_1', 900), row('pst_0', -3_600_000)], totalPages: 9 } }
        : 'reset',
    );
    stub.requests.length = 0;
    expect(await lookup(given)).toMatchObject({ outcome: 'found' });
    expect(stub.requests).toHaveLength(1);
  });

  it('counts a post once that moves to the next page while the list is read', async () => {
    const given = await sent();
    stub.answer(({ query }) => ({
      json: {
        items: [row('pst_1', 900), row(`pst_${query['page']}0`, 500, { accountId: 'acc_2' })],
        totalPages: 2,
      },
    }));
    expect(await lookup(given)).toMatchObject({ outcome: 'found', posts: [{ reference: { id: 'pst_1' } }] });
  });

  it.each([-5, 5])('knows a clock that is %d minutes off by the time of its replies', async (off) => {
    const given = await sent();
    const headers = { date: new Date(NOW + off * MINUTE).toUTCString() };
    const reply = rows(row('pst_1', off * MINUTE + 900));
    play({ list: typeof reply === 'object' ? { ...reply, headers } : reply });
    expect(await lookup(given)).toMatchObject({ outcome: 'found' });
    const before = rows(row('pst_0', off * MINUTE - 4 * MINUTE));
    play({ list: typeof before === 'object' ? { ...before, headers } : before });
    expect(await lookup(given)).toMatchObject({ outcome: 'unsure' });
  });

  it.each([
    ['tells no time', ''],
    ['tells an absurd one', 'Sun, 01 Jan 1989 00:00:00 GMT'],
  ])('does not take a post for absent that an upstream dates early which %s', async (_what, date) => {
    const given = await sent();
    const dated = (minute: number): StubReply => ({
      json: { items: [row('pst_1', minute * MINUTE)], totalPages: 9 },
      headers: { date },
    });
    play({ list: dated(-20) });
    expect(await lookup(given)).toMatchObject({ outcome: 'unsure' });
    play({ list: dated(-26) });
    expect(await lookup(given)).toMatchObject({ outcome: 'absent' });
    expect(stub.requests).toHaveLength(1);
  });

  it('is sure of an absence where nothing was sent, or where the list is documented to be current', async () => {
    expect(await lookup(submission(target()))).toEqual({ outcome: 'absent', authoritative: true });
    const given = await sent();
    play({ list: rows() });
    const current: Manifest = {
      ...preset,
      find: { by: 'content', createdAt: 'createdAt', newestFirst: true, absence: 'at_once' },
    };
    const told = [
      await lookup(given, preset, NOW + 60 * MINUTE),
      await lookup(given, current, NOW + MINUTE),
      await lookup(given, current, NOW + 5 * MINUTE),
    ];
    expect(told).toEqual([false, false, true].map((authoritative) => ({ outcome: 'absent', authoritative })));
  });
});

describe('clocks that differ', () => {
  const refuse = {
    status: 400,
    json: { error: 'INVALID_REQUEST', details: { scheduledAt: ['Must be in the future'] } },
  };
  const scheduled = (aheadMs: number) =>
    submission(target(), { scheduledAt: new Date(NOW + aheadMs).toISOString(), firstAttemptAt: NOW });

  it('a time that the upstream calls past, and we do not, waits here', async () => {
    play({ create: refuse });
    expect((await submit(scheduled(4 * MINUTE))).post).toMatchObject({
      outcome: 'rejected',
      neverAccepted: true,
      error: { retryable: true, retryAfter: 240 },
    });
  });

  it('a sentence that names the time does, too, and a word that only begins like it does not', async () => {
    const told = async (error: string) => {
      play({ create: { status: 400, json: { error } } });
      const { post } = await submit(scheduled(4 * MINUTE));
      return post?.outcome === 'rejected' && post.error.retryable;
    };
    expect(await told('scheduledAt: must be in the future')).toBe(true);
    expect(await told('scheduledAtWeekends: unknown')).toBe(false);
  });

  it('a time that is far off, or another fault, is the post’s', async () => {
    play({ create: refuse });
    const far = await submit(scheduled(86_400_000));
    play({ create: { status: 400, json: { error: 'INVALID_REQUEST', details: { content: ['Too long'] } } } });
    const other = await submit(scheduled(4 * MINUTE));
    for (const { post } of [far, other]) {
      expect(post).toMatchObject({ outcome: 'rejected', error: { retryable: false } });
    }
  });

  it('a body that was made for a time which has come since is made anew', async () => {
    const http = {
      send: () =>
        Promise.resolve({
          kind: 'not_sent' as const,
          cause: 'budget' as const,
          message: 'later',
          retryAfter: 90,
        }),
    };
    const held = await submit(scheduled(MINUTE), { more: { http } });
    play({ create: { status: 201, json: { id: 'pst_1', status: 'pending' } } });
    const later = { ...held.next, scheduledAt: null };
    await submit(later, { more: { now: () => NOW + 2 * MINUTE } });
    expect(creates()[0]?.json).toMatchObject({ status: 'publish' });
    expect(creates()[0]?.json).not.toHaveProperty('scheduledAt');
  });
});
