/** The log as callers read it: in pages, waiting for news, and as a stream. */
import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../src/http/bootstrap';
import { newId } from '../src/database/ids';
import { expectProblem, startTestApi, type Reply, type TestApi } from './api-harness';
import { EventReader, type StreamedEvent } from './event-reader';
import { until } from './gateway-harness';
import { startSequencer } from './sequencer';

jest.setTimeout(60_000);

let api: TestApi;
let sequencer: INestApplicationContext;
let other: NestFastifyApplication;
let otherUrl: string;
beforeAll(async () => {
  api = await startTestApi();
  other = await createApi(api.config);
  await other.listen(0, '127.0.0.1');
  otherUrl = await other.getUrl();
  sequencer = await startSequencer(api.config);
});
afterAll(async () => {
  await sequencer.close();
  await other.close();
  await api.close();
});

interface Write {
  type?: string;
  groupId?: string;
  postId?: string;
  data?: Record<string, unknown>;
}

/** Writes events, and waits until they have their numbers. */
async function write(workspaceId: string, events: Write[]): Promise<void> {
  const rows = events.map(({ type = 'post.updated', groupId = null, postId = null, data = {} }) => ({
    id: newId('evt'),
    type,
    group_id: groupId,
    post_id: postId,
    data,
  }));
  await api.db.query(
    `insert into events (id, workspace_id, type, group_id, post_id, data)
     select id, $1, type, group_id, post_id, data from jsonb_to_recordset($2::jsonb)
       as e(id text, type text, group_id text, post_id text, data jsonb)`,
    [workspaceId, JSON.stringify(rows)],
  );
}

const numbered = (workspaceId: string, count: number) =>
  until(async () => {
    const [row] = await api.db.query<{ n: number }[]>(
      'select count(*)::int as n from events where workspace_id = $1 and sequence is not null',
      [workspaceId],
    );
    return row!.n >= count;
  });

interface List {
  items: StreamedEvent[];
  nextCursor: string;
}
const listOf = (reply: Reply): List => {
  expect(reply.status).toBe(200);
  return reply.body as List;
};
const steps = (events: readonly StreamedEvent[]) => events.map(({ data }) => data.step);

