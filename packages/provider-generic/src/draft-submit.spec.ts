/** Two steps: a draft that publishes nothing, and its release. Whatever is lost, nothing goes out twice. */
import type { JsonObject, PostSubmitResult, Submission } from '@postern/core';
import { testContext, type TestContextOptions } from '@postern/provider-kit/testing';
import { submission, target } from '../test/posts';
import { startStubServer, type StubServer } from '../test/stub-server';
import { tinyManifest } from '../test/tiny-manifest';
import { TinyUpstream, type Fault } from '../test/tiny-upstream';
import { createGenericProvider } from './index';
import type { Manifest } from './manifest-schema';

const NOW = Date.parse('2031-07-01T09:00:00Z');
const MINUTE = 60_000;

const STEPS = {
  releasePost: {
    method: 'POST',
    path: '/posts/{ref.id}/release',
    body: "{ 'at': post.scheduledAt, 'on': true }",
  },
  cancelPost: {
    method: 'DELETE',
    path: '/posts/{ref.id}',
    onlyWhile: ['draft', 'scheduled'],
    outcomes: [{ status: [404], is: 'confirm' }],
  },
};
const twoSteps = tinyManifest({ operations: STEPS });
const withoutDelete = tinyManifest({ operations: { releasePost: STEPS.releasePost } });
const findable = tinyManifest({
  operations: STEPS,
  find: { by: 'reference', absence: 'proves' },
});

let stub: StubServer;
let upstream: TinyUpstream;
let clock: number;
beforeEach(async () => {
  stub = await startStubServer();
  upstream = new TinyUpstream(stub);
  upstream.drafts = true;
  clock = NOW;
});
afterEach(() => stub.close());

interface Try {
  manifest?: Manifest;
  more?: Partial<TestContextOptions>;
}

async function attempt(given: Submission, { manifest = twoSteps, more = {} }: Try = {}) {
  const context = testContext({ credentials: { key: 'secret', host: stub.url }, now: () => clock, ...more });
  try {
    const { posts } = await createGenericProvider(manifest).submit(context.ctx, given);
    return { posts, checkpoints: context.checkpoints, next: after(given, context.lastCheckpoint()) };
  } catch (error) {
    if (!(error instanceof Error && error.message === 'crash')) throw error;
    return { posts: null, checkpoints: context.checkpoints, next: after(given, context.lastCheckpoint()) };
  } finally {
    context.close();
  }
}

function after(given: Submission, checkpoint: JsonObject | null): Submission {
  return { ...given, checkpoint: checkpoint ?? given.checkpoint };
}

const fresh = (more: Partial<Submission> = {}) => submission(target(), { firstAttemptAt: NOW, ...more });

const outcomes = (posts: readonly PostSubmitResult[] | null) => posts?.map(({ outcome }) => outcome);

/** What the gateway does: again with the checkpoint while it is unknown, anew after a refusal. */
async function settle(given: Submission, manifest = twoSteps): Promise<PostSubmitResult[] | null> {
  let next = given;
  let doubtful = false;
  for (let tries = 1; tries <= 12; tries += 1) {
    const step = await attempt(next, { manifest });
    const [post] = step.posts ?? [];
    if (!post || post.outcome === 'accepted') return step.posts;
    const isRefused = post.outcome === 'rejected' && (!doubtful || post.neverAccepted === true);
    if (isRefused) {
      if (!post.error.retryable) return step.posts;
      next = { ...given, checkpoint: null, idempotencyKey: `sub_1.1.${tries + 1}` };
      doubtful = false;
    } else {
      next = step.next;
      doubtful = true;
    }
    clock += MINUTE;
  }
  return null;
}

