/** Breakers and pauses in a real database, as several workers agree on them. */
import { Logger } from '@nestjs/common';
import { publishError, type PublishErrorInput } from '@postern/core';
import { DataSource } from 'typeorm';
import { blockedSql, readsBlockedSql } from '../src/traffic/blocked.sql';
import { Traffic } from '../src/traffic/traffic';
import { TrafficRepository } from '../src/traffic/traffic.repository';
import { createTestDatabase, type TestDatabase } from './database';

jest.setTimeout(60_000);

let database: TestDatabase;
let source: DataSource;
let next = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url, poolSize: 8 }).initialize();
  await source.query(`insert into workspaces (id, name) values ('ws_1', 'One')`);
}, 60_000);
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

afterEach(async () => {
  await source.query('delete from traffic_pauses');
});
beforeAll(() => {
  Logger.overrideLogger(false);
});

/** What one worker process has in memory. */
const worker = () => new Traffic(new TrafficRepository(source));

async function connection(
  provider: string,
  options: { work?: boolean; status?: string } = {},
): Promise<string> {
  const id = `conn_${++next}`;
  await source.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ($1, 'ws_1', $2, $1, '', '', '{}', $3)`,
    [id, provider, options.status ?? 'active'],
  );
  if (options.work !== false) await due(id, provider);
  return id;
}

async function due(id: string, provider: string): Promise<void> {
  await source.query(
    `with g as (
       insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
       values ('pg_' || $1, 'ws_1', 'queued', '{}', '{}', 60, now(), now()) returning id
     )
     insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, latest_at,
       next_attempt_at, created_at, updated_at)
     select 'sub_' || $1, 'ws_1', g.id, $1, $2, 'held', 1, now() + interval '1 hour', now(), now(), now() from g`,
    [id, provider],
  );
}

const providerName = () => `provider_${++next}`;
const fails = (connectionId: string, providerId: string, error: PublishErrorInput = { code: 'TIMEOUT' }) => ({
  connectionId,
  providerId,
  error: publishError(error),
  unknown: false,
});
const works = (connectionId: string, providerId: string) => ({
  connectionId,
  providerId,
  error: null,
  unknown: false,
});
async function times(count: number, act: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < count; turn++) await act();
}
async function blocked(id: string, sql = blockedSql('c')): Promise<boolean> {
  const [row] = await source.query<{ blocked: boolean }[]>(
    `select ${sql} as blocked from connections c where c.id = $1`,
    [id],
  );
  return row!.blocked;
}
/** Lets the time of every probe come. */
const comes = () => source.query(`update traffic_pauses set paused_until = now() where reason = 'breaker'`);
const breakerOf = async (id: string) => {
  const [row] = await source.query<{ state: string; trips: number; ahead: number }[]>(
    `select state, trips, extract(epoch from paused_until - now())::float8 as ahead from traffic_pauses
     where id = $1 and reason = 'breaker'`,
    [id],
  );
  return row ?? null;
};

describe('the breaker of a connection', () => {
  it('opens on failures, lets one worker probe, and closes on its success', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const [one, other] = [worker(), worker()];
    await times(5, () => one.sample(fails(id, provider)));
    expect(await blocked(id)).toBe(false);
    await one.sample(fails(id, provider));
    expect(await blocked(id)).toBe(true);
    expect(await blocked(id, readsBlockedSql('c'))).toBe(true);
    expect(await one.takeProbes()).toEqual([]);

    await comes();
    // Its time has come, and yet nothing but the probe may pass.
    expect(await blocked(id)).toBe(true);
    const workers = [one, other, worker()];
    const taken = await Promise.all(workers.map((traffic) => traffic.takeProbes()));
    expect(taken.flat()).toEqual([id]);
    expect(await breakerOf(id)).toMatchObject({ state: 'half_open' });

    const prober = taken.findIndex((ids) => ids.length > 0);
    // What ends meanwhile elsewhere was sent before: it decides nothing.
    await workers[(prober + 1) % 3]!.sample(works(id, provider));
    expect(await blocked(id)).toBe(true);
    await workers[prober]!.sample(works(id, provider));
    expect(await blocked(id)).toBe(false);
    expect(await breakerOf(id)).toBeNull();
  });

  it('stays open longer each time that a probe fails', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const traffic = worker();
    await times(6, () => traffic.sample(fails(id, provider)));
    for (const [trips, least, most] of [
      [2, 5, 10],
      [3, 10, 20],
      [4, 20, 40],
    ] as const) {
      await comes();
      expect(await traffic.takeProbes()).toEqual([id]);
      await traffic.sample(fails(id, provider));
      const breaker = await breakerOf(id);
      expect(breaker).toMatchObject({ state: 'open', trips });
      expect(breaker!.ahead).toBeGreaterThan(least - 1);
      expect(breaker!.ahead).toBeLessThanOrEqual(most);
    }
  });

  it('gives the probe of a worker that died to another one', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const traffic = worker();
    await times(6, () => traffic.sample(fails(id, provider)));
    await comes();
    expect(await worker().takeProbes()).toEqual([id]);
    expect(await traffic.takeProbes()).toEqual([]);
    expect((await breakerOf(id))!.ahead).toBeLessThanOrEqual(15);
    await comes();
    expect(await traffic.takeProbes()).toEqual([id]);
  });

  it('is one, however many workers open it', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const workers = Array.from({ length: 4 }, worker);
    await Promise.all(workers.map((traffic) => times(6, () => traffic.sample(fails(id, provider)))));
    expect(await breakerOf(id)).toMatchObject({ state: 'open', trips: 1 });
  });

  it('is not opened by refusals that the upstream means', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const traffic = worker();
    await times(10, () =>
      traffic.sample(fails(id, provider, { code: 'AUTH_FORBIDDEN', upstreamHttpStatus: 403 })),
    );
    await times(10, () => traffic.sample(fails(id, provider, { code: 'RATE_LIMITED' })));
    expect(await blocked(id)).toBe(false);
  });

  it('wastes no probe on a connection that has nothing to do, paused by its upstream, or in need of attention', async () => {
    const provider = providerName();
    const idle = await connection(provider, { work: false });
    const paused = await connection(provider);
    const broken = await connection(provider, { status: 'needs_attention' });
    for (const id of [idle, paused, broken]) {
      await source.query(
        `insert into traffic_pauses (scope, id, reason, paused_until) values ('connection', $1, 'breaker', now())`,
        [id],
      );
    }
    const traffic = worker();
    await traffic.pauseFor(paused, 60);
    expect(await traffic.takeProbes()).toEqual([]);
    await due(idle, provider);
    expect(await traffic.takeProbes()).toEqual([idle]);
  });
});

describe('the breaker of a provider', () => {
  it('opens when several connections fail, stops all of them, and is probed through one', async () => {
    const provider = providerName();
    const ids = [await connection(provider), await connection(provider), await connection(provider)];
    const quiet = await connection(provider, { work: false });
    const stranger = await connection(providerName());
    const traffic = worker();
    for (const id of ids) await times(2, () => traffic.sample(fails(id, provider)));
    expect(await blocked(quiet)).toBe(true);
    expect(await blocked(stranger)).toBe(false);
    expect((await traffic.providerHealth([provider])).get(provider)).toMatchObject({ breaker: 'open' });

    await comes();
    const [probe, ...others] = await traffic.takeProbes();
    expect(ids).toContain(probe);
    expect(others).toEqual([]);
    await traffic.sample(works(probe!, provider));
    for (const id of [...ids, quiet]) expect(await blocked(id)).toBe(false);
  });

  it('is probed through a connection whose own breaker is open, if there is no other; both close', async () => {
    const provider = providerName();
    const ids = [await connection(provider), await connection(provider), await connection(provider)];
    const traffic = worker();
    for (const id of ids) await times(6, () => traffic.sample(fails(id, provider)));
    for (const id of ids)
      await source.query(
        `insert into traffic_pauses (scope, id, reason, paused_until) values ('connection', $1, 'breaker', now() + interval '1 hour')
       on conflict (scope, id, reason) do update set paused_until = excluded.paused_until`,
        [id],
      );
    await source.query(
      `update traffic_pauses set paused_until = now() where scope = 'provider' and id = $1`,
      [provider],
    );
    const [probe, ...others] = await traffic.takeProbes();
    expect(others).toEqual([]);
    await traffic.sample(works(probe!, provider));
    expect(await blocked(probe!)).toBe(false);
    expect(await breakerOf(provider)).toBeNull();
  });

  it('is not tripped by one tenant’s bad connection', async () => {
    const provider = providerName();
    const [bad, good, fine] = [
      await connection(provider),
      await connection(provider),
      await connection(provider),
    ];
    const traffic = worker();
    await times(3, async () => {
      await traffic.sample(works(good, provider));
      await traffic.sample(works(fine, provider));
    });
    await times(100, () => traffic.sample(fails(bad, provider)));
    expect(await blocked(bad)).toBe(true);
    expect(await blocked(good)).toBe(false);
  });
});

describe('a pause', () => {
  it('that a 429 asks for holds the whole connection, reads too, for so long', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const limited = { code: 'RATE_LIMITED', upstreamHttpStatus: 429, retryAfter: 2 } as const;
    await worker().sample(fails(id, provider, limited));
    expect(await blocked(id)).toBe(true);
    expect(await blocked(id, readsBlockedSql('c'))).toBe(true);
    expect((await worker().state(new Map([[id, provider]]))).get(id)).toMatchObject({
      breaker: 'closed',
      reason: 'retry_after',
      scope: 'connection',
    });
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(await blocked(id)).toBe(false);
  });

  it('is never shortened by another one', async () => {
    const provider = providerName();
    const id = await connection(provider);
    await worker().pauseFor(id, 60);
    await worker().pauseFor(id, 1);
    const state = (await worker().state(new Map([[id, provider]]))).get(id);
    expect(state!.pausedUntil!.getTime() - Date.now()).toBeGreaterThan(50_000);
  });

  it('costs the database nothing while it stands', async () => {
    const provider = providerName();
    const id = await connection(provider);
    const traffic = worker();
    const limited = { code: 'RATE_LIMITED', upstreamHttpStatus: 429, retryAfter: 30 } as const;
    await traffic.sample(fails(id, provider, limited));
    const query = jest.spyOn(source, 'query');
    await traffic.sample(fails(id, provider, limited));
    await times(100, () => traffic.sample(works(id, provider)));
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });
});

it('a deleted connection is not blocked, whatever paused it: what is due through it ends', async () => {
  const provider = providerName();
  const id = await connection(provider, { status: 'disabled' });
  await worker().pauseFor(id, 60);
  expect(await blocked(id)).toBe(false);
});
