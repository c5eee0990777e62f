/** Lists of groups and posts: pages, filters and what they refuse. */
import { expectProblem, itemsOf, type Body, type TestApi } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let api: TestApi;
let postato: { id: string; accounts: Body[] };
let x: string;
let linkedin: string;
const LISTS = ['/v1/post-groups', '/v1/posts'];

beforeAll(async () => {
  gateway = await startTestGateway();
  api = gateway.api;
}, 60_000);
beforeEach(async () => {
  // A workspace of its own for each test: the lists then hold what the test made and nothing else.
  const { key, workspaceId } = await api.newWorkspace();
  Object.assign(api, { call: callAs(key), workspaceId });
  postato = await gateway.connect('postato');
  x = accountOn(postato.accounts, 'x');
  linkedin = accountOn(postato.accounts, 'linkedin');
});
afterAll(() => gateway.close());

function callAs(key: string): TestApi['call'] {
  const { call } = api;
  return (method, path, options) => call(method, path, { key, ...options });
}

const create = (more: object = {}) =>
  gateway.publish({ content: { text: 'a' }, targets: [{ accountId: x }], draft: true, ...more });
const idsOf = async (path: string) => itemsOf(await api.call('GET', path)).map((item) => item.id);

async function walk(path: string, between: () => Promise<unknown>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const reply = await api.call('GET', `${path}${next}`);
    expect(reply.status).toBe(200);
    ids.push(...itemsOf(reply).map((item) => item.id));
    cursor = reply.body.nextCursor as string | null;
    await between();
  } while (cursor !== null);
  return ids;
}

