/** Replies that no documentation shows: values of every wrong kind, rows twice, rows of others. */
import type { PostReference } from '@postern/core';
import type { ConformanceOptions } from './conformance-types';
import { accepted, expectOncePerReference, found, openWorld, type World } from './conformance-world';
import { keysOf, mapArrays, mapObjects, type Fields } from './json-shapes';

const HOSTILE: readonly [string, unknown][] = [
  ['NUL and half a pair', 'a\u0000b\ud83d'],
  ['a text without end', '👍'.repeat(20_000)],
  ['markup for a link', 'javascript:alert(1)'],
  ['a number', 7],
  ['a number beyond doubles', '1'.padEnd(400, '0')],
  ['a truth', true],
  ['an array', [[], null, { a: 1 }]],
  ['an object', { length: 1, message: {}, '0': 'x' }],
  ['a name of Object', 'constructor'],
  ['the beginning of time', '0001-01-01T00:00:00Z'],
  ['a time after time', '+275760-09-13T00:00:00.000Z'],
  ['milliseconds without end', 8.64e15],
];

const TIME = /^(20[0-9]{2}|[2-9][0-9]{3})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** More than any honest snapshot or answer needs; rows must stay small. */
const LARGEST = 64 * 1024;

export function describeHostileReplies(options: ConformanceOptions): void {
  describe('odd and hostile replies', () => {
    let world: World;
    let refs: PostReference[];
    let keys: string[];
    beforeAll(async () => {
      world = await openWorld(options);
      refs = await accepted(world, await world.submission(2, world.text()));
      await world.upstream.settle();
      world.proxy.clear();
      await found(world, refs);
      keys = [...keysOf(world.proxy.requests.map(({ json }) => json))];
    });
    afterAll(() => world.close());
    beforeEach(() => world.proxy.clear());

    const mutate = (change: (json: unknown) => unknown) =>
      world.proxy.add({ fault: { kind: 'mutate', change }, match: () => true, times: 999 });
    const spoil = (which: (key: string) => boolean, value: unknown) =>
      mutate((json) => mapObjects(json, (object) => replaced(object, which, value)));
    const isIdentity = (key: string) => options.identityKeys.includes(key);

    it.each(HOSTILE)('reads what can be stored where a field is %s', async (_name, value) => {
      const plain = await statuses(world, refs);
      for (const key of keys.filter((each) => !isIdentity(each))) {
        world.proxy.clear();
        spoil((each) => each === key, value);
        const results = await world.provider.read(world.context().ctx, refs);
        expectOncePerReference(results, refs);
        expectHarmless(results);
        for (const result of results) {
          const status = result.outcome === 'found' ? result.snapshot.status : null;
          if (status !== null) expect(status).toBe(plain.get(result.postId));
        }
      }
    });

    it.each(HOSTILE)('reads, lists and checks without harm where every field is %s', async (_name, value) => {
      spoil((key) => keys.includes(key) && !isIdentity(key), value);
      const { ctx } = world.context();
      expectHarmless(await world.provider.read(ctx, refs));
      world.proxy.clear();
      spoil(() => true, value);
      expectHarmless(await world.provider.read(ctx, refs));
      expectHarmless(await world.provider.checkConnection(ctx));
      expectHarmless(await accountsOf(world));
    });

    it.each(HOSTILE)('submits without harm where every field of replies is %s', async (_name, value) => {
      const submission = await world.submission(1, world.text());
      spoil((key) => !isIdentity(key), value);
      const { ctx } = world.context();
      const { posts } = await world.provider.submit(ctx, submission);
      expect(posts.map(({ postId }) => postId)).toEqual(submission.targets.map(({ postId }) => postId));
      expectHarmless(posts);
      world.proxy.clear();
      spoil(() => true, value);
      const again = await world.provider.submit(ctx, await world.submission(1, world.text()));
      expectHarmless(again.posts);
    });

    it.each(HOSTILE)('tells a refusal whose every field is %s', async (_name, value) => {
      const body = { error: value, code: value, message: value, details: value, errors: value };
      for (const envelope of [body, { error: body }, { error: { ...body, details: body } }]) {
        world.proxy.clear();
        world.proxy.add({
          fault: { kind: 'status', status: 400, forward: false, body: envelope },
          match: () => true,
          times: 999,
        });
        const submission = await world.submission(1, world.text());
        const { posts } = await world.provider.submit(world.context().ctx, submission);
        for (const post of posts) expect(post.outcome).toBe('rejected');
        expectHarmless(posts);
      }
    });

    it('takes a row that comes twice for one', async () => {
      const plain = await found(world, refs);
      mutate((json) => mapArrays(json, (items) => (items.every(isRow) ? [...items, ...items] : items)));
      expect(await found(world, refs)).toEqual(plain);
    });

    it('takes no row of others for its own', async () => {
      const plain = await statuses(world, refs);
      mutate((json) =>
        mapArrays(json, (items) =>
          items.every(isRow) ? [...items.map((item) => foreign(item, options)), ...items] : items,
        ),
      );
      for (const result of await world.provider.read(world.context().ctx, refs)) {
        const status = result.outcome === 'found' ? result.snapshot.status : null;
        if (status !== null) expect(status).toBe(plain.get(result.postId));
      }
    });

    it('does not take another post for the one it asked for', async () => {
      mutate((json) => mapObjects(json, (object) => foreign(object, options)));
      for (const result of await world.provider.read(world.context().ctx, refs)) {
        if (result.outcome === 'found') expect(result.snapshot.status).toBeNull();
      }
    });
  });
}

