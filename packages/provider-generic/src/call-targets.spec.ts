/** Many targets in one call: which share one, what each of them is told, and which are refused alone. */
import type { PostSubmitResult, Submission, SubmissionTarget } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubReply, type StubServer } from '../test/stub-server';
import { tinyManifest } from '../test/tiny-manifest';
import { createGenericProvider } from './index';
import type { Manifest } from './manifest-schema';

const MANY = { submission: { targets: 'many', maxTargets: 3 } };
const many = tinyManifest(MANY);
const parallel = {
  ...MANY,
  post: {
    rows: { kind: 'array', paths: ['sent', 'errors'], match: { platform: 'platform' } },
  },
  errors: {
    code: 'code',
    mayHoldPost: [200, 400],
    table: [{ status: [422], is: 'CONTENT_REJECTED', outcome: 'released' }],
  },
};

let stub: StubServer;
beforeEach(async () => {
  stub = await startStubServer();
});
afterEach(() => stub.close());

const ofAccount = (number: number, more: Partial<SubmissionTarget> = {}) =>
  target({ postId: `post_${number}`, accountReference: `acc_${number}`, ...more });
const withText = (text: string) => ({ content: { text, media: [], thread: [], firstComment: null } });

function plan(manifest: Manifest, targets: SubmissionTarget[]): string[][] {
  return createGenericProvider(manifest)
    .plan(targets)
    .map((call) => call.map(({ postId }) => postId));
}

async function submit(
  manifest: Manifest,
  targets: SubmissionTarget[],
  reply: StubReply,
  more: Partial<Submission> = {},
  options: Partial<TestContextOptions> = {},
) {
  stub.answer(({ method }) => (method === 'POST' ? reply : { json: { posts: [] } }));
  const context = testContext({ credentials: { key: 'secret', host: stub.url }, ...options });
  const given = { ...submission(), targets, ...more };
  const { posts } = await createGenericProvider(manifest).submit(context.ctx, given);
  context.close();
  return { posts, next: { ...given, checkpoint: context.lastCheckpoint() } };
}

const outcomes = (posts: readonly PostSubmitResult[]) => posts.map(({ outcome }) => outcome);
const post = (...to: object[]) => ({ id: 'p1', text: 'Hello', status: 'live', to });

describe('the plan', () => {
  it('puts targets of equal content into one call, up to its size, and no account twice', () => {
    const targets = [1, 2, 3, 4].map((number) => ofAccount(number));
    targets.push(ofAccount(1, { postId: 'post_5' }), ofAccount(6, withText('Bye')));
    targets.push(ofAccount(7, { options: { mode: 'publish' } }));
    expect(plan(many, targets)).toEqual([
      ['post_1', 'post_2', 'post_3'],
      ['post_4', 'post_5'],
      ['post_6'],
      ['post_7'],
    ]);
    expect(plan(tinyManifest({}), targets)).toHaveLength(7);
  });

  it('keeps targets apart whose accounts give the request different values', () => {
    const targets = [1, 2, 3].map((number) =>
      ofAccount(number, { accountData: { team: number === 3 ? 'b' : 'a', handle: `h${number}` } }),
    );
    const create = (more: object) =>
      tinyManifest({ ...MANY, operations: { createPost: { method: 'POST', ...more }, listAccounts } });
    const listAccounts = {
      path: '/accounts',
      rows: '$',
      row: { reference: 'id', platform: 'network' },
      data: { team: '{row.team}', handle: '{row.handle}' },
    };
    const body =
      "{ 'ref': post.reference, 'to': [targets.{ 'id': account.reference, 'at': $.account.handle }] }";
    const apart = [['post_1', 'post_2'], ['post_3']];
    expect(plan(create({ path: '/teams/{account.team}/posts', body }), targets)).toEqual(apart);
    expect(
      plan(create({ path: '/posts', body: `$merge([${body}, { 'team': account.team }])` }), targets),
    ).toEqual(apart);
    expect(plan(create({ path: '/posts', body }), targets)).toEqual([['post_1', 'post_2', 'post_3']]);
  });
});

