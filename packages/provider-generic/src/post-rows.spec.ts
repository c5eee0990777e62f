/** Where the row of one target stands, and what is said of a target that has none. */
import type { JsonObject, ReadResult } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import fc from 'fast-check';
import { reference } from '../test/posts';
import { startStubServer, type StubServer } from '../test/stub-server';
import { readingManifest } from '../test/reading-manifest';
import { createEngine } from './engine';
import { createGenericProvider, parseManifest } from './index';
import { readPostReply, readReferenceData } from './response-reader';

let stub: StubServer;
beforeAll(async () => void (stub = await startStubServer()));
afterAll(() => stub.close());

function manifestOf(raw: JsonObject) {
  const parsed = parseManifest(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

const ARRAY = { kind: 'array', paths: ['good', 'bad'], match: { platform: 'on' } };
const MAP = { kind: 'map', paths: ['results'], by: 'platform' };
const many = { submission: { targets: 'many' } };

async function snapshotOf(raw: JsonObject, json: unknown, more: Parameters<typeof reference>[1] = {}) {
  const { ctx } = testContext({ credentials: { token: 't', host: stub.url } });
  const row = await readPostReply(createEngine(manifestOf(raw)), ctx, json, reference('p1', more));
  return row?.snapshot ?? null;
}

describe('rows of a list', () => {
  const raw = readingManifest({
    ...many,
    post: { rows: ARRAY, platformPostId: 'no', error: { message: 'text' }, absent: ['missing'] },
    platforms: {
      x: {
        word: 'twitter',
        postUrl: 'https://x.example/{account.handle}/{row.no}',
        rules: { media: { max: 0, source: 'docs' } },
      },
    },
  });

  it('takes the one of the target, whichever list holds it', async () => {
    const good = [
      { on: 'MASTO', status: false },
      { on: 'Twitter', status: true, no: 7 },
    ];
    const more = { accountData: { handle: 'me/you' } };
    expect(await snapshotOf(raw, { id: 'p1', status: 'mixed', good }, more)).toMatchObject({
      status: 'published',
      upstreamStatus: 'true',
      platformPostId: '7',
      platformPostUrl: 'https://x.example/me%2Fyou/7',
    });
    const bad = [{ on: 'twitter', status: false, text: 'No.' }];
    expect(await snapshotOf(raw, { id: 'p1', good: [], bad })).toMatchObject({
      status: 'failed',
      error: { upstreamMessage: 'No.' },
    });
  });

  it('takes a row and its copy for one, and two that differ for none', async () => {
    const row = { on: 'twitter', status: true, no: 7 };
    const found = (good: JsonObject[]) => snapshotOf(raw, { id: 'p1', good });
    expect(await found([row, { no: 7, status: true, on: 'twitter' }])).toMatchObject({ status: 'published' });
    expect(await found([row, { ...row, no: 8 }])).toMatchObject({ status: null, platformPostId: null });
  });

  it('is published without an address, too', async () => {
    const good = [{ on: 'twitter', status: 'done', no: 'missing' }];
    const found = await snapshotOf(raw, { id: 'p1', good }, { accountData: { handle: 'me' } });
    expect(found).toMatchObject({ status: 'published', platformPostId: null, platformPostUrl: null });
  });

  const other = [{ on: 'MASTO', status: 'done' }];
  const twice = [
    { on: 'twitter', status: 'done' },
    { on: 'twitter', status: false },
  ];
  it.each([
    ['others are published', { status: 'done', good: other }, null],
    ['others failed', { status: 'broken', good: other }, null],
    ['others are on their way', { status: 'busy', good: other }, 'publishing'],
    ['nobody has a row, and all is said to be published', { status: 'done', good: [] }, null],
    ['nobody has a row, and all failed', { status: 'broken', good: [], bad: [] }, 'failed'],
    ['nobody has a row, and all is gone', { status: 'gone' }, 'canceled'],
    ['the rows cannot be read', { status: 'broken', good: 'x' }, null],
    ['two rows fit', { status: 'done', good: twice }, null],
    ['the row says nothing', { status: 'done', good: [{ on: 'twitter', status: 'live' }] }, 'published'],
    ['the row has no word', { status: 'waiting', good: [{ on: 'twitter' }] }, 'scheduled'],
    ['the word of the row is new', { status: 'done', good: [{ on: 'twitter', status: 'odd' }] }, null],
    ['the word of the group is new', { status: 'odd' }, null],
  ])('where %s', async (_name, json, status) => {
    expect((await snapshotOf(raw, { id: 'p1', ...json }))?.status).toBe(status);
  });

  it('a call with one target is that target', async () => {
    const single = readingManifest({ post: { rows: ARRAY } });
    expect(await snapshotOf(single, { id: 'p1', status: 'done', good: [] })).toMatchObject({
      status: 'published',
      upstreamStatus: 'done',
    });
  });

  it('is told by account, as text, number or object, and by handle', async () => {
    const match = { account: 'accountId._id|accountId', accountIs: ['{account.reference}', '{account.raw}'] };
    const byAccount = readingManifest({ ...many, post: { rows: { ...ARRAY, match } } });
    const more = { accountReference: 'x-12', accountData: { raw: '12' } };
    for (const accountId of ['x-12', '12', 12, { _id: 12 }]) {
      const good = [
        { accountId: 'x-13', status: false },
        { accountId, status: 'done' },
      ];
      expect(await snapshotOf(byAccount, { id: 'p1', good }, more)).toMatchObject({ status: 'published' });
    }
    const byHandle = readingManifest({ ...many, post: { rows: { ...ARRAY, match: { handle: 'name' } } } });
    const good = [{ name: '@Me', status: 'done' }];
    const me = { accountData: { handle: 'me' } };
    expect(await snapshotOf(byHandle, { id: 'p1', good }, me)).toMatchObject({ status: 'published' });
    expect(await snapshotOf(byHandle, { id: 'p1', good })).toMatchObject({ status: null });
  });
});

describe('rows of a map', () => {
  it('is told by platform; of a list instead of the map as well', async () => {
    const rows = [MAP, { kind: 'array', paths: ['results'], match: { platform: 'platform' } }];
    const raw = readingManifest({ ...many, post: { rows, status: 'success|value' } });
    for (const results of [
      { TWITTER: { success: true }, masto: { success: false } },
      { twitter: true },
      [{ platform: 'twitter', success: true }],
    ]) {
      expect(await snapshotOf(raw, { id: 'p1', results })).toMatchObject({ status: 'published' });
    }
    for (const results of [{ masto: { success: true } }, { x: true, twitter: false }, [[]], 7]) {
      expect(await snapshotOf(raw, { id: 'p1', status: 'done', results })).toMatchObject({ status: null });
    }
  });

  it('puts names into paths, whatever they hold', async () => {
    const raw = readingManifest({
      ...many,
      post: { rows: { ...MAP, by: 'account' }, platformPostId: 'group.live.{account}.{word}_id' },
    });
    const accountReference = 'a.b|c{word}$&';
    const json = {
      id: 'p1',
      results: { [accountReference]: { status: 'done' } },
      live: { [accountReference]: { twitter_id: 5 } },
    };
    const found = await snapshotOf(raw, json, { accountReference });
    expect(found).toMatchObject({ status: 'published', platformPostId: '5' });
  });
});

describe('a create that answers with a bare list', () => {
  const self = { kind: 'self', match: { account: 'integration.id' } };
  const raw = readingManifest({
    ...many,
    operations: {
      getPost: undefined,
      listPosts: {
        path: '/posts',
        rows: 'posts',
        paging: { kind: 'window', beforeSeconds: 60, afterSeconds: 60 },
      },
    },
    post: {
      id: 'postId|id',
      status: 'state',
      data: { lot: 'lot' },
      rows: [{ kind: 'array', paths: ['$'], match: { account: 'integration' } }, self],
    },
  });

  it('has each target its own id and data', async () => {
    const engine = createEngine(manifestOf(raw));
    const { ctx } = testContext({ credentials: {} });
    const json = [
      { postId: 'p1', integration: 'a1', lot: 3 },
      { postId: 'p2', integration: 'a2' },
    ];
    const second = reference('p', { accountReference: 'a2' });
    expect((await readPostReply(engine, ctx, json, second))?.id).toBe('p2');
    const at = '2031-01-05T10:00:00.000Z';
    const first = reference('p', { accountReference: 'a1' });
    expect(readReferenceData(engine, json, first, at)).toEqual({ lot: '3', at });
  });

  it('serves many posts with one list, and says what is not in it', async () => {
    stub.requests.length = 0;
    const posts = Array.from({ length: 200 }, (_, n) => ({
      id: `p${n}`,
      state: 'done',
      integration: { id: 'a1' },
    }));
    stub.answer(() => ({ json: { posts } }));
    const provider = createGenericProvider(manifestOf(raw));
    const { ctx } = testContext({ credentials: { token: 't', host: stub.url } });
    const refs = Array.from({ length: 250 }, (_, n) =>
      reference(`p${n}`, {
        accountReference: 'a1',
        data: { at: new Date(1.9e12 + n * 60_000).toISOString() },
      }),
    );
    const results = await provider.read(ctx, refs);
    expect(stub.requests).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'found')).toHaveLength(200);
    expect(results.slice(200).every(({ outcome }) => outcome === 'missing')).toBe(true);
    const [timeless] = await provider.read(ctx, [reference('p999', { accountReference: 'a1' })]);
    expect(timeless).toMatchObject({ outcome: 'failed' });
  });
});