async function statuses(world: World, refs: readonly PostReference[]) {
  const snapshots = await found(world, refs);
  return new Map(refs.map(({ postId }, index) => [postId, snapshots[index]?.status]));
}

async function accountsOf(world: World): Promise<unknown[]> {
  const accounts: unknown[] = [];
  try {
    for await (const account of world.provider.listAccounts(world.context().ctx)) accounts.push(account);
  } catch (error) {
    // A refusal is an answer; anything else is a defect.
    expect(error).toMatchObject({ name: 'ProviderCallError' });
    return [(error as { error: unknown }).error];
  }
  return accounts;
}

function replaced(object: Fields, which: (key: string) => boolean, value: unknown): Fields {
  return Object.fromEntries(Object.entries(object).map(([key, own]) => [key, which(key) ? value : own]));
}

function isRow(item: unknown): boolean {
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}

/** The same row under another identity. */
function foreign(item: unknown, { identityKeys }: ConformanceOptions): Fields {
  return Object.fromEntries(
    Object.entries(item as Fields).map(([key, value]) => [
      key,
      identityKeys.includes(key) && typeof value === 'string' ? swapped(value) : value,
    ]),
  );
}

/** Another id of the same form. */
function swapped(id: string): string {
  return id.replace(/[0-9a-f](?=[^0-9a-f]*$)/i, (last) => (last === '0' ? '1' : '0'));
}

/**
 * Nothing that Postgres would refuse (jsonb takes neither NUL nor half a surrogate pair), that a browser would
 * run as a link, that is no time where a time stands, or that swells a row.
 */
function expectHarmless(answer: unknown): void {
  const text = JSON.stringify(answer);
  expect(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f]).{0,20}/i.exec(text)).toBeNull();
  expect(/\p{Surrogate}.{0,20}/u.exec(text)).toBeNull();
  expect(text.length).toBeLessThan(LARGEST);
  mapObjects(answer, (object) => {
    for (const [key, value] of Object.entries(object)) {
      if (typeof value !== 'string') continue;
      const told = value.slice(0, 80);
      if (key.endsWith('At')) expect(told).toMatch(TIME);
      if (key.endsWith('Url')) expect(told).toMatch(/^https?:\/\//);
    }
    return object;
  });
}
