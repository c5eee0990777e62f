/**
 * Everything that a bench needs, as users run it: an own Postgres with safe settings, the built API, workers
 * and sandbox as processes of their own, all on this machine and reached over loopback.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '@postern/gateway/dist/database/embedded-postgres';
import { Client, Pool } from 'pg';
import { Child } from './child';
import { atEnd, stopEverything } from './cleanup';

/** The gateway's build. */
export const GATEWAY = join(dirname(require.resolve('@postern/gateway/package.json')), 'dist');
const SANDBOX = dirname(require.resolve('@postern/sandbox'));

export interface StackOptions {
  /** `instant`: what is due is published at once. `frozen`: its clock stands still. Both without limits. */
  sandbox: 'instant' | 'frozen';
  /** More environment for API and workers. */
  gateway?: Record<string, string>;
  /** Further hosts on this machine that the gateway may call, `127.0.0.1:port`. */
  callees?: string[];
  /** Whether the API is watched taking hooks of upstreams (hook-probe.ts). */
  probesHooks?: boolean;
  /** Whether API and workers note their memory (memory-probe.ts), in files of `dataDir`. */
  probesMemory?: boolean;
  /** Folder for CPU profiles of API and workers; empty = none. */
  profileDir: string;
}

export interface Stack {
  /** For files of this run; gone afterwards. */
  dataDir: string;
  /** What the workers' call probes have noted. */
  callsFile: string;
  /** What the API's hook probe has noted. */
  hooksFile: string;
  /** Of API and workers. */
  env: Record<string, string>;
  databaseUrl: string;
  /** Of the first process of the server. */
  databasePid: number;
  db: Pool;
  sandboxUrl: string;
  apiUrl: string;
  sandbox: Child;
  api: Child;
  workers: Child[];
  /** Starts one more worker; resolves once it takes posts. */
  addWorker(): Promise<Child>;
  stopWorkers(): Promise<void>;
  /** Ends all of it, and whatever else the bench has started since. */
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  // Run by root, the database has a user of its own, who must be able to pass through.
  chmodSync(dataDir, 0o711);
  atEnd(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })));
  const postgres = await startCountingPostgres(dataDir);
  const [apiPort, sandboxPort] = [await freePort(), await freePort()];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env = {
    DATABASE_URL: postgres.url,
    POSTERN_DATA_DIR: dataDir,
    POSTERN_BOOTSTRAP_KEY: randomBytes(24).toString('hex'),
    POSTERN_ALLOW_HOSTS: [`127.0.0.1:${sandboxPort}`, ...(options.callees ?? [])].join(','),
    PORT: String(apiPort),
    // A limit would be measured, not the gateway.
    POSTERN_RATE_LIMIT: '999999999',
    LOG_FORMAT: 'json',
    BENCH_MEMORY: dataDir,
    ...options.gateway,
  };
  const probes = options.probesMemory ? ['--require', join(__dirname, 'memory-probe.js')] : [];
  const hooksFile = join(dataDir, 'hooks.txt');
  const sandbox = await Child.start({
    name: 'sandbox',
    ...(options.sandbox === 'frozen'
      ? { script: join(__dirname, 'frozen-sandbox.js'), args: [String(sandboxPort)] }
      : {
          script: join(SANDBOX, 'main.js'),
          args: ['--port', String(sandboxPort), '--pace', 'instant', '--no-limits'],
        }),
    env: {},
    logFile: join(dataDir, 'sandbox.log'),
    ready: () => answers(`${sandboxUrl}/_sandbox/seeds`),
  });
  const api = await Child.start({
    name: 'api',
    script: join(GATEWAY, 'main.js'),
    nodeArgs: [
      ...probes,
      ...(options.probesHooks ? ['--require', join(__dirname, 'hook-probe.js')] : []),
      ...profileFlags(options.profileDir),
    ],
    env: { ...env, BENCH_HOOKS: hooksFile },
    logFile: join(dataDir, 'api.log'),
    ready: () => answers(`${apiUrl}/health/ready`),
  });
  const db = new Pool({ connectionString: postgres.url, max: 4, application_name: 'bench' });
  db.on('error', (error) => process.stderr.write(`bench: a database session ended: ${error.message}\n`));
  atEnd(() => db.end());
  const workers: Child[] = [];
  const callsFile = join(dataDir, 'calls.txt');
  return {
    dataDir,
    env,
    callsFile,
    hooksFile,
    databaseUrl: postgres.url,
    databasePid: postgres.pid,
    db,
    sandboxUrl,
    apiUrl,
    sandbox,
    api,
    workers,
    addWorker: async () => {
      const worker = await Child.start({
        name: `worker ${workers.length + 1}`,
        script: join(GATEWAY, 'worker.js'),
        nodeArgs: [
          ...probes,
          '--require',
          join(__dirname, 'call-probe.js'),
          ...profileFlags(options.profileDir),
        ],
        env: { ...env, BENCH_CALLS: callsFile },
        logFile: join(dataDir, `worker-${workers.length + 1}.log`),
        ready: (log) => log.includes('The worker runs.'),
      });
      workers.push(worker);
      return worker;
    },
    stopWorkers: async () => {
      await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    },
    stop: stopEverything,
  };
}

export function profileFlags(dir: string): string[] {
  if (dir === '') return [];
  mkdirSync(dir, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${dir}`];
}

/** The gateway's own database server, told once to count statements, which costs it a few per cent. */
async function startCountingPostgres(dataDir: string): Promise<{ url: string; pid: number }> {
  const first = await startEmbeddedPostgres({ dataDir });
  await asOneClient(first.url, `alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await first.stop();
  const counting = await startEmbeddedPostgres({ dataDir });
  atEnd(() => counting.stop());
  await asOneClient(counting.url, 'create extension pg_stat_statements');
  await asOneClient(counting.url, 'alter system set pg_stat_statements.track_planning = on');
  await asOneClient(counting.url, 'select pg_reload_conf()');
  return counting;
}

async function asOneClient(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    // Not listening yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