describe('GET /v1/events', () => {
  it('shows the events of a create as they were written, each with all its fields', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(workspaceId, [
      { type: 'post_group.created', groupId: 'pg_1', data: { groupId: 'pg_1', status: 'queued' } },
      {
        type: 'post.created',
        groupId: 'pg_1',
        postId: 'post_1',
        data: { postId: 'post_1', status: 'queued' },
      },
    ]);
    await numbered(workspaceId, 2);
    const { items, nextCursor } = listOf(await api.call('GET', '/v1/events', { key }));
    expect(items).toMatchObject([
      { type: 'post_group.created', data: { groupId: 'pg_1', status: 'queued', previousStatus: null } },
      { type: 'post.created', data: { postId: 'post_1', error: null, platformPostUrl: null } },
    ]);
    expect(items[1]!.sequence).toBeGreaterThan(items[0]!.sequence);
    expect(items[0]!.id).toMatch(/^evt_/);
    expect(items[0]!.timestamp).toMatch(/^\d{4}-.*Z$/);
    expect(nextCursor).toBe(String(items[1]!.sequence));
  });

  it('goes through the log in pages, and then repeats the position', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(
      workspaceId,
      Array.from({ length: 25 }, (_, step) => ({ data: { step } })),
    );
    await numbered(workspaceId, 25);
    const seen: StreamedEvent[] = [];
    let after = '0';
    for (let page = 0; page < 3; page += 1) {
      const { items, nextCursor } = listOf(
        await api.call('GET', `/v1/events?after=${after}&limit=10`, { key }),
      );
      seen.push(...items);
      after = nextCursor;
    }
    expect(steps(seen)).toEqual(Array.from({ length: 25 }, (_, step) => step));
    const end = listOf(await api.call('GET', `/v1/events?after=${after}`, { key }));
    expect(end).toEqual({ items: [], nextCursor: after });
    const future = '9007199254740991';
    expect(listOf(await api.call('GET', `/v1/events?after=${future}`, { key })).nextCursor).toBe(future);
  });

  it('narrows to types, wildcards, a group and a post', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(workspaceId, [
      { type: 'post.created', groupId: 'pg_a', postId: 'post_a', data: { step: 1 } },
      { type: 'post_group.created', groupId: 'pg_a', data: { step: 2 } },
      { type: 'post.published', groupId: 'pg_b', postId: 'post_b', data: { step: 3 } },
      { type: 'connection.needs_attention', data: { step: 4 } },
      { type: 'post_group.completed', groupId: 'pg_b', data: { step: 5 } },
    ]);
    await numbered(workspaceId, 5);
    const found = async (query: string) =>
      steps(listOf(await api.call('GET', `/v1/events?${query}`, { key })).items);
    expect(await found('type=post.*')).toEqual([1, 3]);
    expect(await found('type=post_group.*&type=connection.needs_attention')).toEqual([2, 4, 5]);
    expect(await found('type=*')).toEqual([1, 2, 3, 4, 5]);
    expect(await found('groupId=pg_b')).toEqual([3, 5]);
    expect(await found('postId=post_a')).toEqual([1]);
    expect(await found('groupId=pg_b&type=post.published')).toEqual([3]);
    expect(await found('groupId=pg_nobody')).toEqual([]);
  });

  it('looks through a long log for a rare type, also where one statement does not suffice', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(workspaceId, [
      ...Array.from({ length: 6_000 }, () => ({})),
      { type: 'connection.needs_attention', data: { step: 'rare' } },
    ]);
    await numbered(workspaceId, 6_001);
    const { items, nextCursor } = listOf(await api.call('GET', '/v1/events?type=connection.*', { key }));
    expect(steps(items)).toEqual(['rare']);
    expect(nextCursor).toBe(String(items[0]!.sequence));
  });

  it.each([
    ['after=x', 'after'],
    ['after=-1', 'after'],
    ['after=1e3', 'after'],
    ['after=9007199254740993', 'after'],
    ['type=post', 'type'],
    ['type=post.nothing', 'type'],
    ['limit=0', 'limit'],
    ['waitSeconds=31', 'waitSeconds'],
    ['cursor=1', 'cursor'],
  ])('refuses %s', async (query, path) => {
    const { issues } = expectProblem(await api.call('GET', `/v1/events?${query}`), 422, 'VALIDATION');
    expect(issues![0]!.path).toContain(path);
  });

  it('asks for its scope', async () => {
    const { key } = await api.newKey(api.workspaceId, ['accounts:read']);
    expectProblem(await api.call('GET', '/v1/events', { key }), 403, 'FORBIDDEN_SCOPE');
    expectProblem(await api.call('GET', '/v1/events/stream', { key }), 403, 'FORBIDDEN_SCOPE');
    expectProblem(await api.call('GET', '/v1/events/stream', { key: null }), 401, 'UNAUTHENTICATED');
  });
});