describe('a submission in two steps', () => {
  it('makes a draft, notes it, and releases it', async () => {
    const { posts, checkpoints } = await attempt(fresh());
    expect(posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'p1' }, snapshot: { status: 'published' } },
    ]);
    expect(checkpoints.map(({ stage, id }) => [stage, id])).toEqual([
      ['drafting', null],
      ['draft', 'p1'],
      ['releasing', 'p1'],
    ]);
    expect(upstream.published).toEqual(['acc_1']);
    expect(createGenericProvider(twoSteps).descriptor.capabilities).toMatchObject({
      unknownResolution: 'checkpoint',
    });
  });

  it('hands the time over with both steps', async () => {
    const scheduledAt = new Date(NOW + 60 * MINUTE).toISOString();
    const { posts } = await attempt(fresh({ scheduledAt }));
    expect(posts).toMatchObject([{ outcome: 'accepted', snapshot: { status: 'scheduled' } }]);
    expect(stub.requests.map(({ json }) => (json as JsonObject)['at'])).toEqual([scheduledAt, scheduledAt]);
  });

  const FAULTS: [string, Partial<Record<'create' | 'release' | 'get', (Fault | null)[]>>][] = [
    ['nothing is lost', {}],
    ['the reply to the draft is lost', { create: ['unheard'] }],
    ['the draft is lost', { create: ['lost'] }],
    ['the draft answers 500', { create: [{ status: 500, text: 'oops' }] }],
    ['the draft is confirmed without an id', { create: [{ status: 201, json: { ok: true } }] }],
    ['the reply to the release is lost', { release: ['unheard'] }],
    ['the release is lost', { release: ['lost', 'lost'] }],
    ['the release is heard twice', { release: ['unheard', 'unheard'] }],
    ['the release is done and answers 502', { release: ['unheard', { status: 502, text: '<html>' }] }],
    ['the release is limited', { release: [{ status: 429, json: {} }] }],
    ['reads fail', { release: ['unheard'], get: ['lost', { status: 500, text: '' }, 'lost'] }],
    ['the release says yes and does nothing', { release: [{ json: { ok: true } }] }],
    ['the release says yes alone', { release: [{ status: 204 }] }],
  ];

  /** Between any two lines that leave a trace; before the first checkpoint nothing was done. */
  const DEATHS = [null, 'after 1', 'before 2', 'after 2', 'after 3', 'before 4'] as const;
  const KINDS: [string, Manifest, typeof FAULTS][] = [
    ['with deletes', twoSteps, FAULTS],
    ['without deletes', withoutDelete, FAULTS.slice(5, 8)],
    ['with a reference to find', findable, FAULTS.slice(1, 3)],
  ];
  const cases = KINDS.flatMap(([kind, manifest, list]) =>
    list.map(([name, faults]) => [kind, name, manifest, faults] as const),
  );

  it.each(cases)(
    '%s, %s: it comes out once, wherever the worker dies',
    async (_kind, _name, manifest, faults) => {
      for (const death of DEATHS) {
        upstream = new TinyUpstream(stub);
        upstream.drafts = true;
        for (const [kind, list] of Object.entries(faults)) upstream.faults[kind as 'create'] = [...list];
        clock = NOW;
        const died = await attempt(fresh(), { manifest, more: dyingAt(death) });
        // A refusal that was heard begins a new generation.
        const isRefused = outcomes(died.posts)?.[0] === 'rejected';
        const again = isRefused ? fresh({ idempotencyKey: 'sub_1.1.9' }) : died.next;
        const posts = outcomes(died.posts)?.[0] === 'accepted' ? died.posts : await settle(again, manifest);
        expect([death, outcomes(posts), upstream.published]).toEqual([death, ['accepted'], ['acc_1']]);
      }
    },
  );

  function dyingAt(death: (typeof DEATHS)[number]): Partial<TestContextOptions> {
    const [moment, at] = (death ?? 'never 0').split(' ');
    let seen = 0;
    const crash = () => {
      seen += 1;
      if (seen === Number(at)) throw new Error('crash');
    };
    return moment === 'before' ? { beforeCheckpoint: crash } : { afterCheckpoint: crash };
  }

  it('calls a lost draft a refusal, as nothing can have been published', async () => {
    upstream.faults.create = ['unheard'];
    const { posts } = await attempt(fresh());
    expect(posts).toMatchObject([{ outcome: 'rejected', neverAccepted: true, error: { retryable: true } }]);
  });

  it('reuses a draft that its reference finds', async () => {
    upstream.faults.create = ['unheard'];
    const { posts } = await attempt(fresh(), { manifest: findable });
    expect(posts).toMatchObject([{ outcome: 'accepted', reference: { id: 'p1' } }]);
    expect(upstream.posts.size).toBe(1);
    upstream.faults.create = ['unheard'];
    const died = await attempt(fresh({ idempotencyKey: 'sub_2.1.1' }), {
      manifest: findable,
      more: { afterCheckpoint: ({ stage }) => stage === 'draft' && fail() },
    });
    expect(died.posts).toBeNull();
    expect((await attempt(died.next, { manifest: findable })).posts).toMatchObject([{ outcome: 'accepted' }]);
    expect(upstream.posts.size).toBe(2);
  });

  function fail(): never {
    throw new Error('crash');
  }

  it('calls a lost release unknown, and reads before it releases again', async () => {
    upstream.faults.release = ['unheard'];
    const lost = await attempt(fresh());
    expect(outcomes(lost.posts)).toEqual(['unknown']);
    stub.requests.length = 0;
    expect((await attempt(lost.next)).posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'p1' }, snapshot: { status: 'published' } },
    ]);
    expect(stub.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('ends with a refused release, and deletes the draft', async () => {
    upstream.faults.release = [{ status: 422, json: { code: 'bad', error: 'Too long.' } }];
    const { posts, next } = await attempt(fresh());
    expect(posts).toMatchObject([{ outcome: 'rejected', neverAccepted: true }]);
    expect(upstream.posts.size).toBe(0);
    expect(next.checkpoint).toMatchObject({ stage: 'none', id: null });
  });

  it('accepts a post whose release is refused because it is out', async () => {
    const made = await attempt(fresh(), {
      more: { afterCheckpoint: ({ stage }) => stage === 'draft' && fail() },
    });
    const post = upstream.posts.get('p1');
    if (!post) throw new Error('There is a draft.');
    upstream.faults.get = [null];
    upstream.faults.release = [{ status: 409, json: { code: 'no_draft' } }];
    const reading = attempt(made.next, {
      more: {
        afterCheckpoint: ({ stage }) => {
          if (stage === 'releasing')
            Object.assign(post, { status: 'live', to: [{ ...post.to[0], status: 'live' }] });
        },
      },
    });
    expect((await reading).posts).toMatchObject([{ outcome: 'accepted', reference: { id: 'p1' } }]);
  });

  it('does not release what the upstream published at once', async () => {
    upstream.drafts = false;
    expect((await attempt(fresh())).posts).toMatchObject([
      { outcome: 'accepted', snapshot: { status: 'published' } },
    ]);
    expect(stub.requests).toHaveLength(1);
  });

  it('makes another draft where somebody deleted it, or where the post says something else by now', async () => {
    const stop = { more: { afterCheckpoint: ({ stage }: JsonObject) => void (stage === 'draft' && fail()) } };
    const gone = await attempt(fresh(), stop);
    upstream.posts.clear();
    expect((await attempt(gone.next)).posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'p2' } },
    ]);
    const other = await attempt(fresh(), stop);
    const edited = target({ content: { text: 'Bye', media: [], thread: [], firstComment: null } });
    await attempt({ ...other.next, targets: [edited] });
    expect([...upstream.posts.values()].map(({ text }) => text)).toEqual(['Hello', 'Bye']);
  });

  it('does not know what progress of another version did', async () => {
    const given = fresh({
      checkpoint: { operation: 'createPost', body: '{}', contentType: 'x', sent: true },
    });
    expect(outcomes((await attempt(given)).posts)).toEqual(['unknown']);
    expect(stub.requests).toEqual([]);
  });
});

