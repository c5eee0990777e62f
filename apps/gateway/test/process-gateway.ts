/** A gateway of real processes on a Postgres of its own, which can be taken away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded-postgres';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { until } from './gateway-harness';
import { freePort, gatewayProcesses } from './processes';

const KEY = 'pk_process_0123456789abcdefghijkl';
const FINAL = ['published', 'partially_published', 'failed', 'canceled'];
const UPSTREAMS = [
  { upstream: 'layers', provider: 'layers', platform: 'instagram' },
  { upstream: 'postpost', provider: 'postpost', platform: 'linkedin' },
  { upstream: 'postato', provider: 'generic:postato', platform: 'linkedin' },
];

export interface Answer {
  /** 0: nobody answered at all. */
  status: number;
  ms: number;
  body: unknown;
}

export class ProcessGateway {
  readonly authorization = { authorization: `Bearer ${KEY}` };

  private constructor(
    readonly dataDir: string,
    public postgres: EmbeddedPostgres,
    readonly processes: ReturnType<typeof gatewayProcesses>,
  ) {}

  /** Starts the database and the sandbox; API and workers are the caller's. */
  static async open(
    allowHosts: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<ProcessGateway> {
    const dataDir = mkdtempSync(join(tmpdir(), 'postern-processes-'));
    const postgres = await startEmbeddedPostgres({ dataDir });
    const processes = gatewayProcesses({
      databaseUrl: postgres.url,
      dataDir,
      key: KEY,
      apiPort: await freePort(),
      sandboxPort: await freePort(),
      allowHosts,
      env,
    });
    await processes.sandbox.start();
    return new ProcessGateway(dataDir, postgres, processes);
  }

  async close(): Promise<void> {
    const { api, worker, otherWorker, sandbox } = this.processes;
    await Promise.all([worker.stop(), otherWorker.stop(), api.stop()]);
    await sandbox.stop();
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** One request, whatever becomes of it. */
  async ask(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    const began = performance.now();
    const answer = (status: number, reply: unknown): Answer => ({
      status,
      body: reply,
      ms: performance.now() - began,
    });
    try {
      const response = await fetch(`${this.processes.apiUrl}${path}`, {
        method,
        headers: {
          ...this.authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      return answer(response.status, await response.json());
    } catch (error) {
      return answer(0, String(error));
    }
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, body: reply } = await this.ask(method, path, body);
    if (status < 200 || status > 299) throw new Error(`${status}: ${JSON.stringify(reply)}`);
    return reply as T;
  }

  async sandbox<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.processes.sandboxUrl}/_sandbox${path}`, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    return (await response.json()) as T;
  }

  /** One account of each upstream, through connections whose budgets are untouched. */
  async accounts(): Promise<string[]> {
    const seeds = await this.sandbox<Record<string, { apiKey: string; baseUrl: string }>>('GET', '/seeds');
    const ids: string[] = [];
    for (const { upstream, provider, platform } of UPSTREAMS) {
      const { apiKey, baseUrl } = seeds[upstream]!;
      const credentials = { apiKey, baseUrl };
      const { id } = await this.call<{ id: string }>('POST', '/v1/connections', {
        provider,
        name: upstream,
        credentials,
      });
      const { items } = await this.call<{ items: { id: string; platform: string; status: string }[] }>(
        'GET',
        `/v1/accounts?connectionId=${id}`,
      );
      ids.push(items.find((item) => item.platform === platform && item.status === 'connected')!.id);
    }
    return ids;
  }

  /** Asks until the group is taken, as a caller does who was told 503: with the same key. */
  async publish(accountIds: string[], text: string): Promise<PostGroupView> {
    const body = {
      content: { text, media: [{ url: `${this.processes.sandboxUrl}/samples/a.jpg` }] },
      targets: accountIds.map((accountId) => ({ accountId })),
    };
    for (;;) {
      const { status, body: reply } = await this.ask('POST', '/v1/post-groups', body, text);
      if (status === 201) return reply as PostGroupView;
      if (status !== 503 && status !== 409) throw new Error(`${status}: ${JSON.stringify(reply)}`);
      await pause(100);
    }
  }

  async finals(groups: PostGroupView[], withinMs = 60_000): Promise<PostGroupView[]> {
    let seen: PostGroupView[] = groups;
    await until(async () => {
      seen = await Promise.all(
        groups.map(async (group) => {
          const { status, body } = await this.ask('GET', `/v1/post-groups/${group.id}`);
          return status === 200 ? (body as PostGroupView) : group;
        }),
      );
      return seen.every((group) => FINAL.includes(group.status));
    }, withinMs);
    return seen;
  }

  /** What the networks show of texts that begin so, as `upstream: text`. */
  async onNetworks(prefix: string): Promise<string[]> {
    const { entries } = await this.sandbox<{ entries: { upstream: string; text: string }[] }>(
      'GET',
      '/network',
    );
    return entries
      .filter(({ text }) => text.startsWith(prefix))
      .map(({ upstream, text }) => `${upstream}: ${text}`)
      .sort();
  }

  /** What the networks must show of texts that went everywhere: each once. */
  everywhere(texts: string[]): string[] {
    return UPSTREAMS.flatMap(({ upstream }) => texts.map((text) => `${upstream}: ${text}`)).sort();
  }

  async query<T extends object>(sql: string): Promise<T[]> {
    const client = new Client({ connectionString: this.postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}
