/** Every way to walk a list, and when it was seen to its end. */
import type { JsonObject } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { reference } from '../test/posts';
import { readingManifest } from '../test/reading-manifest';
import { startStubServer, type StubReply, type StubRequest, type StubServer } from '../test/stub-server';
import { createEngine } from './engine';
import { createGenericProvider, parseManifest } from './index';
import type { ListOperation } from './manifest-schema';
import { walkPages } from './paging';

let stub: StubServer;
beforeAll(async () => void (stub = await startStubServer()));
afterAll(() => stub.close());

function manifestOf(list: JsonObject) {
  const operations = { getPost: undefined, listPosts: { path: '/posts', rows: 'data', ...list } };
  const parsed = parseManifest(readingManifest({ operations, post: { id: 'id' } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.manifest;
}

function context() {
  return testContext({ credentials: { token: 't', host: stub.url } }).ctx;
}

async function walk(list: JsonObject, answer: (request: StubRequest) => StubReply, around: number[] = []) {
  stub.requests.length = 0;
  stub.answer(answer);
  const manifest = manifestOf(list);
  const operation = manifest.operations.listPosts as ListOperation;
  const call = {
    engine: createEngine(manifest),
    ctx: context(),
    operation,
    place: 'operations.listPosts',
    rowId: 'id',
    around,
  };
  const ids: unknown[] = [];
  for await (const step of walkPages(call)) {
    if (step.kind === 'rows') ids.push(...step.rows.map((row) => (row as { id: unknown }).id));
    else if (step.kind === 'end') return { ids, complete: step.complete, asked: stub.requests.length };
    else return { ids, error: step.error.message, asked: stub.requests.length };
  }
  throw new Error('A walk says how it ends.');
}

const NEXT = { query: { n: '{page.size}' }, paging: { kind: 'next-url', next: 'next', size: 2 } };
const row = (id: number) => ({ id });

describe('next addresses', () => {
  it('are followed where they stay at home, absolute or relative', async () => {
    const pages: Record<string, StubReply> = {
      '0': { json: { data: [row(1)], next: `${stub.url}/posts?at=1` } },
      '1': { json: { data: [], next: '?at=2' } },
      '2': { json: { data: [row(3)], next: null } },
    };
    const walked = await walk(NEXT, ({ query }) => pages[query['at'] ?? '0'] ?? { status: 404 });
    expect(walked).toEqual({ ids: [1, 3], complete: true, asked: 3 });
    expect(stub.requests.map(({ query }) => query)).toEqual([{ n: '2' }, { at: '1' }, { at: '2' }]);
    expect(stub.requests.every(({ headers }) => headers.authorization === 't')).toBe(true);
  });

  it.each(['https://evil.example/posts', '//evil.example/p', 'http://u:p@127.0.0.1/', 'file:///etc/passwd'])(
    'elsewhere are not: %s',
    async (next) => {
      const walked = await walk(NEXT, () => ({ json: { data: [row(1)], next } }));
      expect(walked).toMatchObject({ asked: 1, error: expect.stringContaining('own address') });
    },
  );

  it('that come again end the walk, which then proves nothing', async () => {
    let id = 0;
    const walked = await walk(NEXT, () => ({ json: { data: [row((id += 1))], next: '/posts?n=2' } }));
    expect(walked).toEqual({ ids: [1], complete: false, asked: 1 });
  });
});

describe('cursors', () => {
  const body = "{ 'query': 'posts', 'variables': page }";
  const relay = {
    method: 'POST',
    path: '/graphql',
    body,
    rows: 'edges',
    shape: "{ 'edges': [reply.data.posts.edges.node], 'info': reply.data.posts.pageInfo }",
    success: { when: '$not($exists(reply.errors))' },
    paging: { kind: 'cursor', next: 'info.endCursor', hasNext: 'info.hasNextPage', size: 1 },
  };
  const connection = (id: number, info: JsonObject) => ({
    json: { data: { posts: { edges: [{ node: row(id) }], pageInfo: info } } },
  });

  it('go out in a body, and end as the upstream says', async () => {
    const walked = await walk(relay, ({ json }) => {
      const { variables } = json as { variables: { cursor?: string } };
      return variables.cursor === 'c1'
        ? connection(2, { hasNextPage: false, endCursor: 'c2' })
        : connection(1, { hasNextPage: true, endCursor: 'c1' });
    });
    expect(walked).toEqual({ ids: [1, 2], complete: true, asked: 2 });
    expect(stub.requests[0]?.json).toEqual({ query: 'posts', variables: { size: 1 } });
  });

  it('that contradict themselves prove nothing', async () => {
    const lost = await walk(relay, () => connection(1, { hasNextPage: true, endCursor: null }));
    expect(lost).toEqual({ ids: [1], complete: false, asked: 1 });
    let id = 0;
    const stuck = await walk(relay, () => connection((id += 1), { hasNextPage: true, endCursor: 'c' }));
    expect(stuck).toEqual({ ids: [1, 2], complete: false, asked: 2 });
  });

  it('a post that is looked up by an address of its own may be absent, where the manifest says so', async () => {
    const gone = () => ({ status: 404, json: { code: 'nothing_here' } });
    expect(await walk({ emptyWhenMissing: true }, gone)).toMatchObject({ ids: [], complete: true });
    expect(await walk({}, gone)).toMatchObject({ error: expect.any(String) });
  });

  it('a failure inside a success is a failure, and so is a reply without the shape', async () => {
    const failed = await walk(
      { ...relay, success: { when: '$not($exists(reply.info.none)) and $exists(reply.info)' } },
      () => ({ json: { errors: [{ message: 'No.' }], data: null } }),
    );
    expect(failed).toMatchObject({ ids: [], error: expect.any(String) });
    const broken = { ...relay, shape: "$error('odd')" };
    expect(await walk(broken, () => connection(1, {}))).toMatchObject({
      error: expect.stringContaining('read'),
    });
  });
});

describe('windows', () => {
  const paging = { kind: 'window', beforeSeconds: 3600, afterSeconds: 3600, overflowAt: 3, maxPages: 30 };
  const list = { query: { from: '{page.from}', to: '{page.to}' }, paging };
  const noon = Date.parse('2031-01-05T12:00:00Z');
  const held = [0, 1, 2, 3].map((n) => ({ id: n, at: noon + n * 600_000 }));
  const within = ({ query }: StubRequest) =>
    held.filter(({ at }) => at >= Date.parse(query['from'] ?? '') && at < Date.parse(query['to'] ?? ''));

  it('that overflow are halved until all is seen', async () => {
    const walked = await walk(list, (request) => ({ json: { data: within(request).slice(0, 3) } }), [noon]);
    expect(walked.complete).toBe(true);
    expect([...new Set(walked.ids)].sort()).toEqual([0, 1, 2, 3]);
  });

  it('that always overflow end, and prove nothing', async () => {
    const walked = await walk(list, () => ({ json: { data: held } }), [noon]);
    expect(walked).toMatchObject({ complete: false, asked: 30 });
  });

  it('are joined where they are near, and need a time', async () => {
    const far = noon + 90 * 86_400_000;
    const walked = await walk(list, () => ({ json: { data: [] } }), [far, noon, noon + 86_400_000]);
    expect(walked).toEqual({ ids: [], complete: true, asked: 2 });
    expect(stub.requests[1]?.query).toEqual({
      from: '2031-01-05T11:00:00.000Z',
      to: '2031-01-06T13:00:00.000Z',
    });
    expect(await walk(list, () => ({ json: { data: [] } }))).toMatchObject({
      asked: 0,
      error: expect.any(String),
    });
  });

  it('a post that is moved is looked for at its new time', async () => {
    const manifest = parseManifest(
      readingManifest({
        operations: { getPost: undefined, listPosts: { path: '/posts', rows: 'data', ...list } },
        post: { id: 'id', scheduledAt: 'at' },
      }),
    );
    if (!manifest.ok) throw new Error(JSON.stringify(manifest.issues));
    stub.answer(() => ({ json: { data: [{ id: 'p1', at: '2031-01-05T12:30:00Z' }] } }));
    const provider = createGenericProvider(manifest.manifest);
    const data = { at: '2031-01-05T12:00:00Z', lot: '1' };
    const [result] = await provider.read(context(), [reference('p1', { data })]);
    expect(result).toMatchObject({
      reference: { id: 'p1', data: { at: '2031-01-05T12:30:00.000Z', lot: '1' } },
    });
  });
});
