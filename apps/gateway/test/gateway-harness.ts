/** API, worker and sandbox on a real database, for the specs of the main job. */
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { Provider } from '@postern/core';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '@postern/sandbox';
import type { Config } from '../src/config/config';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { WorkerModule } from '../src/worker.module';
import { providing, startTestApi, type Body, type TestApi } from './api-harness';

export interface TestGateway {
  api: TestApi;
  sandbox: RunningSandbox;
  /** Ends the worker in hand, if any, and starts a new one. */
  startWorker(): Promise<INestApplicationContext>;
  stopWorker(): Promise<void>;
  /** Connects to a sandbox upstream; answers the connection with its accounts. */
  connect(upstream: Upstream, more?: Record<string, unknown>): Promise<{ id: string; accounts: Body[] }>;
  publish(body: Record<string, unknown>): Promise<PostGroupView>;
  group(id: string): Promise<PostGroupView>;
  /** Waits until the group is final. */
  final(id: string, withinMs?: number): Promise<PostGroupView>;
  close(): Promise<void>;
}

export type Upstream = 'layers' | 'postpost' | 'postato';

const PROVIDER_IDS: Record<Upstream, string> = {
  layers: 'layers',
  postpost: 'postpost',
  postato: 'generic:postato',
};
/** What of the seeds is a credential of a connection. */
const CREDENTIALS = ['baseUrl', 'apiKey', 'projectId', 'workspaceId'];
const OPEN = ['draft', 'scheduled', 'pending_approval', 'unknown', 'queued', 'publishing'];

export async function startTestGateway(
  options: { sandbox?: SandboxOptions; config?: Partial<Config>; providers?: readonly Provider[] } = {},
): Promise<TestGateway> {
  const sandbox = await startSandbox({ speed: 10, ...options.sandbox });
  const modules = options.providers ? [providing(options.providers)] : [];
  const api = await startTestApi(modules, { pollCapSeconds: 1, leaseSeconds: 2, ...options.config });
  let worker: INestApplicationContext | null = null;
  const gateway: TestGateway = {
    api,
    sandbox,
    startWorker: async () => {
      await gateway.stopWorker();
      const { imports = [], ...module } = WorkerModule.with(api.config);
      worker = await NestFactory.createApplicationContext(
        { ...module, imports: [...imports, ...modules] },
        {
          logger: process.env.SHOW ? ['warn', 'error', 'log'] : false,
        },
      );
      return worker;
    },
    stopWorker: async () => {
      await worker?.close();
      worker = null;
    },
    connect: async (upstream, more = {}) => {
      const seeds = sandbox.seeds()[upstream] as Record<string, unknown>;
      const schema = await configProperties(api, PROVIDER_IDS[upstream]);
      const credentials = Object.fromEntries(
        CREDENTIALS.filter((name) => name in seeds && schema.includes(name)).map((name) => [
          name,
          seeds[name],
        ]),
      );
      const created = await api.call('POST', '/v1/connections', {
        body: { provider: PROVIDER_IDS[upstream], name: upstream, credentials, ...more },
      });
      if (created.status !== 201) throw new Error(JSON.stringify(created.body));
      const id = created.body.id as string;
      const accounts = await api.call('GET', `/v1/accounts?connectionId=${id}&limit=100`);
      return { id, accounts: accounts.body.items as Body[] };
    },
    publish: async (body) => {
      const created = await api.call('POST', '/v1/post-groups', { body });
      if (created.status !== 201) throw new Error(JSON.stringify(created.body));
      return created.body as PostGroupView;
    },
    group: async (id) => (await api.call('GET', `/v1/post-groups/${id}`)).body as PostGroupView,
    final: async (id, withinMs = 25_000) => {
      const end = Date.now() + withinMs;
      for (let turn = 0; ; turn += 1) {
        const group = await gateway.group(id);
        if (!OPEN.includes(group.status)) return group;
        if (Date.now() > end) throw new Error(`Not final in time: ${JSON.stringify(group.posts, null, 1)}`);
        await pauseBefore(turn);
      }
    },
    close: async () => {
      await gateway.stopWorker();
      await api.close();
      await sandbox.stop();
    },
  };
  return gateway;
}

async function configProperties(api: TestApi, provider: string): Promise<string[]> {
  const providers = await api.call('GET', '/v1/providers');
  const found = (providers.body.items as Body[]).find((candidate) => candidate.id === provider);
  return Object.keys((found?.configSchema.properties ?? {}) as object);
}

/** A connected account of a platform. */
export function accountOn(accounts: readonly Body[], platform: string): string {
  const account = accounts.find(
    (candidate) => candidate.platform === platform && candidate.status === 'connected',
  );
  if (account === undefined) throw new Error(`There is no account on ${platform}.`);
  return account.id as string;
}

/** Asks again until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  for (let turn = 0; !(await condition()); turn += 1) {
    if (Date.now() > end) throw new Error('What was waited for did not happen.');
    await pauseBefore(turn);
  }
}

/** 30 ms at first and 150 in the end: a look is a request, and specs that look all the time slow down the others. */
const pauseBefore = (turn: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.min(30 * 1.2 ** turn, 150)));
