import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ARTIFACTS } from './place';

const START = join(__dirname, '../../../gateway/dist/start.js');
const READY_WITHIN_MS = 120_000;
export const PRODUCT_LOG = join(ARTIFACTS, 'product.log');

/** What `npm start` runs: Postgres, sandbox, API and worker, with the built app at `/admin`. */
export interface Product {
  url: string;
  sandboxUrl: string;
  key: string;
  stop: () => Promise<void>;
}

export async function startProduct(): Promise<Product> {
  if (!existsSync(START)) throw new Error('The product is not built: npm run build.');
  // Postgres is run by another user where the starter is root, and must get through.
  const folder = mkdtempSync(join(tmpdir(), 'postern-e2e-'));
  chmodSync(folder, 0o755);
  const [port, sandboxPort] = await freePorts();
  const url = `http://127.0.0.1:${port}`;
  const log = openSync(PRODUCT_LOG, 'w');
  const child = spawn(process.execPath, [START], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      SANDBOX_DESCRIBED: 'all',
      HOST: '127.0.0.1',
      POSTERN_PUBLIC_URL: url,
      POSTERN_DATA_DIR: join(folder, 'data'),
      // Specs receive webhooks.
      POSTERN_ALLOW_HOSTS: '127.0.0.1',
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // Whatever ends this run, nothing of it stays.
  const kill = () => void child.kill('SIGINT');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const key = await ready(child, url, join(folder, 'data/bootstrap.key'));
    return { url, sandboxUrl: `http://127.0.0.1:${sandboxPort}`, key, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(child: ChildProcess, url: string, keyFile: string): Promise<string> {
  const endsAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < endsAt) {
    if (child.exitCode !== null) throw new Error(`The product ended at its start:\n${said()}`);
    if (existsSync(keyFile) && (await answersWell(`${url}/health/ready`)))
      return readFileSync(keyFile, 'utf8').trim();
    await pause(100);
  }
  throw new Error(`The product is not ready in time:\n${said()}`);
}

async function answersWell(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // It does not listen yet; the deadline is the caller's.
    return false;
  }
}

const said = () => readFileSync(PRODUCT_LOG, 'utf8');

async function freePorts(): Promise<[number, number]> {
  const servers = [0, 0].map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number];
}