describe.each(LISTS)('%s', (path) => {
  const own = (group: { id: string; posts: { id: string }[] }) =>
    path === '/v1/posts' ? group.posts[0]!.id : group.id;

  it('is empty in the beginning', async () => {
    expect((await api.call('GET', path)).body).toEqual({ items: [], nextCursor: null });
  });

  it.each(['createdAt', 'dueAt'])('walks by %s, page by page, while others create', async (sort) => {
    const expected: string[] = [];
    for (let n = 0; n < 9; n += 1) expected.push(own(await create()));
    // One moment for four of them: the id must then decide.
    for (const table of ['post_groups', 'posts']) {
      await api.db.query(
        `update ${table} t set created_at = '2026-01-01T00:00:00.123456Z' where workspace_id = $1
           and id in (select id from ${table} where workspace_id = $1 order by id limit 4)`,
        [api.workspaceId],
      );
    }
    const walked = await walk(`${path}?limit=2&sort=${sort}`, () =>
      Promise.all([create(), create(), create()]),
    );
    expect(walked).toEqual([...expected].reverse());
    expect(await idsOf(`${path}?limit=100`)).toHaveLength(9 + 5 * 3);
  });

  it('sorts by what is due: the scheduled time, else acceptance', async () => {
    const late = own(await create({ scheduledAt: '2031-01-01T00:00:00Z' }));
    const now = own(await create());
    const soon = own(await create({ scheduledAt: '2030-01-01T00:00:00Z' }));
    expect(await idsOf(`${path}?sort=dueAt`)).toEqual([late, soon, now]);
    expect(await idsOf(path)).toEqual([soon, now, late]);
    expect(await walk(`${path}?sort=dueAt&limit=1`, () => Promise.resolve())).toEqual([late, soon, now]);
  });

  it('filters', async () => {
    const draft = own(await create({ clientReference: 'c-1', scheduledAt: '2030-01-01T00:00:00Z' }));
    const open = own(await create({ targets: [{ accountId: linkedin }], draft: false, clientReference: '' }));
    for (const [query, found] of [
      ['status=draft', [draft]],
      ['status=queued', [open]],
      ['status=draft&status=queued', [open, draft]],
      ['status=failed', []],
      [`accountId=${x}`, [draft]],
      ['accountId=acct_nobody', []],
      ['provider=generic:postato', [open, draft]],
      ['provider=layers', []],
      ['platform=x', [draft]],
      ['platform=Twitter', [draft]],
      ['platform=linkedin', [open]],
      [`platform=linkedin&accountId=${x}`, []],
      ['clientReference=c-1', [draft]],
      ['clientReference=', [open]],
      ["clientReference=' or 1=1 --", []],
      ['since=2030-01-01T00:00:00Z', [draft]],
      ['since=2030-01-01T00:00:00.001Z', []],
      ['until=2030-01-01T00:00:00Z', [draft]],
      ['until=2029-12-31T23:59:59Z', []],
      ['since=2030-01-01T23:59:00%2B23:59&until=2030-01-01T00:00:00-00:00', [draft]],
      ['createdSince=2026-01-01T00:00:00Z', [open, draft]],
      ['createdSince=2126-01-01T00:00:00Z', []],
      ['createdUntil=2026-01-01T00:00:00Z', []],
      ['createdUntil=9999-12-31T23:59:59Z', [open, draft]],
    ] as const) {
      expect([query, await idsOf(`${path}?${query}`)]).toEqual([query, found]);
    }
  });

  it('binds a cursor to list, workspace and filters, and takes no made up one', async () => {
    for (let n = 0; n < 3; n += 1) await create();
    const { nextCursor } = (await api.call('GET', `${path}?limit=1&status=draft`)).body as {
      nextCursor: string;
    };
    const refused = async (query: string, key?: string) =>
      expectProblem(
        await api.call('GET', query, key === undefined ? {} : { key }),
        422,
        'VALIDATION',
      ).issues?.map((issue) => `${issue.path} ${issue.rule}`);
    const other = path === '/v1/posts' ? '/v1/post-groups' : '/v1/posts';
    const { key } = await api.newWorkspace();
    for (const query of [
      `${path}?cursor=${nextCursor}`,
      `${path}?status=queued&cursor=${nextCursor}`,
      `${path}?status=draft&sort=dueAt&cursor=${nextCursor}`,
      `${other}?status=draft&cursor=${nextCursor}`,
    ]) {
      expect(await refused(query)).toEqual(['cursor cursor.filters']);
    }
    expect(await refused(`${path}?status=draft&cursor=${nextCursor}`, key)).toEqual([
      'cursor cursor.filters',
    ]);
    // The page size is no filter, and what is said twice or by its default says nothing else.
    expect(await idsOf(`${path}?status=draft&limit=5&cursor=${nextCursor}`)).toHaveLength(2);
    expect(await idsOf(`${path}?sort=createdAt&status=draft&status=draft&cursor=${nextCursor}`)).toHaveLength(
      2,
    );

    const [, id, hash] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as [
      string,
      string,
      string,
    ];
    const made = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const cursor of [
      '',
      'abc',
      '%E0',
      'null',
      made(),
      made('0000-01-01T00:00:00Z', id, hash),
      made('2026-02-30T00:00:00Z', id, hash),
      made('2026-01-01T24:00:00Z', id, hash),
      made('infinity', id, hash),
      made('2026-01-01T00:00:00Z', "' or 1=1", hash),
      made('2026-01-01T00:00:00Z', null, hash),
    ]) {
      expect([cursor, await refused(`${path}?status=draft&cursor=${cursor}`)]).toEqual([
        cursor,
        ['cursor cursor.invalid'],
      ]);
    }
  });

  it.each([
    ['limit=0', 'limit min'],
    ['limit=101', 'limit max'],
    ['limit=-1', 'limit integer'],
    ['limit=abc', 'limit integer'],
    ['limit=1e1', 'limit integer'],
    ['limit=0x10', 'limit integer'],
    ['limit=', 'limit integer'],
    ['limit=1&limit=2', 'limit integer'],
    ['status=', 'status one_of'],
    ['status=done', 'status one_of'],
    ['status=draft&status=done', 'status one_of'],
    ['status[]=draft', 'status[] unknown_field'],
    ['sort=name', 'sort one_of'],
    ['accountId=a&accountId=b', 'accountId string'],
    ['since=2030-01-01', 'since time.offset'],
    ['since=2030-01-01T00:00:00', 'since time.offset'],
    ['until=2030-02-30T00:00:00Z', 'until time.offset'],
    ['createdSince=0000-01-01T00:00:00Z', 'createdSince time.offset'],
    ['since=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z', 'since range'],
    ['createdSince=2030-01-02T00:00:00Z&createdUntil=2030-01-01T00:00:00Z', 'createdSince range'],
    ['surprise=1', 'surprise unknown_field'],
    ['constructor=1', 'constructor unknown_field'],
    ['toString=1', 'toString unknown_field'],
    ['__proto__=1', '__proto__ unknown_field'],
  ])('refuses %s', async (query, issue) => {
    const { issues } = expectProblem(await api.call('GET', `${path}?${query}`), 422, 'VALIDATION');
    expect(issues?.map(({ path: at, rule }) => `${at} ${rule}`)).toEqual([issue]);
  });

  it('has pages of 1 to 100', async () => {
    await create();
    await create();
    expect(await idsOf(`${path}?limit=1`)).toHaveLength(1);
    expect(await idsOf(`${path}?limit=100`)).toHaveLength(2);
  });
});