describe('a long poll', () => {
  it('is answered as soon as something comes, and only for what is wanted', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    const waiting = api.call('GET', '/v1/events?after=0&waitSeconds=30&type=post.published', { key });
    await until(async () => (await streams()) >= 0);
    await write(workspaceId, [{ type: 'post.updated' }]);
    await numbered(workspaceId, 1);
    const began = performance.now();
    await write(workspaceId, [{ type: 'post.published', data: { step: 'it' } }]);
    expect(steps(listOf(await waiting).items)).toEqual(['it']);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('ends empty, with the position, where nothing comes', async () => {
    const { key } = await api.newWorkspace();
    const began = performance.now();
    const reply = listOf(await api.call('GET', '/v1/events?after=7&waitSeconds=1', { key }));
    expect(reply).toEqual({ items: [], nextCursor: '7' });
    expect(performance.now() - began).toBeGreaterThan(950);
  });
});

describe('GET /v1/events/stream', () => {
  it('sends what is new, and resumes where it was cut off: nothing lost, nothing twice', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(workspaceId, [{ data: { step: 'before' } }]);
    await numbered(workspaceId, 1);
    const all: StreamedEvent[] = [];
    let reader = await EventReader.open(api.url, key);
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await until(() => reader.others.some((block) => block.includes('retry: ')));
    const writing = (async () => {
      for (let step = 0; step < 60; step += 3) {
        await write(
          workspaceId,
          [0, 1, 2].map((n) => ({ data: { step: step + n } })),
        );
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    })();
    // Now at one process, now at the other.
    for (let turn = 1; turn <= 4; turn += 1) {
      await until(() => reader.events.length > 5);
      await reader.close();
      all.push(...reader.events);
      reader = await EventReader.open(turn % 2 === 1 ? otherUrl : api.url, key, {
        lastEventId: reader.lastEventId,
      });
    }
    await writing;
    await until(() => all.length + reader.events.length >= 60);
    all.push(...reader.events);
    await reader.close();
    expect(steps(all)).toEqual(Array.from({ length: 60 }, (_, step) => step));
  });

  it('begins after a sequence where one is named, with the same filters', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    await write(workspaceId, [
      ...Array.from({ length: 500 }, (_, step) => ({ groupId: 'pg_long', data: { step } })),
      { groupId: 'pg_else' },
    ]);
    await numbered(workspaceId, 501);
    const [first] = listOf(await api.call('GET', '/v1/events?limit=1', { key })).items;
    const query = `?after=${first!.sequence}&groupId=pg_long&type=post.*`;
    const reader = await EventReader.open(api.url, key, { query });
    await until(() => reader.events.length >= 499);
    expect(steps(reader.events)).toEqual(Array.from({ length: 499 }, (_, step) => step + 1));
    await reader.close();
  });

  it('tells of a bad position before it begins', async () => {
    for (const [path, headers] of [
      ['/v1/events/stream?after=x', {}],
      ['/v1/events/stream?limit=5', {}],
      ['/v1/events/stream', { 'last-event-id': 'evt_1' }],
    ] as const) {
      expectProblem(await api.call('GET', path, { headers }), 422, 'VALIDATION');
    }
  });

  it('ends within seconds of its key', async () => {
    const { id, key } = await api.newKey(api.workspaceId, ['publish:read']);
    const reader = await EventReader.open(api.url, key);
    await until(() => reader.others.length > 0);
    await api.db.query('update api_keys set revoked_at = now() where id = $1', [id]);
    await until(() => reader.ended, 10_000);
  });

  it('goes on when every session of the database was ended', async () => {
    const { workspaceId, key } = await api.newWorkspace();
    const reader = await EventReader.open(api.url, key);
    await until(() => reader.others.length > 0);
    const session = new Client({ connectionString: api.config.databaseUrl! });
    await session.connect();
    for (let step = 0; step < 5; step += 1) {
      await session.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where pid <> pg_backend_pid() and datname = current_database()`,
      );
      await session.query(
        `insert into events (id, workspace_id, type, data) values ($1, $2, 'post.updated', $3)`,
        [newId('evt'), workspaceId, { step }],
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await session.end();
    await until(() => reader.events.length >= 5);
    expect(steps(reader.events)).toEqual([0, 1, 2, 3, 4]);
    await reader.close();
  });

  it('200 clients of 40 workspaces each receive their own, on one listening session per process', async () => {
    const workspaces = await Promise.all(Array.from({ length: 40 }, () => api.newWorkspace()));
    const readers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const { workspaceId, key } = workspaces[n % 40]!;
        return { workspaceId, reader: await EventReader.open(n % 2 ? otherUrl : api.url, key) };
      }),
    );
    await until(() => readers.every(({ reader }) => reader.others.length > 0));
    expect(await streams()).toBe(100);
    await Promise.all(
      workspaces.map(({ workspaceId }) =>
        write(workspaceId, [{ data: { step: workspaceId } }, { data: { step: workspaceId } }]),
      ),
    );
    await until(() => readers.every(({ reader }) => reader.events.length >= 2));
    for (const { workspaceId, reader } of readers) {
      expect(steps(reader.events)).toEqual([workspaceId, workspaceId]);
    }
    const [row] = await api.db.query<{ n: number }[]>(
      `select count(*)::int as n from pg_stat_activity
        where application_name = 'postern listener' and datname = current_database()`,
    );
    // Two processes of the API, one worker.
    expect(row!.n).toBe(3);
    await Promise.all(readers.map(({ reader }) => reader.close()));
    await until(async () => (await streams()) === 0);
  });

  it('ends, with long polls, when the process stops', async () => {
    const stopping = await createApi(api.config);
    await stopping.listen(0, '127.0.0.1');
    const url = await stopping.getUrl();
    const reader = await EventReader.open(url, api.key);
    await until(() => reader.others.length > 0);
    const polling = fetch(`${url}/v1/events?after=9007199254740991&waitSeconds=30`, {
      headers: { authorization: `Bearer ${api.key}` },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = performance.now();
    await stopping.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    await until(() => reader.ended);
    expect(await (await polling).json()).toMatchObject({ items: [] });
  });
});

/** Streams of the first API process, by its own figures. */
async function streams(): Promise<number> {
  const { body } = await api.call('GET', '/metrics');
  return Number(/^postern_event_streams (\d+)$/m.exec(body as string)![1]);
}
