/** Queries that forget their workspace, in requests of many workspaces at once. */
import { Controller, Get, Module, Query } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../src/database/ids';
import { SessionPool, sessionOptions } from '../src/database/session-pool';
import { RequireScope } from '../src/http/auth/scope.decorators';
import { asGateway } from '../src/http/request-context';
import { startTestApi, type TestApi } from './api-harness';
import { createTestDatabase } from './database';

jest.setTimeout(60_000);

const WORKSPACES = 20;
const SESSIONS = 3;

/** The first wall left out: whose rows these are is asked by nobody. */
const FORGETFUL = 'select workspace_id from connections';

type Work = 'read' | 'many' | 'write' | 'fail' | 'roll_back' | 'time_out' | 'gateway' | 'gateway_within';

@Controller('v1/forgetful')
@RequireScope('publish:read')
class ForgetfulController {
  constructor(private readonly db: DataSource) {}

  @Get()
  async ask(@Query('work') work: Work): Promise<{ seen: string[] }> {
    switch (work) {
      case 'read':
        return { seen: await this.read() };
      case 'many': {
        const all = await Promise.all(Array.from({ length: 10 }, () => this.read()));
        return { seen: all.flat() };
      }
      case 'write': {
        const [rows] = await this.db.query<[{ workspace_id: string }[], number]>(
          'update connections set checked_at = now() returning workspace_id',
        );
        return { seen: rows.map((row) => row.workspace_id) };
      }
      case 'fail':
        await this.db.query('select 1 / 0').catch(() => undefined);
        return { seen: await this.read() };
      case 'roll_back': {
        const seen: string[] = [];
        await this.within(async (tx) => {
          seen.push(...(await this.read(tx)));
          throw new Error('No, after all.');
        }).catch(() => undefined);
        return { seen: [...seen, ...(await this.read())] };
      }
      case 'time_out':
        await this.within(async (tx) => {
          await tx.query(`select set_config('statement_timeout', '20', true)`);
          await tx.query('select pg_sleep(1)');
        }).catch(() => undefined);
        return { seen: await this.read() };
      case 'gateway':
        return { seen: [...(await asGateway(() => this.read())), ...(await this.read())] };
      case 'gateway_within':
        return this.within(async (tx) => ({ seen: await asGateway(() => this.read(tx)) }));
    }
  }

  private async read(db: DataSource | EntityManager = this.db): Promise<string[]> {
    return (await db.query<{ workspace_id: string }[]>(FORGETFUL)).map((row) => row.workspace_id);
  }

  private within<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction(work);
  }
}

@Module({ controllers: [ForgetfulController] })
class ForgetfulModule {}

let api: TestApi;
let workspaces: { workspaceId: string; key: string }[];
let pool: SessionPool;

beforeAll(async () => {
  api = await startTestApi([ForgetfulModule]);
  pool = (api.db.driver as unknown as { master: SessionPool }).master;
  pool.options.max = SESSIONS;
  workspaces = await Promise.all(Array.from({ length: WORKSPACES }, () => api.newWorkspace()));
  await api.db.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     select 'conn_' || id, id, 'layers', 'x', '', '', '{}', 'active' from workspaces`,
  );
});
afterAll(() => api.close());

const ask = (key: string, work: Work) => api.call('GET', `/v1/forgetful?work=${work}`, { key });

it.each<[Work, number]>([
  ['read', 1],
  ['many', 10],
  ['write', 1],
  ['fail', 1],
  ['roll_back', 2],
  ['time_out', 1],
])('%s: sees the rows of its own workspace', async (work, times) => {
  const { workspaceId, key } = workspaces[0]!;
  const reply = await ask(key, work);
  expect(reply.body).toEqual({ seen: Array.from({ length: times }, () => workspaceId) });
});

it('sees all workspaces where the gateway asks for itself, and its own again afterwards', async () => {
  const { workspaceId, key } = workspaces[1]!;
  const { seen } = (await ask(key, 'gateway')).body as { seen: string[] };
  // The harness made one more.
  expect(new Set(seen).size).toBe(WORKSPACES + 1);
  expect(seen.filter((one) => one === workspaceId)).toHaveLength(2);
});

it('does not change sides within a transaction', async () => {
  const { key } = workspaces[2]!;
  expect((await ask(key, 'gateway_within')).status).toBe(500);
  expect((await ask(key, 'read')).body.seen).toEqual([workspaces[2]!.workspaceId]);
});

it(`keeps ${WORKSPACES} workspaces apart on ${SESSIONS} sessions, also through errors and lost sessions`, async () => {
  const works: Work[] = [
    'read',
    'many',
    'write',
    'many',
    'fail',
    'many',
    'roll_back',
    'many',
    'time_out',
    'many',
  ];
  const ending = new Client({ connectionString: api.config.databaseUrl! });
  await ending.connect();
  let reads = 0;
  let lost = 0;
  const foreign: unknown[] = [];
  await Promise.all(
    workspaces.map(async ({ workspaceId, key }, nth) => {
      for (let turn = 0; turn < 30; turn += 1) {
        const work = works[(nth + turn) % works.length]!;
        const reply = await ask(key, work);
        if (nth === 0 && turn % 10 === 9)
          await ending.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and application_name = 'postern' limit 1`,
          );
        // A session that was ended in the middle.
        if (reply.status !== 200) {
          lost += 1;
          continue;
        }
        const { seen } = reply.body as { seen: string[] };
        reads += seen.length;
        if (seen.length === 0 || seen.some((one) => one !== workspaceId))
          foreign.push({ work, workspaceId, seen });
      }
    }),
  );
  await ending.end();
  expect(foreign).toEqual([]);
  expect(reads).toBeGreaterThan(2_500);
  expect(lost).toBeLessThan(20);
  expect(pool.totalCount).toBeLessThanOrEqual(SESSIONS);
});

describe('a session that cannot be bound', () => {
  it('asks nothing of what waits behind the binding', async () => {
    const database = await createTestDatabase();
    const own = newId('ws');
    let bound: string | null = null;
    const sessions = new SessionPool({
      connectionString: database.url,
      max: 1,
      ...sessionOptions({ connectMs: 3_000, statementMs: 1_000 }),
      ...{ workspace: () => bound },
    });
    await sessions.query('alter function postern_bind(text) rename to postern_bind_not');
    bound = own;
    // As the login it would succeed, and stay.
    const insert = sessions.query('insert into workspaces (id, name) values ($1, $1)', [own]);
    await expect(insert).rejects.toMatchObject({ code: '42883' });
    bound = null;
    expect((await sessions.query('select from workspaces')).rowCount).toBe(0);
    await sessions.end();
    await database.drop();
  });

  it('is not bound anew in the middle of a transaction, nor behind a question without an answer', async () => {
    const database = await createTestDatabase();
    let bound: string | null = null;
    const sessions = new SessionPool({
      connectionString: database.url,
      max: 1,
      ...{ workspace: () => bound },
    });
    const session = await sessions.connect();
    await session.query('begin');
    bound = 'ws_a';
    expect(() => session.query('select 1')).toThrow('bound to another workspace');
    bound = null;
    await session.query('rollback');
    const pending = session.query('select pg_sleep(0.1)');
    bound = 'ws_a';
    expect(() => session.query('select 1')).toThrow('bound to another workspace');
    await pending;
    expect((await session.query('select current_user = postern_tenant_role() as tenant')).rows).toEqual([
      { tenant: true },
    ]);
    session.release();
    await sessions.end();
    await database.drop();
  });
});