describe('posts', () => {
  it('are polled by up to 100 ids', async () => {
    const groups = [await create(), await create(), await create()];
    const [one, , three] = groups.map((group) => group.posts[0]!.id);
    expect(await idsOf(`/v1/posts?id=${one}&id=${three}&id=post_nobody`)).toEqual([three, one]);
    expect(await idsOf(`/v1/posts?id=${one}`)).toEqual([one]);
    const ids = (count: number) => Array.from({ length: count }, (_, n) => `id=post_${n}`).join('&');
    expect(await idsOf(`/v1/posts?${ids(99)}&id=${one}`)).toEqual([one]);
    const refused = await api.call('GET', `/v1/posts?${ids(101)}`);
    expect(expectProblem(refused, 422, 'VALIDATION').issues).toMatchObject([
      { path: 'id', rule: 'max_items' },
    ]);
  });

  it('that are polled come on one page, unless a limit is given', async () => {
    const groups = await Promise.all(Array.from({ length: 51 }, () => create()));
    const ids = groups.map((group) => `id=${group.posts[0]!.id}`).join('&');
    const polled = await api.call('GET', `/v1/posts?${ids}`);
    expect(polled.body.items).toHaveLength(51);
    expect(polled.body.nextCursor).toBeNull();
    expect(await idsOf(`/v1/posts?${ids}&limit=50`)).toHaveLength(50);
    expect(await idsOf('/v1/posts')).toHaveLength(50);
    expect(await idsOf('/v1/post-groups')).toHaveLength(50);
  });

  it('are found by group, connection and error', async () => {
    const group = await create({ targets: [{ accountId: x }, { accountId: linkedin }] });
    await create();
    const ids = group.posts.map(({ id }) => id);
    const found = async (query: string) => (await idsOf(`/v1/posts?${query}`)).sort();
    expect(await found(`groupId=${group.id}`)).toEqual([...ids].sort());
    expect(await found(`connectionId=${postato.id}`)).toHaveLength(3);
    expect(await found('connectionId=conn_nobody')).toEqual([]);
    await api.db.query(
      `update posts set status = 'failed', error = '{"code":"AUTH_EXPIRED"}' where id = $1`,
      [ids[0]],
    );
    expect(await found('errorCode=AUTH_EXPIRED&errorCode=TIMEOUT')).toEqual([ids[0]]);
    expect(await found('errorCode=TIMEOUT')).toEqual([]);
    expectProblem(await api.call('GET', '/v1/posts?errorCode=OOPS'), 422, 'VALIDATION');
  });
});