describe('once nothing more may be published', () => {
  const canceled = { cancelRequested: () => true };

  it('gives up what was never released', async () => {
    expect(outcomes((await attempt(fresh(), { more: canceled })).posts)).toEqual(['withdrawn']);
    expect(stub.requests).toEqual([]);
    let seen = 0;
    const { posts } = await attempt(fresh(), { more: { cancelRequested: () => (seen += 1) > 2 } });
    expect(outcomes(posts)).toEqual(['withdrawn']);
    expect([upstream.posts.size, upstream.published]).toEqual([0, []]);
  });

  it('deletes a draft that may have been released, and is sure of it', async () => {
    upstream.faults.release = ['lost'];
    const lost = await attempt(fresh());
    upstream.faults.delete = ['unheard'];
    upstream.faults.get = [null, 'lost', 'lost', 'lost'];
    const first = await attempt(lost.next, { more: canceled });
    expect(outcomes(first.posts)).toEqual(['unknown']);
    upstream.faults.get = [];
    const second = await attempt(first.next, { more: canceled });
    expect([outcomes(second.posts), upstream.published]).toEqual([['withdrawn'], []]);
  });

  it('says so again of a deleted draft that the upstream still shows', async () => {
    const words = { draft: 'draft', live: 'published', deleted: 'canceled' };
    const manifest = tinyManifest({ operations: STEPS, statuses: { post: words, group: words } });
    upstream.keepsDeleted = true;
    upstream.faults.release = ['lost'];
    let { next } = await attempt(fresh(), { manifest });
    for (let look = 1; look <= 2; look += 1) {
      const step = await attempt(next, { manifest, more: canceled });
      expect([outcomes(step.posts), upstream.published]).toEqual([['withdrawn'], []]);
      ({ next } = step);
    }
  });

  it('accepts what was released', async () => {
    upstream.faults.release = ['unheard'];
    const lost = await attempt(fresh());
    expect((await attempt(lost.next, { more: canceled })).posts).toMatchObject([
      { outcome: 'accepted', reference: { id: 'p1' } },
    ]);
    expect(upstream.posts.size).toBe(1);
  });

  it('leaves a draft that cannot be deleted only when no release can be on its way', async () => {
    upstream.faults.release = ['lost'];
    let { next } = await attempt(fresh(), { manifest: withoutDelete });
    const told = [];
    for (const minute of [0, 4.9, 5, 5.9, 6]) {
      clock = NOW + minute * MINUTE;
      const step = await attempt(next, { manifest: withoutDelete, more: canceled });
      told.push(...(outcomes(step.posts) ?? []));
      next = step.next;
    }
    expect(told).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'withdrawn']);
  });

  it('learns nothing from a draft that is gone without our doing', async () => {
    upstream.faults.release = ['lost'];
    const lost = await attempt(fresh());
    upstream.posts.clear();
    for (const more of [canceled, {}]) {
      expect(outcomes((await attempt(lost.next, { more })).posts)).toEqual(['unknown']);
    }
  });
});

