/** One tenant's backlog is nobody else's delay. */
import { newMergedPost } from '@postern/core';
import type { Body } from './api-harness';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';

jest.setTimeout(120_000);

const CROWD = 50_000;
const CHUNK = 2_500;

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
}, 60_000);
afterAll(() => gateway.close());

/** Due posts of one account, written as creates would have written them. */
async function crowd(accountId: string): Promise<void> {
  for (let first = 1; first <= CROWD; first += CHUNK) await chunk(accountId, first);
}

async function chunk(accountId: string, first: number): Promise<void> {
  const merge = JSON.stringify(newMergedPost('queued').merge);
  await gateway.api.db.query(
    `with numbers as (select i, lpad(i::text, 10, '0') as n from generate_series($1::int, $1::int + ${CHUNK - 1}) i),
     a as (select * from accounts where id = $2),
     g as (insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
       select 'pg_' || n, a.workspace_id, 'queued', '{}', '{}', 86400, now(), now() from numbers, a),
     s as (insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, latest_at,
         next_attempt_at, created_at, updated_at)
       select 'sub_' || n, a.workspace_id, 'pg_' || n, a.connection_id, a.provider, 'held', 1,
         now() + interval '1 day', now() - interval '1 minute', now(), now() from numbers, a)
     insert into posts (id, workspace_id, group_id, position, submission_id, account_id, connection_id, provider,
       platform, content, options, status, merge, created_at, updated_at)
     select 'post_' || n, a.workspace_id, 'pg_' || n, 0, 'sub_' || n, a.id, a.connection_id, a.provider, a.platform,
       jsonb_build_object('text', 'Crowd ' || i, 'media', '[]'::jsonb, 'thread', '[]'::jsonb, 'firstComment', null),
       '{}', 'queued', $3, now(), now() from numbers, a`,
    [first, accountId, merge],
  );
}

/** Another workspace with an account of its own. */
async function others(): Promise<{ key: string; accountId: string }> {
  const { key } = await gateway.api.newWorkspace();
  const { apiKey, baseUrl } = gateway.sandbox.seeds().postpost as Record<string, string>;
  const created = await gateway.api.call('POST', '/v1/connections', {
    key,
    body: { provider: 'postpost', name: 'theirs', credentials: { apiKey, baseUrl } },
  });
  const listed = await gateway.api.call('GET', `/v1/accounts?connectionId=${created.body.id as string}`, {
    key,
  });
  return { key, accountId: accountOn(listed.body.items as Body[], 'linkedin') };
}

it(`three posts do not wait for the ${CROWD} that another workspace has due`, async () => {
  const { accounts } = await gateway.connect('postato');
  await crowd(accountOn(accounts, 'linkedin'));
  const { key, accountId } = await others();
  await gateway.startWorker();
  await until(async () => (await attempted('pg_0%')) > 0);
  const startedAt = Date.now();
  const ids = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const body = { content: { text: `Few ${n}` }, targets: [{ accountId }] };
      return (await gateway.api.call('POST', '/v1/post-groups', { key, body })).body.id as string;
    }),
  );
  await until(async () => (await attempted('%', ids)) === 3, 15_000);
  expect(Date.now() - startedAt).toBeLessThan(5_000);
  // The crowd was not done by then, or this proves nothing.
  expect(await attempted('pg_0%')).toBeLessThan(CROWD / 2);
});

async function attempted(groups: string, ids: string[] | null = null): Promise<number> {
  const [row] = await gateway.api.db.query<{ n: number }[]>(
    `select count(*)::int as n from submissions where group_id like $1 and attempts > 0
       and ($2::text[] is null or group_id = any($2::text[]))`,
    [groups, ids],
  );
  return row!.n;
}
