import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LayersClient } from '../test/layers-client';
import { startSandbox, type RunningSandbox } from './index';

let folder: string;
const running: RunningSandbox[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.stop();
  rmSync(folder, { recursive: true });
});

async function start(stateFile: string): Promise<LayersClient> {
  const sandbox = await startSandbox({ stateFile });
  running.push(sandbox);
  return new LayersClient(sandbox);
}

/** What a kill -9 at this moment would leave behind, started anew. */
async function killAndRestart(stateFile: string, name: string): Promise<LayersClient> {
  const left = join(folder, name);
  copyFileSync(stateFile, left);
  return start(left);
}

it('knows posts, idempotency records and the network after a kill right behind a reply', async () => {
  const file = join(folder, 'state.json');
  const before = await start(file);
  const container = await before.upload('survives');
  const { body } = await before.publish(container, { idempotencyKey: 'k' });
  const after = await killAndRestart(file, 'one.json');

  expect((await after.publish(container, { idempotencyKey: 'k' })).body).toEqual(body);
  after.skip(1500);
  after.skip(1500);
  expect((await after.post(String(body.scheduledPostIds[0]))).status).toBe('published');
  expect(after.sandbox.network.entries()).toHaveLength(1);

  const later = await killAndRestart(join(folder, 'one.json'), 'two.json');
  later.skip(60_000);
  later.skip(60_000);
  expect(later.sandbox.network.entries()).toHaveLength(1);
});

it('carries a scheduled post over, and faults that are spent', async () => {
  const file = join(folder, 'state.json');
  const before = await start(file);
  const container = await before.upload('due later #accept-then-500');
  const scheduledFor = before.at(3600_000);
  expect((await before.schedule(container, scheduledFor, { idempotencyKey: 's' })).status).toBe(500);
  const after = await killAndRestart(file, 'one.json');
  expect((await after.schedule(container, scheduledFor, { idempotencyKey: 's' })).status).toBe(200);
  after.skip(3602_000);
  after.skip(1500);
  expect(after.sandbox.network.entries()).toHaveLength(1);
});

it('refuses a state file that is not its own, and leaves it alone', async () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, 'not json');
  await expect(startSandbox({ stateFile: file })).rejects.toThrow(/is not JSON/);
  expect(existsSync(file)).toBe(true);
});
