import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database';
import { type Wire, wireTo } from '../../test/wire';
import { isDatabaseUnreachable } from './database-errors';
import { type Patience, SessionPool } from './session-pool';

const PATIENCE = { connectMs: 3_000, statementMs: 300 };
const HASTY = { ...PATIENCE, connectMs: 600 };

let database: TestDatabase;
let wire: Wire;
let pool: SessionPool;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  wire = await wireTo(database.url);
  pool = open(PATIENCE);
});
afterEach(async () => {
  // A test that fails holds what it was lent.
  void pool.end();
  pool.sever();
  await wire.cut();
});

const open = (patience: Patience) =>
  SessionPool.open({ connectionString: wire.url, applicationName: 'spec', max: 4, patience });
const ask = (sql = 'select 1 as one') => pool.query<{ one: number }>(sql).then(({ rows }) => rows[0]?.one);

/** @returns the error of a question, and after how long it came */
async function refusal(asked: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const began = performance.now();
  const error = await asked.then(
    () => null,
    (cause: unknown) => cause,
  );
  return { error, ms: performance.now() - began };
}

async function endEverySession(): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where pid <> pg_backend_pid() and datname = current_database() and application_name = 'spec'`,
  );
  await client.end();
}

describe('a database that says nothing', () => {
  it('ends the question and its session within the time that is given', async () => {
    await ask();
    wire.blackOut();
    const { error, ms } = await refusal(ask());
    expect(error).toMatchObject({ name: 'SilentDatabaseError', code: '08006' });
    expect(isDatabaseUnreachable(error)).toBe(true);
    expect(ms).toBeGreaterThan(1_200);
    expect(ms).toBeLessThan(4_000);
    expect(pool.totalCount).toBe(0);
  });

  it('is not trusted on the sessions that lay idle: the first question afterwards is answered', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ask('select pg_sleep(0.05)')));
    expect(pool.idleCount).toBe(4);
    wire.blackOut();
    await refusal(ask());
    wire.restore();
    expect(await ask()).toBe(1);
  });

  it('lets no connection be waited for beyond its time', async () => {
    wire.blackOut();
    const { error, ms } = await refusal(ask());
    expect(isDatabaseUnreachable(error)).toBe(true);
    expect(ms).toBeGreaterThan(2_900);
    expect(ms).toBeLessThan(6_000);
  });

  it('leaves sessions alone on which it speaks', async () => {
    const [slow, quick] = [await pool.connect(), await pool.connect()];
    const sleeping = refusal(slow.query('select pg_sleep(5)'));
    for (let turn = 0; turn < 10; turn += 1) {
      await quick.query('select 1');
      await quick.query('select pg_sleep(0.05)');
    }
    // Postgres speaks, and ends what takes too long: the session lives on.
    expect((await sleeping).error).toMatchObject({ code: '57014' });
    expect((await slow.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect((await quick.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    slow.release();
    quick.release();
  });
});

describe('a crowd', () => {
  beforeEach(async () => {
    await pool.end();
    pool = open(HASTY);
  });

  it('is served one after the other, however long the line, while the database answers', async () => {
    const began = performance.now();
    await Promise.all(Array.from({ length: 4 * 10 }, () => ask('select pg_sleep(0.15) is null as one')));
    // Longer than a connection may take to be made: the last ones waited for free sessions alone.
    expect(performance.now() - began).toBeGreaterThan(2 * HASTY.connectMs);
  });

  it('in front of a database that falls silent is told so soon', async () => {
    await Promise.all(Array.from({ length: 4 }, () => ask('select pg_sleep(0.05) is null as one')));
    wire.blackOut();
    const ends = await Promise.all(Array.from({ length: 40 }, () => refusal(ask())));
    expect(ends.filter(({ error }) => !isDatabaseUnreachable(error))).toEqual([]);
    expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(4_000);
  });

  it('is not refused because the process itself stood still', async () => {
    const asked = Array.from({ length: 40 }, () => ask('select pg_sleep(0.01) is null as one'));
    const end = performance.now() + 2 * HASTY.connectMs;
    while (performance.now() < end);
    expect(new Set(await Promise.all(asked)).size).toBe(1);
  });
});

describe('a session that ends', () => {
  it('between two questions, lent or not, troubles nobody but whoever asks on it', async () => {
    const lent = await pool.connect();
    await ask();
    const noticed = new Promise((resolve) => pool.once('remove', resolve));
    await endEverySession();
    await noticed;
    const { error } = await refusal(lent.query('select 1'));
    expect(isDatabaseUnreachable(error)).toBe(true);
    lent.release();
    expect(await ask()).toBe(1);
  });

  it('at the very moment in which it is made troubles nobody either', async () => {
    const until = Date.now() + 2_000;
    const ending = (async () => {
      while (Date.now() < until) await endEverySession();
    })();
    const outcomes: boolean[] = [];
    while (Date.now() < until) {
      const client = await pool.connect().catch((error: unknown) => {
        outcomes.push(isDatabaseUnreachable(error));
        return null;
      });
      if (client === null) continue;
      const { error } = await refusal(client.query('select 1'));
      outcomes.push(error === null || isDatabaseUnreachable(error));
      client.release(true);
    }
    await ending;
    expect(outcomes.length).toBeGreaterThan(3);
    expect(outcomes.every(Boolean)).toBe(true);
    expect(await ask()).toBe(1);
  });
});