describe('rows of a second request', () => {
  const raw = readingManifest({
    operations: {
      listPosts: { path: '/posts', rows: 'data' },
      getRows: {
        path: '/results',
        query: { post_id: { each: 'page.ids' } },
        rows: 'data',
        batch: 2,
        postId: 'post_id',
      },
    },
    post: { status: 'success', platformPostUrl: 'url', rows: { kind: 'request', match: { account: 'acc' } } },
  });

  async function read(ids: string[], rows: unknown[], status = 200): Promise<ReadResult[]> {
    stub.requests.length = 0;
    stub.answer(({ path }) =>
      path === '/results'
        ? { status, json: { data: rows } }
        : { json: { data: ids.map((id) => ({ id, status: id.startsWith('w') ? 'waiting' : 'done' })) } },
    );
    const { ctx } = testContext({ credentials: { token: 't', host: stub.url } });
    return createGenericProvider(manifestOf(raw)).read(
      ctx,
      ids.map((id) => reference(id)),
    );
  }

  it('asks in batches, for posts that can have rows', async () => {
    const row = (id: string, more: object) => ({ post_id: id, acc: 'acc_1', ...more });
    const results = await read(
      ['p1', 'p2', 'p3', 'w4', 'p5'],
      [
        row('p1', { success: true, url: 'https://x.example/1' }),
        row('p2', { success: false }),
        row('p5', { acc: 2 }),
      ],
    );
    const shown = results.map((each) => (each.outcome === 'found' ? each.snapshot.status : each.outcome));
    // The row of p3 is not there yet, that of p5 is of another account.
    expect(shown).toEqual(['published', 'failed', null, 'scheduled', null]);
    expect(stub.requests.map(({ path }) => path)).toEqual(['/posts', '/results', '/results']);
  });

  it('fails where the rows cannot be had', async () => {
    const results = await read(['p1', 'p2', 'p3', 'p4'], [], 500);
    expect(results.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });
});

describe('replies of any shape', () => {
  const kinds = [ARRAY, MAP, { kind: 'self' }, { kind: 'request', match: { account: 'acc' } }, [MAP, ARRAY]];
  const rowish = fc.oneof(
    fc.jsonValue(),
    fc.record({
      on: fc.constantFrom('MASTO', 'twitter'),
      status: fc.constantFrom('done', 'odd', true, null),
    }),
  );
  const rows = fc.oneof(
    fc.array(rowish, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'MASTO', '__proto__'), rowish),
  );
  const reply = fc.record({
    id: fc.constant('p1'),
    status: fc.constantFrom('done', 'broken', 'busy', 7, null),
    good: rows,
    bad: rows,
    results: rows,
  });

  it.each(kinds.map((kind) => [JSON.stringify(kind), kind]))(
    '%s never takes another target for its own',
    async (_name, kind) => {
      const engine = createEngine(
        manifestOf(
          readingManifest({ ...many, post: { rows: kind as JsonObject }, operations: needed(kind) }),
        ),
      );
      const { ctx } = testContext({ credentials: {} });
      await fc.assert(
        fc.asyncProperty(fc.oneof(reply, fc.jsonValue()), async (json) => {
          const row = await readPostReply(engine, ctx, json, reference('p1', { platform: 'bluesky' }));
          if (JSON.stringify(kind).includes('self')) return;
          expect(row?.snapshot.status ?? null).not.toBe('published');
        }),
        { numRuns: 100 },
      );
    },
  );

  function needed(kind: unknown): JsonObject {
    const getRows = { path: '/rows', rows: '$', postId: 'post' };
    return JSON.stringify(kind).includes('request') ? { getRows } : {};
  }
});