describe('media that go onto the draft', () => {
  const manifest = tinyManifest({
    operations: STEPS,
    platforms: { x: { rules: { media: { max: 4, source: 'Tiny docs' } } } },
    media: {
      byUrl: false,
      upload: {
        when: 'draft',
        steps: [{ as: 'up', method: 'PUT', path: '/posts/{ref.id}/media', body: { kind: 'bytes' } }],
      },
    },
  });
  const media = [{ mediaId: 'med_1' }, { mediaId: 'med_2' }];
  const withMedia = () =>
    submission(target({ content: { text: 'Hello', media, thread: [], firstComment: null } }), {
      firstAttemptAt: NOW,
    });
  const said = () => stub.requests.map(({ method, path }) => `${method} ${path}`);

  it('are put there between its two steps, each once', async () => {
    const { posts, checkpoints } = await attempt(withMedia(), { manifest });
    expect(outcomes(posts)).toEqual(['accepted']);
    expect(said()).toEqual([
      'POST /posts',
      'PUT /posts/p1/media',
      'PUT /posts/p1/media',
      'POST /posts/p1/release',
    ]);
    expect(checkpoints.map(({ mediaStarted, mediaDone }) => [mediaStarted, mediaDone])).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('a death after checkpoint %d costs nothing', async (death) => {
    let seen = 0;
    const dying = () => {
      seen += 1;
      if (seen === death) throw new Error('crash');
    };
    const died = await attempt(withMedia(), { manifest, more: { afterCheckpoint: dying } });
    const before = said().length;
    const posts = await settle(died.next, manifest);
    expect([outcomes(posts), upstream.published]).toEqual([['accepted'], ['acc_1']]);
    // Whatever was begun and not ended is not gone on with.
    const released = said().find((each) => each.endsWith('/release'));
    expect(released).toBe(`POST /posts/${[3, 5].includes(death) ? 'p2' : 'p1'}/release`);
    expect(said().length).toBeGreaterThan(before);
  });

  it('that are refused end the try, and the draft', async () => {
    upstream.faults.put = [{ status: 415, json: { code: 'no_media' } }];
    const { posts } = await attempt(withMedia(), { manifest });
    expect(posts).toMatchObject([{ outcome: 'rejected', neverAccepted: true }]);
    expect([upstream.posts.size, upstream.published]).toEqual([0, []]);
  });
});
