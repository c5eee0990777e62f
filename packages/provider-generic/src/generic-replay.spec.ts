/** Keys of every kind, replies that speak of a post which is there already, and posts found by reference. */
import type { JsonObject, PostSubmitResult, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from '../test/stub-server';
import { tinyManifest } from '../test/tiny-manifest';
import { TinyUpstream, type Fault } from '../test/tiny-upstream';
import { uuidOf } from './idempotency-key';
import { createGenericProvider } from './index';
import type { Manifest } from './manifest-schema';

const NOW = Date.parse('2031-07-01T09:00:00.400Z');
const MINUTE = 60_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let stub: StubServer;
let clock: number;
beforeEach(async () => {
  stub = await startStubServer();
  clock = NOW;
});
afterEach(() => stub.close());

async function submit(manifest: Manifest, given: Submission, more: Partial<TestContextOptions> = {}) {
  const context = testContext({ credentials: { key: 'secret', host: stub.url }, now: () => clock, ...more });
  const { posts } = await createGenericProvider(manifest).submit(context.ctx, given);
  context.close();
  const [post] = posts;
  if (!post) throw new Error('There is one answer for each target.');
  return { post, next: { ...given, checkpoint: context.lastCheckpoint() ?? given.checkpoint } };
}

const fresh = (more: Partial<Submission> = {}) => submission(target(), { firstAttemptAt: NOW, ...more });
const row = (more: object = {}) => ({
  id: 'p1',
  text: 'Hello',
  ref: null,
  createdAt: new Date(NOW + 300).toISOString(),
  to: [{ account: 'acc_1', status: 'live' }],
  ...more,
});
const creates = () => stub.requests.filter(({ method }) => method === 'POST');
const keyed = (more: object = {}) => ({ kind: 'header', name: 'x-request-id', windowSeconds: 300, ...more });

/** A submission whose create at NOW was not answered. */
async function lost(manifest: Manifest): Promise<Submission> {
  stub.answer(() => 'reset');
  const { post, next } = await submit(manifest, fresh());
  expect(post.outcome).toBe('unknown');
  stub.requests.length = 0;
  return next;
}

function play(create: StubReply, more: (request: StubRequest) => StubReply | undefined = () => undefined) {
  stub.answer((request) => (request.method === 'POST' ? create : more(request)));
}

describe('the key', () => {
  it('is a UUID where that is asked for, always the same one', () => {
    expect(uuidOf('sub_1.1.1')).toMatch(UUID);
    expect(uuidOf('sub_1.1.1')).toBe('fac42132-91ec-5c70-8fc2-2bac7b58546e');
    expect(uuidOf('sub_1.1.2')).not.toBe(uuidOf('sub_1.1.1'));
  });

  it.each<[string, object, (request: StubRequest) => unknown]>([
    ['a header', keyed({ format: 'uuid' }), ({ headers }) => headers['x-request-id']],
    [
      'a query',
      { kind: 'query', name: 'once', windowSeconds: 300, format: 'uuid' },
      ({ query }) => query['once'],
    ],
    [
      'the body',
      { kind: 'bodyField', windowSeconds: 300, format: 'uuid' },
      ({ json }) => (json as JsonObject)['ref'],
    ],
  ])('goes out as %s, with each repetition', async (_name, idempotency, read) => {
    const manifest = tinyManifest({ idempotency });
    const next = await lost(manifest);
    play({ json: { post: row() } });
    expect((await submit(manifest, next)).post).toMatchObject({ outcome: 'accepted' });
    expect(creates().map(read)).toEqual([uuidOf('sub_1.1.1')]);
  });
});

describe('a post that is there already', () => {
  const existing = { status: [200], root: 'existingPost', by: 'key' };
  const twin = { status: [409], id: 'existingPostId', by: 'content' };
  const FIND = { by: 'content', createdAt: 'createdAt', absence: 'proves' };
  const echo = { text: 'group.text', reference: 'group.ref', account: 'account' };
  const manifest = tinyManifest({
    idempotency: keyed({ format: 'uuid', replays: [existing, twin, { status: [410], id: 'id', by: 'key' }] }),
    post: { root: 'post', echo },
    find: FIND,
  });

  it('is told under another key, or by its id alone', async () => {
    const next = await lost(manifest);
    play({ json: { existingPost: row() } });
    expect((await submit(manifest, next)).post).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'p1' },
      snapshot: { status: 'published' },
    });
    play({ status: 410, json: { id: 'p1' } }, () => ({ json: { post: row() } }));
    expect((await submit(manifest, next)).post).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'p1' },
    });
    play({ status: 410, json: { id: 'p1' } }, () => 'reset');
    expect((await submit(manifest, next)).post).toMatchObject({ outcome: 'unknown' });
    play({ status: 410, json: { error: 'gone' } }, () => ({ json: { posts: [] } }));
    expect((await submit(manifest, next)).post).toMatchObject({ outcome: 'rejected' });
  });

  it('under the same key is still compared with what was sent', async () => {
    const next = await lost(manifest);
    for (const other of [{ text: 'Bye' }, { ref: 'another' }]) {
      play({ json: { existingPost: row(other) } });
      expect((await submit(manifest, next)).post).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('of equal content is ours only after a try without an answer', async () => {
    play({ status: 409, json: { existingPostId: 'p1' } }, () => ({ json: { post: row() } }));
    const { post } = await submit(manifest, fresh());
    expect(post).toMatchObject({
      outcome: 'rejected',
      neverAccepted: true,
      error: { code: 'DUPLICATE_CONTENT', retryable: false },
    });
    const next = await lost(manifest);
    play({ status: 409, json: { existingPostId: 'p1' } }, () => ({ json: { post: row() } }));
    expect((await submit(manifest, next)).post).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'p1' },
    });
  });

  it.each<[string, object]>([
    ['was made before the first try', { createdAt: new Date(NOW - 2_000).toISOString() }],
    ['does not say when it was made', { createdAt: null }],
    ['has another text', { text: 'Bye' }],
    ['is another account’s', { to: [{ account: 'acc_2', status: 'live' }] }],
    ['bears another reference', { ref: 'another' }],
  ])('and %s, so it is not', async (_name, more) => {
    const next = await lost(manifest);
    play({ status: 409, json: { existingPostId: 'p1' } }, ({ path }) =>
      path === '/posts' ? { json: { posts: [] } } : { json: { post: row(more) } },
    );
    const { post } = await submit(manifest, next);
    expect(post).toMatchObject({ outcome: 'rejected', error: { code: 'DUPLICATE_CONTENT' } });
    expect(post).not.toHaveProperty('neverAccepted');
  });

  it('is looked for, and not sent again, when the key is forgotten', async () => {
    expect(createGenericProvider(manifest).descriptor.capabilities.unknownResolution).toBe('lookup');
    let next = await lost(manifest);
    const told: string[] = [];
    for (const minute of [5, 5.5, 6]) {
      clock = NOW + minute * MINUTE;
      play({ status: 201, json: { post: row() } }, () => ({ json: { posts: [] } }));
      const step = await submit(manifest, next);
      told.push(`${step.post.outcome} ${creates().length}`);
      next = step.next;
    }
    expect(told).toEqual(['unknown 0', 'unknown 0', 'accepted 1']);
  });
});

