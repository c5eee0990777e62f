/** Real processes that freeze and compete. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded-postgres';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { until } from './gateway-harness';
import { freePort, gatewayProcesses } from './processes';

jest.setTimeout(180_000);

const KEY = 'pk_engine_0123456789abcdefghijkl';
const UPSTREAMS = [
  { upstream: 'layers', provider: 'layers', platform: 'instagram', lastStep: 'layers.publish' },
  { upstream: 'postpost', provider: 'postpost', platform: 'linkedin', lastStep: 'postpost.update-post' },
  { upstream: 'postato', provider: 'generic:postato', platform: 'linkedin', lastStep: 'postato.create' },
];

let dataDir: string;
let postgres: EmbeddedPostgres;
let processes: ReturnType<typeof gatewayProcesses>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'postern-engine-'));
  postgres = await startEmbeddedPostgres({ dataDir });
  processes = gatewayProcesses({
    databaseUrl: postgres.url,
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
  processes.worker.thaw();
  await Promise.all([processes.worker.stop(), processes.otherWorker.stop(), processes.api.stop()]);
  await processes.sandbox.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});
afterEach(() => {
  for (const process of [processes.api, processes.worker, processes.otherWorker]) {
    expect(process.log()).not.toMatch(/unhandled|uncaught/i);
  }
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

async function sandbox<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${processes.sandboxUrl}/_sandbox${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  return (await response.json()) as T;
}

/** One account of each upstream, through connections whose budgets are untouched. */
async function accounts(): Promise<string[]> {
  const seeds = await sandbox<Record<string, { apiKey: string; baseUrl: string }>>('GET', '/seeds');
  const ids: string[] = [];
  for (const { upstream, provider, platform } of UPSTREAMS) {
    const { apiKey, baseUrl } = seeds[upstream]!;
    const { id } = await call<{ id: string }>('POST', '/v1/connections', {
      provider,
      name: upstream,
      credentials: { apiKey, baseUrl },
    });
    const { items } = await call<{ items: { id: string; platform: string; status: string }[] }>(
      'GET',
      `/v1/accounts?connectionId=${id}`,
    );
    ids.push(items.find((item) => item.platform === platform && item.status === 'connected')!.id);
  }
  return ids;
}

const publish = (accountIds: string[], text: string) =>
  call<PostGroupView>('POST', '/v1/post-groups', {
    content: { text, media: [{ url: `${processes.sandboxUrl}/samples/a.jpg` }] },
    targets: accountIds.map((accountId) => ({ accountId })),
  });

async function finals(groups: PostGroupView[], withinMs = 60_000): Promise<PostGroupView[]> {
  let seen: PostGroupView[] = [];
  await until(async () => {
    seen = await Promise.all(
      groups.map(({ id }) => call<PostGroupView>('GET', `/v1/post-groups/${id}`).catch(() => groups[0]!)),
    );
    return seen.every((group) => ['published', 'partially_published', 'failed'].includes(group.status));
  }, withinMs);
  return seen;
}

async function onNetworks(prefix: string): Promise<string[]> {
  const { entries } = await sandbox<{ entries: { upstream: string; text: string }[] }>('GET', '/network');
  return entries
    .map(({ upstream, text }) => `${upstream}: ${text}`)
    .filter((line) => line.includes(prefix))
    .sort();
}

const everywhere = (texts: string[], upstreams = UPSTREAMS) =>
  upstreams.flatMap(({ upstream }) => texts.map((text) => `${upstream}: ${text}`)).sort();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a worker that freezes with posts in hand', () => {
  it.each([30, 120, 400])(
    'after %i ms, and thaws when another has finished them, adds nothing',
    async (ms) => {
      const ids = await accounts();
      for (const { upstream, lastStep } of UPSTREAMS)
        await sandbox('POST', '/faults', { upstream, operation: lastStep, kind: 'slow', delayMs: 1_500 });
      const texts = [`Frozen ${ms} a`, `Frozen ${ms} b`];
      const groups = await Promise.all(texts.map((text) => publish(ids, text)));
      await wait(ms);
      processes.worker.freeze();
      await processes.otherWorker.start();
      const ends = await finals(groups);
      processes.worker.thaw();
      await wait(3_000);
      expect((await finals(groups)).map(({ version }) => version)).toEqual(
        ends.map(({ version }) => version),
      );
      expect(ends.map(({ status }) => status)).toEqual(['published', 'published']);
      expect(await onNetworks(`Frozen ${ms}`)).toEqual(everywhere(texts));
      expect(processes.worker.alive).toBe(true);
      await processes.otherWorker.stop();
    },
  );
});

describe('two workers', () => {
  it('on one database send each of 60 posts once', async () => {
    await processes.otherWorker.start();
    // Not through Layers: three writes a post are more than its minute's budget.
    const ids = (await accounts()).slice(1);
    const texts = Array.from({ length: 30 }, (_, index) => `Competing ${index}.`);
    const groups = await Promise.all(texts.map((text) => publish(ids, text)));
    const ends = await finals(groups, 120_000);
    expect(ends.map(({ status }) => status)).toEqual(texts.map(() => 'published'));
    expect(await onNetworks('Competing')).toEqual(everywhere(texts, UPSTREAMS.slice(1)));
    await processes.otherWorker.stop();
  });
});
