/** Lists over many rows: each plan uses an index, and pages stay right while rows come and change. */
import { newMergedPost } from '@postern/core';
import { Client } from 'pg';
import { itemsOf, startTestApi, type TestApi } from './api-harness';

jest.setTimeout(120_000);

const GROUPS = 35_000;
const ACCOUNTS = 50;
/** An account's two thousand rows by an index, and far less than a hundred thousand rows one by one. */
const MOST_BLOCKS = 10_000;
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  // A session of its own: no statement of the API may take as long.
  const client = new Client({ connectionString: api.config.databaseUrl ?? undefined });
  await client.connect();
  await load(client);
  await client.end();
}, 120_000);
afterAll(() => api.close());

/** Groups of two posts each, of fifty accounts; most of them published, over half a year. */
async function load(client: Client): Promise<void> {
  await client.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     select 'conn_' || n, $1, case n % 2 when 0 then 'layers' else 'postpost' end, 'c', '', 'k1', '{}', 'active'
     from generate_series(0, 9) n`,
    [api.workspaceId],
  );
  await client.query(
    `insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     select 'acct_' || n, $1, c.id, c.provider, (array['x', 'linkedin', 'instagram', 'tiktok', 'threads'])[1 + n % 5],
       n::text, '{}', 'connected' from generate_series(0, ${ACCOUNTS - 1}) n join connections c on c.id = 'conn_' || n % 10`,
    [api.workspaceId],
  );
  await client.query(
    `with number as (select n, lpad(n::text, 10, '0') as id,
         now() - n * interval '5 minutes' as at,
         case when n % 200 = 0 then 'failed' when n % 97 = 0 then 'scheduled' else 'published' end as status
       from generate_series(1, ${GROUPS}) n),
     g as (
       insert into post_groups (id, workspace_id, status, content, metadata, client_reference, scheduled_at,
         max_lateness_seconds, created_at, updated_at)
       select 'pg_' || id, $1, status, '{"text":"a"}', '{}', 'ref-' || n / 5,
         case when n % 3 = 0 then at + interval '1 day' end, 86400, at, at from number
     )
     insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, content,
       options, scheduled_at, status, merge, error, started_at, ended_at, created_at, updated_at)
     select 'post_' || number.id || p, $1, 'pg_' || number.id, p, a.id, a.connection_id, a.provider, a.platform,
       '{"text":"a","media":[],"thread":[],"firstComment":null}', '{}',
       case when n % 3 = 0 then at + interval '1 day' end, number.status, $2,
       case number.status when 'failed' then jsonb_build_object('code', case n % 1000 when 0 then 'TIMEOUT' else 'AUTH_EXPIRED' end) end,
       at, case when number.status <> 'scheduled' then at end, at, at
     from number cross join generate_series(0, 1) p join accounts a on a.id = 'acct_' || (n + p) % ${ACCOUNTS}`,
    [api.workspaceId, JSON.stringify(newMergedPost('published').merge)],
  );
  await client.query('analyze post_groups, posts, accounts, connections');
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** The plan of the list that a request asks for, as that request's own role and workspace have it. */
async function planOf(path: string): Promise<Plan> {
  const ask = api.db.query.bind(api.db) as (sql: string, parameters?: unknown[]) => Promise<unknown>;
  const plans: Plan[] = [];
  const spy = jest.spyOn(api.db, 'query').mockImplementation(async (sql, parameters) => {
    if (/from (posts p|post_groups g)\s+where/.test(sql)) {
      const rows = await ask(`explain (analyze, buffers, format json) ${sql}`, parameters as unknown[]);
      const [row] = rows as { 'QUERY PLAN': [{ Plan: Plan }] }[];
      plans.push(row!['QUERY PLAN'][0].Plan);
    }
    return ask(sql, parameters as unknown[]);
  });
  try {
    const reply = await api.call('GET', path);
    expect([path, reply.status]).toEqual([path, 200]);
  } finally {
    spy.mockRestore();
  }
  expect(plans).toHaveLength(1);
  return plans[0]!;
}

function scansOf(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

const blocksOf = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString();
/** The oldest days of those that are there. */
const OLD = day(119);
const COMMON = [
  '',
  'sort=dueAt',
  'status=published',
  'status=failed',
  'status=scheduled&status=queued',
  'status=canceled',
  'status=failed&sort=dueAt',
  'accountId=acct_7',
  'accountId=acct_nobody',
  'accountId=acct_7&status=failed',
  'accountId=acct_7&sort=dueAt',
  'provider=layers',
  'provider=generic:nobody',
  'platform=x',
  'platform=nowhere',
  'clientReference=ref-77',
  'clientReference=nobody',
  'clientReference=ref-77&sort=dueAt',
  `since=${day(30)}&until=${day(29)}`,
  `since=${day(30)}&until=${day(29)}&sort=dueAt`,
  `createdSince=${day(100)}&createdUntil=${day(99)}`,
];
const OF_POSTS = [
  'errorCode=TIMEOUT',
  'errorCode=TIMEOUT&errorCode=AUTH_EXPIRED&accountId=acct_7',
  'errorCode=INTERNAL',
  'connectionId=conn_3',
  'connectionId=conn_nobody',
  'groupId=pg_0000000007',
  'id=post_00000000070&id=post_00000000071',
];

describe.each([
  ['/v1/posts', [...COMMON, ...OF_POSTS]],
  ['/v1/post-groups', COMMON],
])('%s', (path, queries) => {
  it.each(queries)('?%s reads no more than it must', async (query) => {
    const plan = await planOf(`${path}?limit=50&${query}`);
    expect(scansOf(plan).filter((table) => table === 'posts' || table === 'post_groups')).toEqual([]);
    expect(blocksOf(plan)).toBeLessThan(MOST_BLOCKS);
  });

  it('a page in the middle costs what the first one does', async () => {
    for (const sort of ['createdAt', 'dueAt']) {
      const list = `${path}?limit=100&sort=${sort}`;
      const { nextCursor } = (await api.call('GET', list)).body as { nextCursor: string };
      const [, , hash] = JSON.parse(Buffer.from(nextCursor, 'base64url').toString()) as string[];
      const deep = Buffer.from(JSON.stringify([day(60), 'post_x', hash])).toString('base64url');
      const [first, middle] = [await planOf(list), await planOf(`${list}&cursor=${deep}`)];
      expect(blocksOf(middle)).toBeLessThan(blocksOf(first) * 2);
    }
  });

  it.each(['', 'sort=dueAt&', 'accountId=acct_7&'])('?%s walks while rows come and change', async (query) => {
    const until = `createdUntil=${OLD}`;
    const table = path === '/v1/posts' ? 'posts' : 'post_groups';
    const of = query.startsWith('accountId')
      ? table === 'posts'
        ? `and account_id = 'acct_7'`
        : `and exists (select from posts p where p.group_id = t.id and p.account_id = 'acct_7')`
      : '';
    const expected = await api.db.query<{ id: string }[]>(
      `select id from ${table} t where created_at <= $1 ${of} order by id`,
      [OLD],
    );
    const walked: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page === 0 || cursor !== null; page += 1) {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`;
      const reply = await api.call('GET', `${path}?${query}limit=100&${until}${next}`);
      walked.push(...itemsOf(reply).map(({ id }) => id));
      cursor = reply.body.nextCursor as string | null;
      await disturb(page);
    }
    const known = new Set(expected.map(({ id }) => id));
    expect(walked.filter((id) => known.has(id)).sort()).toEqual([...known]);
    expect(new Set(walked).size).toBe(walked.length);
  });
});