describe('a post without a key', () => {
  const FIND = { by: 'reference', absence: 'proves' };
  const findable = tinyManifest({ find: FIND });

  it('stays with an operator where nothing finds it', async () => {
    const manifest = tinyManifest({});
    let next = await lost(manifest);
    expect(createGenericProvider(manifest).descriptor.capabilities.unknownResolution).toBe('operator');
    for (const minute of [0, 6, 7, 600]) {
      clock = NOW + minute * MINUTE;
      const step = await submit(manifest, next);
      expect(step.post.outcome).toBe('unknown');
      next = step.next;
    }
    expect(creates()).toEqual([]);
  });

  it('is found by its reference alone, whatever else is like it', async () => {
    const next = await lost(findable);
    const list = (...posts: object[]) => play('reset', () => ({ json: { posts } }));
    list(
      row({ id: 'p7' }),
      row({ id: 'p8', ref: 'other' }),
      row({ id: 'p9', ref: 'sub_1.1.1', text: 'Hello!' }),
    );
    expect((await submit(findable, next)).post).toMatchObject({
      outcome: 'accepted',
      reference: { id: 'p9' },
    });
    list(row({ id: 'p1', ref: 'sub_1.1.1' }), row({ id: 'p2', ref: 'sub_1.1.1' }));
    clock = NOW + 60 * MINUTE;
    expect((await submit(findable, next)).post).toMatchObject({ outcome: 'unknown' });
    expect(creates()).toEqual([]);
  });

  it.each<[string, string, StubReply, boolean]>([
    ['proven by two looks', 'proves', { json: { posts: [] } }, true],
    ['not proven where that is not said', 'in_time', { json: { posts: [] } }, false],
    ['not proven by a list without references', 'proves', { json: { posts: [row()] } }, false],
    ['proven by a list of other posts', 'proves', { json: { posts: [row({ text: 'Bye' })] } }, true],
    ['not proven by a list that fails', 'proves', { status: 500, json: {} }, false],
  ])('is absent, %s', async (_name, absence, list, sentAgain) => {
    const manifest = tinyManifest({ find: { ...FIND, absence } });
    let next = await lost(manifest);
    const told: string[] = [];
    for (const minute of [0, 4.9, 5, 5.9, 6]) {
      clock = NOW + minute * MINUTE;
      play({ status: 201, json: { post: row() } }, () => list);
      const look = await lookup(manifest, next);
      const step = await submit(manifest, next);
      told.push(`${look} ${step.post.outcome} ${creates().length}`);
      next = step.next;
    }
    const first = told.slice(0, 4).map((each) => each.split(' ').slice(1).join(' '));
    expect(first).toEqual(Array.from({ length: 4 }, () => 'unknown 0'));
    expect(told[4]).toMatch(sentAgain ? 'absent-surely accepted 1' : / unknown 0$/);
    if (sentAgain) expect(told.slice(0, 4).every((each) => each.startsWith('absent '))).toBe(true);
  });

  async function lookup(manifest: Manifest, given: Submission): Promise<string> {
    const context = testContext({ credentials: { key: 'secret', host: stub.url }, now: () => clock });
    const found = await createGenericProvider(manifest).lookup?.(context.ctx, given);
    context.close();
    return found?.outcome === 'absent' && found.authoritative ? 'absent-surely' : (found?.outcome ?? 'none');
  }

  const FAULTS: [string, Partial<Record<'create' | 'list', (Fault | null)[]>>][] = [
    ['nothing is lost', {}],
    ['the reply is lost', { create: ['unheard'] }],
    ['the call is lost', { create: ['lost'] }],
    ['the call is lost twice', { create: ['lost', 'lost'] }],
    ['it is done and answers 500', { create: [{ status: 500, text: '' }] }],
    ['the list fails', { create: ['unheard'], list: ['lost', { status: 500, text: '' }] }],
  ];

  const KINDS: [string, Manifest, string[]][] = [
    ['by reference', findable, ['acc_1']],
    [
      'many by key',
      tinyManifest({
        submission: { targets: 'many' },
        idempotency: { kind: 'header', name: 'x-key', windowSeconds: 86_400 },
      }),
      ['acc_1', 'acc_2'],
    ],
  ];
  const cases = KINDS.flatMap(([kind, manifest, accounts]) =>
    FAULTS.map(([name, faults]) => [kind, name, manifest, accounts, faults] as const),
  );

  it.each(cases)(
    '%s, %s: it comes out once, wherever the worker dies',
    async (_kind, _name, manifest, accounts, faults) => {
      for (const death of [0, 1, 2]) {
        const upstream = new TinyUpstream(stub);
        clock = NOW;
        upstream.now = () => clock;
        upstream.faults.create = [...(faults.create ?? [])];
        upstream.faults.list = [...(faults.list ?? [])];
        const targets = accounts.map((accountReference, index) =>
          target({ postId: `post_${index}`, accountReference }),
        );
        const last = await untilAccepted(manifest, fresh({ targets }), death);
        expect([death, last, upstream.published]).toEqual([death, 'accepted', accounts]);
      }
    },
  );

  /** Tries each minute, of which the first dies after that checkpoint; 0 = none does. */
  async function untilAccepted(manifest: Manifest, fresh: Submission, death: number) {
    let given = fresh;
    let last: PostSubmitResult | null = null;
    for (let tries = 1; last?.outcome !== 'accepted' && tries < 30; tries += 1) {
      const checkpoints: JsonObject[] = [];
      const note = (data: JsonObject) => {
        checkpoints.push(data);
        if (tries === 1 && checkpoints.length === death) throw new Error('crash');
      };
      last = await submit(manifest, given, { afterCheckpoint: note }).then(
        ({ post }) => post,
        () => null,
      );
      given = { ...given, checkpoint: checkpoints.at(-1) ?? given.checkpoint };
      clock += MINUTE;
    }
    return last?.outcome;
  }
});
