/** What it costs to follow many open posts: pages rather than posts, and never more than the read budget. */
import { ProviderRegistry } from '../src/providers/provider-registry';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';
import type { Body } from './api-harness';

jest.setTimeout(240_000);

const POSTS = 400;
/** Ten seconds, so that the spec sees several periods; fewer than Postato's documented reads. */
const READS = { limit: 10, perSeconds: 10 };
const READS_OF = ['postato.list', 'postato.get', 'postato.list-workspaces', 'postato.list-accounts'];

let gateway: TestGateway;
let connection: { id: string; accounts: Body[] };

beforeAll(async () => {
  gateway = await startTestGateway({ sandbox: { pace: 'instant' } });
  connection = await gateway.connect('postato');
  const worker = await gateway.startWorker();
  for (const registry of [worker.get(ProviderRegistry), gateway.api.app.get(ProviderRegistry)]) {
    const descriptor = registry.get('generic:postato')!.descriptor;
    descriptor.rateBudgets = { read: READS, write: { limit: 100_000, perSeconds: 60 } };
  }
}, 60_000);
afterAll(() => gateway.close());

const query = <T>(sql: string, parameters: unknown[] = []) => gateway.api.db.query<T[]>(sql, parameters);
const reads = () =>
  gateway.sandbox.requests
    .list({ upstream: 'postato' })
    .filter(({ operation, method }) => method === 'GET' && READS_OF.includes(operation ?? ''))
    .map(({ at }) => Date.parse(at));

function fullestWindow(times: readonly number[], lengthMs: number): number {
  let from = 0;
  let most = 0;
  times.forEach((time, index) => {
    while (times[from]! <= time - lengthMs) from++;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

it(`${POSTS} open posts are read in pages, inside the budget, and evenly`, async () => {
  const accountId = accountOn(connection.accounts, 'linkedin');
  for (let batch = 0; batch < POSTS; batch += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        gateway.publish({ content: { text: `Open ${batch + n} #stuck` }, targets: [{ accountId }] }),
      ),
    );
  }
  const handedOver = async () => {
    const [row] = await query<{ count: number }>(
      `select count(*)::int as count from posts where status in ('queued', 'publishing') and next_read_at is not null`,
    );
    return row!.count === POSTS;
  };
  await until(handedOver, 120_000);
  const startedAt = Date.now();
  gateway.sandbox.requests.clear();
  await new Promise((resolve) => setTimeout(resolve, 3_000 * READS.perSeconds));

  const times = reads();
  expect(fullestWindow(times, READS.perSeconds * 1000)).toBeLessThanOrEqual(READS.limit);
  // At one call a post, three periods would have read 30 posts. A list page holds a hundred.
  const [freshness] = await query<{ unread: number; oldest: number; spread: number }>(
    `select count(*) filter (where last_read_at < $1::timestamptz or last_read_at is null)::int as unread,
       extract(epoch from now() - min(last_read_at))::float8 as oldest,
       extract(epoch from max(last_read_at) - min(last_read_at))::float8 as spread
     from posts where next_read_at is not null`,
    [new Date(startedAt)],
  );
  expect(freshness!.unread).toBe(0);
  // A walk of four pages fits twice into the share of a period that reads in the background may take.
  expect(freshness!.oldest).toBeLessThan(2 * READS.perSeconds);

  // Whoever wants to know now is not kept waiting by all that.
  const check = await gateway.api.call('POST', `/v1/connections/${connection.id}/check`);
  expect(check.body).toMatchObject({ ok: true });
});