describe('one call for many targets', () => {
  const both = [ofAccount(1), ofAccount(2, { platform: 'linkedin' })];

  it('names them all, and tells each what its row says', async () => {
    const reply = {
      status: 201,
      json: {
        post: post(
          { account: 'acc_2', status: 'dead', why: 'Gone.' },
          { account: 'acc_1', status: 'sending' },
        ),
      },
    };
    const { posts } = await submit(many, both, reply);
    expect(stub.requests[0]?.json).toMatchObject({
      to: [
        { account: 'acc_1', platform: 'x' },
        { account: 'acc_2', platform: 'linkedin' },
      ],
    });
    expect(posts).toMatchObject([
      { postId: 'post_1', outcome: 'accepted', snapshot: { status: 'publishing' } },
      {
        postId: 'post_2',
        outcome: 'accepted',
        snapshot: { status: 'failed', error: { upstreamMessage: 'Gone.' } },
      },
    ]);
    expect(posts.map((each) => each.outcome === 'accepted' && each.reference)).toEqual([
      { id: 'p1', data: { accountReference: 'acc_1', alone: 'false' } },
      { id: 'p1', data: { accountReference: 'acc_2', alone: 'false' } },
    ]);
    const { posts: one } = await submit(many, [ofAccount(1)], { json: { post: post({ account: 'acc_1' }) } });
    expect(one).toMatchObject([{ outcome: 'accepted', reference: { data: { alone: 'true' } } }]);
  });

  it('accepts those whose rows come later, if the post is named', async () => {
    const { posts } = await submit(many, both, { json: { post: post() } });
    expect(posts).toMatchObject(both.map(() => ({ outcome: 'accepted', reference: { id: 'p1' } })));
    const ofRows = tinyManifest({
      ...MANY,
      post: { id: 'no', root: '$', rows: { kind: 'array', paths: ['$'], match: { account: 'account' } } },
    });
    const partly = await submit(ofRows, both, { json: [{ account: 'acc_1', no: 'r1' }] });
    expect(outcomes(partly.posts)).toEqual(['accepted', 'unknown']);
  });

  it('refuses what the upstream cannot carry, and sends the others in a call of their own', async () => {
    const wish = ofAccount(2, { content: { ...withText('Hello').content, firstComment: 'First!' } });
    const { posts } = await submit(many, [ofAccount(1), wish], { json: {} });
    // Not equal, so the second was never of this call.
    expect(outcomes(posts)).toEqual(['unknown', 'released']);
    const mode = { options: { mode: 'draft' } };
    const modes = tinyManifest({
      ...MANY,
      platforms: { x: { rules: { modes: ['draft'] } }, linkedin: { rules: {} } },
    });
    stub.requests.length = 0;
    const mixed = await submit(
      modes,
      [ofAccount(1, mode), ofAccount(2, { ...mode, platform: 'linkedin' })],
      {},
    );
    expect([outcomes(mixed.posts), stub.requests.length]).toEqual([['released', 'rejected'], 0]);
  });

  it('keeps to the targets that the stored bytes carry', async () => {
    const lost = await submit(many, both, 'reset');
    expect(outcomes(lost.posts)).toEqual(['unknown', 'unknown']);
    const key = tinyManifest({ ...MANY, idempotency: { kind: 'header', name: 'x-key', windowSeconds: 600 } });
    const keyed = await submit(key, both, 'reset');
    const first = stub.requests.at(-1)?.body;
    const reply = { json: { post: post({ account: 'acc_1' }, { account: 'acc_2' }) } };
    const given = { ...keyed.next, targets: [...both.slice(1), ofAccount(3)] };
    const { posts } = await submit(key, given.targets, reply, { checkpoint: given.checkpoint });
    expect(posts.map(({ postId, outcome }) => [postId, outcome])).toEqual([
      ['post_2', 'accepted'],
      ['post_3', 'released'],
    ]);
    expect(stub.requests.at(-1)?.body).toBe(first);
  });
});

describe('an error reply to a call of many', () => {
  const manifest = tinyManifest(parallel);
  const both = [ofAccount(1), ofAccount(2, { platform: 'linkedin' })];

  it('may hold the post all the same: its rows decide', async () => {
    const json = {
      id: 'p1',
      status: 'error',
      sent: [{ platform: 'x', status: 'live' }],
      errors: [{ platform: 'linkedin', status: 'dead', why: 'Expired.' }],
    };
    const { posts } = await submit(manifest, both, { status: 400, json });
    expect(posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'p1' }, snapshot: { status: 'published' } },
      { outcome: 'accepted', reference: { id: 'p1' }, snapshot: { status: 'failed' } },
    ]);
    const half = await submit(manifest, both, { status: 400, json: { ...json, errors: [] } });
    expect(outcomes(half.posts)).toEqual(['accepted', 'unknown']);
  });

  it('is a refusal where it holds none, or where it is not one of those', async () => {
    const refusals: StubReply[] = [
      { status: 400, json: { id: 'p1', status: 'error', errors: [{ message: 'No text.' }] } },
      { status: 400, json: { code: 'no_text' } },
      { status: 403, json: { id: 'p1', sent: [{ platform: 'x', status: 'live' }] } },
    ];
    for (const reply of refusals) {
      const { posts } = await submit(manifest, both, reply);
      expect(posts).toMatchObject(both.map(() => ({ outcome: 'rejected', neverAccepted: true })));
    }
  });

  it('that is about one target lets the others go without it', async () => {
    const row = { errors: [{ platform: 'linkedin', status: 'dead' }] };
    const byRow = await submit(manifest, both, { status: 422, json: row });
    expect(byRow.posts).toMatchObject([{ outcome: 'released' }, { outcome: 'rejected' }]);
    const told = tinyManifest({
      ...parallel,
      errors: { ...parallel.errors, about: { account: 'details.account', platform: 'details.network' } },
    });
    for (const details of [{ account: 'acc_2' }, { network: 'linkedin' }]) {
      const { posts } = await submit(told, both, { status: 422, json: { code: 'bad', details } });
      expect(outcomes(posts)).toEqual(['released', 'rejected']);
    }
    const { posts } = await submit(told, both, { status: 422, json: { code: 'bad' } });
    expect(outcomes(posts)).toEqual(['rejected', 'rejected']);
  });
});
