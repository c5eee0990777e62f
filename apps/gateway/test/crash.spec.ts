import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { createTestDatabase, type TestDatabase } from './database';
import { freePort, gatewayProcesses } from './processes';

jest.setTimeout(180_000);

const KEY = 'pk_crash_0123456789abcdefghijkl';
const CONNECTIONS = [
  { upstream: 'layers', provider: 'layers', platform: 'instagram', names: ['apiKey', 'baseUrl'] },
  { upstream: 'postpost', provider: 'postpost', platform: 'linkedin', names: ['apiKey', 'baseUrl'] },
  { upstream: 'postato', provider: 'generic:postato', platform: 'linkedin', names: ['apiKey', 'baseUrl'] },
];

let database: TestDatabase;
let dataDir: string;
let processes: ReturnType<typeof gatewayProcesses>;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'postern-crash-'));
  processes = gatewayProcesses({
    databaseUrl: database.url,
    dataDir,
    key: KEY,
    apiPort: await freePort(),
    sandboxPort: await freePort(),
  });
  await processes.sandbox.start();
  await processes.api.start();
  await processes.worker.start();
});
afterAll(async () => {
  await Promise.all([processes.worker.stop(), processes.api.stop()]);
  await processes.sandbox.stop();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${processes.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const reply = (await response.json()) as T;
  if (!response.ok) throw new Error(JSON.stringify(reply));
  return reply;
}

/** One account of each upstream. */
async function accounts(): Promise<string[]> {
  const seeds = (await (await fetch(`${processes.sandboxUrl}/_sandbox/seeds`)).json()) as Record<
    string,
    Record<string, string>
  >;
  const ids: string[] = [];
  for (const { upstream, provider, platform, names } of CONNECTIONS) {
    const credentials = Object.fromEntries(names.map((name) => [name, seeds[upstream]?.[name]]));
    const { id } = await call<{ id: string }>('POST', '/v1/connections', {
      provider,
      name: upstream,
      credentials,
    });
    const { items } = await call<{ items: { id: string; platform: string; status: string }[] }>(
      'GET',
      `/v1/accounts?connectionId=${id}`,
    );
    const account = items.find(
      (candidate) => candidate.platform === platform && candidate.status === 'connected',
    );
    if (account === undefined) throw new Error(`${upstream} has no account on ${platform}.`);
    ids.push(account.id);
  }
  return ids;
}

const publish = (accountIds: string[], text: string) =>
  call<PostGroupView>('POST', '/v1/post-groups', {
    content: { text, media: [{ url: `${processes.sandboxUrl}/samples/a.jpg` }] },
    targets: accountIds.map((accountId) => ({ accountId })),
  });

async function finals(ids: string[]): Promise<PostGroupView[]> {
  const until = Date.now() + 90_000;
  for (;;) {
    const groups = await Promise.all(ids.map((id) => call<PostGroupView>('GET', `/v1/post-groups/${id}`)));
    const open = groups.filter(
      (group) => !['published', 'partially_published', 'failed'].includes(group.status),
    );
    if (open.length === 0) return groups;
    if (Date.now() > until) {
      throw new Error(
        `${open.length} open: ${JSON.stringify(open[0]?.posts)}\n${processes.worker.log().slice(-3000)}`,
      );
    }
    await wait(250);
  }
}

async function onNetworks(): Promise<string[]> {
  const reply = await fetch(`${processes.sandboxUrl}/_sandbox/network`);
  const { entries } = (await reply.json()) as { entries: { upstream: string; text: string }[] };
  return entries.map((entry) => `${entry.upstream}: ${entry.text}`).sort();
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('kill -9', () => {
  it('of the worker, again and again, and of everything once: each post is on its network exactly once', async () => {
    const ids = await accounts();
    const texts = Array.from({ length: 8 }, (_, index) => `Crash ${index}`);
    const groups: string[] = [];
    // Kills fall while posts are handed over: each round publishes, waits a little more, and kills.
    for (const [round, text] of texts.entries()) {
      groups.push((await publish(ids, text)).id);
      await wait(15 + round * 25);
      await processes.worker.kill();
      if (round === 4) {
        await processes.api.kill();
        await processes.sandbox.kill();
        await processes.sandbox.start();
        await processes.api.start();
      }
      await processes.worker.start();
    }
    const ends = await finals(groups);
    expect(ends.map((group) => group.status)).toEqual(texts.map(() => 'published'));
    expect(await onNetworks()).toEqual(
      CONNECTIONS.flatMap(({ upstream }) => texts.map((text) => `${upstream}: ${text}`)).sort(),
    );
  });

  it('leaves no submission in hand: every lease has ended', async () => {
    await processes.worker.stop();
    const { Client } = await import('pg');
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      `select state, count(*)::int from submissions group by state
       union all select 'leased', count(*)::int from submissions where lease_until is not null`,
    );
    await client.end();
    expect(rows).toEqual(
      expect.arrayContaining([
        { state: 'accepted', count: 24 },
        { state: 'leased', count: 0 },
      ]),
    );
    await processes.worker.start();
  });
});
