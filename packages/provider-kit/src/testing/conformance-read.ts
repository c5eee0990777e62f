/** Reading: replies of any shape, many posts in few calls, and reads that fail. */
import type { PostReference } from '@postern/core';
import type { ConformanceOptions } from './conformance-types';
import {
  accepted,
  expectOncePerReference,
  found,
  openWorld,
  referencesOf,
  submissionOf,
  type World,
} from './conformance-world';
import type { Fault } from './fault-proxy';
import { keysOf, mapObjects, type Fields } from './json-shapes';

export function describeRead(options: ConformanceOptions): void {
  describe('read', () => {
    let world: World;
    let refs: PostReference[];
    beforeAll(async () => {
      world = await openWorld(options);
      refs = await accepted(world, await world.submission(2, world.text()));
      await world.upstream.settle();
    });
    afterAll(() => world.close());
    beforeEach(() => world.proxy.clear());

    const mutate = (change: (json: unknown) => unknown) =>
      world.proxy.add({ fault: { kind: 'mutate', change }, match: () => true, times: 999 });

    it('ignores fields that it does not know', async () => {
      const plain = await found(world, refs);
      mutate((json) =>
        mapObjects(json, (object) => ({ ...object, zzNew: { deep: [1, null] }, zz_list: [] })),
      );
      expect(await found(world, refs)).toEqual(plain);
    });

    it.each(['dropped', 'null'])('survives any field that is %s', async (how) => {
      const plain = new Map(
        (await found(world, refs)).map((snapshot, index) => [refs[index]?.postId, snapshot]),
      );
      for (const key of keysOf(world.proxy.requests.map(({ json }) => json))) {
        if (options.identityKeys.includes(key)) continue;
        world.proxy.clear();
        mutate((json) => mapObjects(json, (object) => without(object, key, how)));
        const results = await world.provider.read(world.context().ctx, refs);
        expectOncePerReference(results, refs);
        for (const result of results) {
          if (result.outcome !== 'found') continue;
          // A field less may hide the status, and must not make up another one.
          const { status } = result.snapshot;
          if (status !== null) expect(status).toBe(plain.get(result.postId)?.status);
        }
      }
    });

    it('keeps a word that it does not know, and guesses nothing', async () => {
      mutate((json) =>
        mapObjects(json, (object) => {
          const words = options.statusKeys.filter((key) =>
            ['string', 'boolean'].includes(typeof object[key]),
          );
          return { ...object, ...Object.fromEntries(words.map((key) => [key, 'zz_unheard_of'])) };
        }),
      );
      const results = await world.provider.read(world.context().ctx, refs);
      for (const result of results) {
        if (result.outcome !== 'found') throw new Error(`expected a snapshot, got ${JSON.stringify(result)}`);
        expect(result.snapshot).toMatchObject({ status: null, upstreamStatus: 'zz_unheard_of' });
      }
    });

    const failures: [string, Fault][] = [
      ['500', { kind: 'status', status: 500, forward: false }],
      ['401', { kind: 'status', status: 401, forward: false }],
      ['429', { kind: 'status', status: 429, forward: false, headers: { 'retry-after': '9' } }],
      ['an HTML page', { kind: 'html', status: 200, forward: false }],
      ['a reset', { kind: 'reset' }],
      ['malformed JSON', { kind: 'malformed' }],
    ];
    it.each(failures)('says failed for every post when the reply is %s', async (_name, fault) => {
      world.proxy.add({ fault, match: () => true, times: 999 });
      const results = await world.provider.read(world.context().ctx, refs);
      expectOncePerReference(results, refs);
      for (const result of results) expect(result.outcome).toBe('failed');
    });

    it('makes nothing of a body that is JSON and no reply', async () => {
      for (const json of [null, [], 'text', 5, {}]) {
        world.proxy.clear();
        mutate(() => json);
        const results = await world.provider.read(world.context().ctx, refs);
        expectOncePerReference(results, refs);
        for (const result of results) {
          if (result.outcome === 'found') expect(result.snapshot.status).toBeNull();
        }
      }
    });

    it('tells a post that is missing', async () => {
      const missing = world.upstream.missingReference();
      const results = await world.provider.read(world.context().ctx, [missing, ...refs]);
      expectOncePerReference(results, [missing, ...refs]);
      for (const { postId, outcome } of results)
        expect(outcome).toBe(postId === missing.postId ? 'missing' : 'found');
    });

    it('asks nothing for no posts', async () => {
      expect(await world.provider.read(world.context().ctx, [])).toEqual([]);
      expect(world.proxy.requests).toHaveLength(0);
    });
  });

  const { atMostCalls, posts = 250 } = options.readMany;
  it(`reads ${posts} posts in at most ${atMostCalls} calls`, async () => {
    const world = await openWorld(options);
    try {
      const refs = await manyReferences(world, posts);
      world.proxy.clear();
      const results = await world.provider.read(world.context().ctx, refs);
      expectOncePerReference(results, refs);
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['found']));
      expect(world.proxy.requests.length).toBeLessThanOrEqual(atMostCalls);
    } finally {
      await world.close();
    }
  }, 60_000);
}

async function manyReferences(world: World, count: number): Promise<PostReference[]> {
  if (world.upstream.manyReferences) return world.upstream.manyReferences(count);
  const targets = await world.upstream.targets(count, world.text());
  const refs: PostReference[] = [];
  const scheduledAt = new Date(world.upstream.now() + 86_400_000).toISOString();
  for (const planned of world.provider.plan(targets)) {
    const submission = submissionOf(planned, world.upstream.now(), { scheduledAt });
    refs.push(
      ...referencesOf(submission, (await world.provider.submit(world.context().ctx, submission)).posts),
    );
  }
  return refs;
}

function without(object: Fields, key: string, how: string): Fields {
  if (!(key in object)) return object;
  if (how === 'null') return { ...object, [key]: null };
  const { [key]: _dropped, ...rest } = object;
  return rest;
}
