/** Rate budgets in a real database, asked by several processes' worth of pools at once. */
import { DataSource } from 'typeorm';
import { RateBudgets, RateBudgetUnavailableError } from '../src/connections/rate-budgets';
import { Traffic1760000000004 } from '../src/database/migrations/0004-traffic';
import { createTestDatabase, type TestDatabase } from './database';

jest.setTimeout(60_000);

const PROCESSES = 4;
let database: TestDatabase;
let sources: DataSource[];
let next = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  sources = await Promise.all(
    Array.from({ length: PROCESSES }, () =>
      new DataSource({ type: 'postgres', url: database.url, poolSize: 4 }).initialize(),
    ),
  );
  await sources[0]!.query(`insert into workspaces (id, name) values ('ws_1', 'One')`);
}, 60_000);
afterAll(async () => {
  await Promise.all(sources.map((source) => source.destroy()));
  await database.drop();
});

async function connection(): Promise<string> {
  const id = `conn_${++next}`;
  await sources[0]!.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ($1, 'ws_1', 'layers', $1, '', '', '{}', 'active')`,
    [id],
  );
  return id;
}
const pauses = (id: string) =>
  sources[0]!.query<{ reason: string; ahead: number }[]>(
    `select reason, extract(epoch from paused_until - clock_timestamp())::float8 as ahead
     from traffic_pauses where id = $1`,
    [id],
  );
const budgetsOf = (source: DataSource) => new RateBudgets(source);

/** The largest number of grants in any window of that length. */
function fullestWindow(times: readonly number[], lengthMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  let from = 0;
  let most = 0;
  sorted.forEach((time, index) => {
    while (sorted[from]! <= time - lengthMs) from++;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

describe('a rate budget under hammering from several processes', () => {
  it('is never exceeded in any sliding window, and at least 85 % of it can be used', async () => {
    const id = await connection();
    const budget = { limit: 40, perSeconds: 4 };
    const granted: number[] = [];
    const runMs = 13_000;
    const until = Date.now() + runMs;
    // Without the memory of refusals: every call goes to the database, as hard as it can be hit.
    const hammer = async (source: DataSource) => {
      while (Date.now() < until) {
        const [row] = await source.query<{ wait: number | null; at: number }[]>(
          `select acquire_rate_budget($1, 'read', $2, $3, 1) as wait,
             (extract(epoch from clock_timestamp()) * 1000)::float8 as at`,
          [id, budget.limit, budget.perSeconds],
        );
        if (row!.wait === null) granted.push(row!.at);
      }
    };
    await Promise.all(sources.flatMap((source) => [hammer(source), hammer(source), hammer(source)]));
    // The clock is read after the grant, as a call starts after it: on a busy machine at quite another moment.
    expect(fullestWindow(granted, budget.perSeconds * 1000)).toBeLessThanOrEqual(budget.limit);
    const usable = (budget.limit * runMs) / (budget.perSeconds * 1000);
    expect(granted.length).toBeGreaterThanOrEqual(0.85 * usable);
  });

  it('gives all of it to a burst', async () => {
    const id = await connection();
    const budget = { limit: 100, perSeconds: 60 };
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, n) => budgetsOf(sources[n % PROCESSES]!).acquire(id, 'write', budget)),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(100);
  });
});

describe('a refusal', () => {
  it('says when a call is free, which is then true', async () => {
    const id = await connection();
    const budget = { limit: 2, perSeconds: 2 };
    const budgets = budgetsOf(sources[0]!);
    expect(await budgets.acquire(id, 'read', budget)).toEqual({ ok: true });
    expect(await budgets.acquire(id, 'read', budget)).toEqual({ ok: true });
    const refusal = await budgets.acquire(id, 'read', budget);
    expect(refusal).toMatchObject({ ok: false });
    await new Promise((resolve) =>
      setTimeout(resolve, (refusal as { retryAfter: number }).retryAfter * 1000),
    );
    expect(await budgets.acquire(id, 'read', budget)).toEqual({ ok: true });
  });

  it('of writes pauses the connection until then; of reads it does not', async () => {
    const [reads, writes] = [await connection(), await connection()];
    const budget = { limit: 1, perSeconds: 60 };
    for (let call = 0; call < 2; call++) {
      await budgetsOf(sources[0]!).acquire(reads, 'read', budget);
      await budgetsOf(sources[0]!).acquire(writes, 'write', budget);
    }
    expect(await pauses(reads)).toEqual([]);
    const [pause] = await pauses(writes);
    expect(pause).toMatchObject({ reason: 'budget' });
    expect(pause!.ahead).toBeGreaterThan(55);
    expect(pause!.ahead).toBeLessThanOrEqual(66);
  });

  it('is remembered, so that it costs no further round trip', async () => {
    const id = await connection();
    const budgets = budgetsOf(sources[0]!);
    const budget = { limit: 1, perSeconds: 60 };
    await budgets.acquire(id, 'read', budget);
    await budgets.acquire(id, 'read', budget);
    const query = jest.spyOn(sources[0]!, 'query');
    expect(await budgets.acquire(id, 'read', budget)).toMatchObject({ ok: false });
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });
});

it('keeps connections apart, and reads from writes', async () => {
  const [one, other] = [await connection(), await connection()];
  const budget = { limit: 1, perSeconds: 60 };
  const budgets = budgetsOf(sources[0]!);
  expect(await budgets.acquire(one, 'read', budget)).toEqual({ ok: true });
  expect(await budgets.acquire(one, 'write', budget)).toEqual({ ok: true });
  expect(await budgets.acquire(other, 'read', budget)).toEqual({ ok: true });
  expect(await budgets.acquire(one, 'read', budget)).toMatchObject({ ok: false });
});

it('leaves room for people beside what runs in the background', async () => {
  const id = await connection();
  const budget = { limit: 10, perSeconds: 60 };
  const budgets = budgetsOf(sources[0]!);
  const background = [];
  for (let call = 0; call < 10; call++) background.push(await budgets.acquire(id, 'read', budget, 0.8));
  expect(background.filter((answer) => answer.ok)).toHaveLength(8);
  expect(await budgets.acquire(id, 'read', budget)).toEqual({ ok: true });
});

it('counts what was spent when the period changes', async () => {
  const id = await connection();
  const budgets = budgetsOf(sources[0]!);
  for (let call = 0; call < 3; call++) await budgets.acquire(id, 'read', { limit: 3, perSeconds: 60 });
  expect(await budgetsOf(sources[1]!).acquire(id, 'read', { limit: 3, perSeconds: 30 })).toMatchObject({
    ok: false,
  });
});

it('says that it could not be asked, rather than refuse, where the database is away', async () => {
  const id = await connection();
  const gone = await new DataSource({ type: 'postgres', url: database.url, poolSize: 1 }).initialize();
  const budgets = new RateBudgets(gone);
  await gone.destroy();
  await expect(budgets.acquire(id, 'write', { limit: 1, perSeconds: 1 })).rejects.toThrow(
    RateBudgetUnavailableError,
  );
});

it('comes with a migration that can be taken back', async () => {
  const other = await createTestDatabase();
  const own = await new DataSource({ type: 'postgres', url: other.url, poolSize: 2 }).initialize();
  const runner = own.createQueryRunner();
  const migration = new Traffic1760000000004();
  await migration.down(runner);
  await expect(own.query('select from traffic_pauses')).rejects.toThrow('does not exist');
  await migration.up(runner);
  await expect(own.query('select last_read_at, attention from posts')).resolves.toEqual([]);
  await runner.release();
  await own.destroy();
  await other.drop();
});