/** Somebody creates, among the rows that are being read too, and statuses change all over. */
async function disturb(page: number): Promise<void> {
  const statuses = ['queued', 'publishing', 'published', 'failed', 'unknown'];
  for (const table of ['posts', 'post_groups']) {
    await api.db.query(
      `update ${table} set status = $1, updated_at = now()
       where id in (select id from ${table} where created_at < now() - interval '118 days' order by random() limit 50)`,
      [statuses[page % statuses.length]],
    );
  }
  await api.db.query(
    `with g as (
       insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
       select 'pg_new_' || md5(random()::text), workspace_id, status, content, metadata, max_lateness_seconds,
         created_at + interval '1 microsecond', now()
       from post_groups where created_at < now() - interval '118 days' order by random() limit 20 returning *
     )
     insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, content,
       options, status, merge, created_at, updated_at)
     select 'post_new_' || md5(g.id), g.workspace_id, g.id, 0, a.id, a.connection_id, a.provider, a.platform,
       g.content, '{}', g.status, '{}', g.created_at, now() from g, accounts a where a.id = 'acct_7'`,
  );
}

it.each(['overview', 'overview?hours=168', 'punctuality', 'punctuality?hours=168'])(
  '/v1/stats/%s reads what is open and what happened of late, and nothing older',
  async (path) => {
    const plan = await planOf(`/v1/stats/${path}`);
    expect(scansOf(plan).filter((table) => table === 'posts')).toEqual([]);
    expect(blocksOf(plan)).toBeLessThan(MOST_BLOCKS);
  },
);

it('reads a group with 50 posts in one statement', async () => {
  await api.db.query(
    `insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider, platform, content,
       options, status, merge, created_at, updated_at)
     select 'post_many_' || n, workspace_id, group_id, 100 + n, account_id, connection_id, provider, platform, content,
       options, status, merge, created_at, updated_at
     from posts, generate_series(1, 48) n where id = 'post_00000000070'`,
  );
  const path = '/v1/post-groups/pg_0000000007';
  await api.call('GET', path);
  const spy = jest.spyOn(api.db, 'query');
  try {
    const reply = await api.call('GET', path);
    expect(reply.body.posts).toHaveLength(50);
    const statements = spy.mock.calls.map(([sql]) => sql).filter((sql) => /post/.test(sql));
    expect(statements).toHaveLength(1);
    // The other one finds the key.
    expect(spy.mock.calls.length).toBeLessThanOrEqual(2);
  } finally {
    spy.mockRestore();
  }
});
