/**
 * Nothing that requests or workers ask while posts go out reads a large table row by row: creating, reading and
 * listing, keys, claims, submissions, recording, reads of states, events and their numbers, the stream, webhook lanes and
 * deliveries, figures and probes. Postgres itself counts what sequential scans have read, whoever asked. What filters of
 * the lists read is in `list-plans.spec.ts`, as are groups and posts: with so few of them a scan is the better plan of a join
 * with many.
 */
import { Client } from 'pg';
import type { Body } from './api-harness';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';
import { LARGE_TABLES, multiplyRows } from './multiply-rows';
import { Receiver } from './webhook-receiver';

jest.setTimeout(180_000);

/** Of each row: no large table has fewer rows than this, so one scan of it would read as many. */
const COPIES = 3_000;

const WATCHED = LARGE_TABLES.filter((table) => table !== 'posts' && table !== 'post_groups');

let gateway: TestGateway;
let receiver: Receiver;
let accounts: { accountId: string }[];
beforeAll(async () => {
  gateway = await startTestGateway();
  receiver = await Receiver.start();
  const connected = [await gateway.connect('layers'), await gateway.connect('postpost')];
  const all = connected.flatMap((connection): Body[] => connection.accounts);
  accounts = ['x', 'linkedin', 'threads'].map((platform) => ({ accountId: accountOn(all, platform) }));
  await gateway.api.call('POST', '/v1/webhook-endpoints', { body: { url: receiver.url } });
});
afterAll(async () => {
  await receiver.stop();
  await gateway.close();
});

/** A day's work in small. */
async function work(name: string): Promise<void> {
  const { api } = gateway;
  await gateway.startWorker();
  const toldBefore = receiver.received.length;
  for (const text of ['published', 'failed #fail-auth']) {
    const created = await api.call('POST', '/v1/post-groups', {
      body: { content: { text: `${name}, ${text}` }, targets: accounts, duplicateWindowSeconds: 3_600 },
      headers: { 'idempotency-key': `${name}-${text}` },
    });
    expect(created.status).toBe(201);
    const group = await gateway.final((created.body as { id: string }).id);
    const [post] = group.posts;
    for (const path of [
      `/v1/posts/${post?.id}`,
      `/v1/posts/${post?.id}/timeline`,
      '/v1/post-groups',
      '/v1/posts?status=failed',
      '/v1/events',
      '/v1/webhook-deliveries',
      '/v1/audit-log',
      '/v1/api-keys',
      '/v1/stats/overview',
      '/v1/stats/punctuality',
      '/health/ready',
      '/metrics',
    ]) {
      const reply = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.key}` } });
      expect([path, reply.status]).toEqual([path, 200]);
      await reply.arrayBuffer();
    }
  }
  // Created, and ended: of each group and of its posts.
  await until(() => receiver.received.length >= toldBefore + 16);
  await until(async () => {
    const pending = await api.db.query<unknown[]>(
      `select 1 from webhook_deliveries where status = 'pending'`,
    );
    return pending.length === 0;
  });
  await gateway.stopWorker();
}

/** Rows that sequential scans have read, by table, all partitions of one together. */
async function scanned(): Promise<Record<string, number>> {
  const client = new Client({ connectionString: gateway.api.config.databaseUrl ?? undefined });
  await client.connect();
  try {
    // A session tells what it has read now and then, and at its end at the latest.
    const { rows: others } = await client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const pids = others.map(({ pid }) => pid);
    await client.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [pids]);
    await until(async () => {
      const left = await client.query('select from pg_stat_activity where pid = any($1::int[])', [pids]);
      return left.rowCount === 0;
    });
    const { rows } = await client.query<{ name: string; read: number }>(
      `select t.name, coalesce(sum(s.seq_tup_read), 0)::float8 as read
       from unnest($1::text[]) t(name) join pg_class c on c.oid = t.name::regclass
       left join lateral pg_partition_tree(c.oid) part on true
       join pg_stat_user_tables s on s.relid = coalesce(part.relid, c.oid) group by t.name`,
      [LARGE_TABLES],
    );
    return Object.fromEntries(rows.map(({ name, read }) => [name, read]));
  } finally {
    await client.end();
  }
}

it('no large table is read row by row', async () => {
  await work('first');
  await multiplyRows(gateway.api.config.databaseUrl ?? '', COPIES);
  const before = await scanned();
  expect(Object.keys(before).sort()).toEqual([...LARGE_TABLES].sort());
  await work('second');
  const after = await scanned();
  const read = WATCHED.map((table) => [table, (after[table] ?? 0) - (before[table] ?? 0)] as const);
  expect(read.filter(([, rows]) => rows >= COPIES)).toEqual([]);
});
