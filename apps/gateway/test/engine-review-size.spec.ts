/** Statements that run every second, or for a caller who waits, beside the posts of years. */
import { newMergedPost } from '@postern/core';
import { AttentionRepository } from '../src/traffic/attention.repository';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';

jest.setTimeout(120_000);

const CROWD = 40_000;
const CHUNK = 5_000;
let gateway: TestGateway;
let connectionId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  const { id, accounts } = await gateway.connect('postato');
  connectionId = id;
  for (let first = 1; first <= CROWD; first += CHUNK)
    await gateway.api.db.query(
      `with numbers as (select i, lpad(i::text, 10, '0') as n from generate_series($3::int, $3::int + ${CHUNK - 1}) i),
     a as (select * from accounts where id = $1),
     g as (insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
       select 'pg_' || n, a.workspace_id, 'published', '{}', '{}', 86400, now(), now() from numbers, a)
     insert into posts (id, workspace_id, group_id, position, account_id, connection_id, provider,
       platform, content, options, status, merge, created_at, updated_at)
     select 'post_' || n, a.workspace_id, 'pg_' || n, 0, a.id, a.connection_id, a.provider, a.platform,
       '{}', '{}', 'published', $2, now(), now() from numbers, a`,
      [accountOn(accounts, 'linkedin'), JSON.stringify(newMergedPost('published').merge), first],
    );
  await gateway.api.db.query('analyze posts');
}, 120_000);
afterAll(() => gateway.close());

/** Rows of `posts` that are read by `work`, which gets one session of its own for as long as it takes. */
async function rowsRead(work: () => Promise<unknown>): Promise<number> {
  const { db } = gateway.api;
  const count = async () => {
    // Every session tells its figures with a moment's delay.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await Promise.all(Array.from({ length: 10 }, () => db.query('select pg_stat_force_next_flush()')));
    const [row] = await db.query<{ n: number }[]>(
      `select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_user_tables where relname = 'posts'`,
    );
    return row!.n;
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

it('the watch over a connection that needs attention does not read its published posts', async () => {
  await gateway.api.db.query(`update connections set status = 'needs_attention' where id = $1`, [
    connectionId,
  ]);
  const repository = new AttentionRepository(gateway.api.db);
  expect(await rowsRead(() => repository.takeDue(60))).toBeLessThan(1_000);
});

it('nor does the deletion of a connection', async () => {
  expect(await rowsRead(() => gateway.api.call('DELETE', `/v1/connections/${connectionId}`))).toBeLessThan(
    1_000,
  );
});
