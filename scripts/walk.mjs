/**
 * `npm run walk`: starts Postern as `npm start` does, on free ports and with data of its own, and walks through
 * every endpoint by the SDK. Ends with the walk's status, and leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = new URL('..', import.meta.url).pathname;
const READY_WITHIN_MS = 120_000;

// Postgres is run by another user where the starter is root, and must get through.
const data = mkdtempSync(join(tmpdir(), 'postern-walk-'));
chmodSync(data, 0o755);
const [port, sandboxPort] = await freePorts(2);
const product = spawn(process.execPath, [join(root, 'apps/gateway/dist/start.js')], {
  env: {
    ...process.env,
    PORT: port,
    SANDBOX_PORT: sandboxPort,
    HOST: '127.0.0.1',
    POSTERN_DATA_DIR: join(data, 'data'),
    // The walk receives webhooks.
    POSTERN_ALLOW_HOSTS: '127.0.0.1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let said = '';
product.stdout.on('data', (text) => (said += text));
const ended = once(product, 'exit');

try {
  await ready();
  process.exitCode = await walk();
} catch (error) {
  console.error(error.message, `\n${said}`);
  process.exitCode = 1;
} finally {
  product.kill('SIGINT');
  await ended;
  rmSync(data, { recursive: true, force: true });
}

async function ready() {
  const endsAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < endsAt) {
    if (product.exitCode !== null) throw new Error('Postern ended before the walk began.');
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
    if (answer?.ok && existsSync(keyFile())) return;
    await pause(200);
  }
  throw new Error('Postern is not ready in time.');
}

async function walk() {
  const child = spawn(process.execPath, [join(root, 'packages/client/examples/walk.mjs')], {
    stdio: 'inherit',
    env: {
      ...process.env,
      POSTERN_URL: `http://127.0.0.1:${port}`,
      POSTERN_API_KEY: readFileSync(keyFile(), 'utf8').trim(),
      SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
    },
  });
  const [status] = await once(child, 'exit');
  return status ?? 1;
}

function keyFile() {
  return join(data, 'data/bootstrap.key');
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => String(server.address().port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
