import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptSecret } from './kept-secret';
import { freePort, requirePorts } from './ports';
import { gatewayEnvironment, readSettings, sandboxEnvironment } from './settings';

const KEY = 'k'.repeat(24);

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'postern-start-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const read = (env: Record<string, string>, ...commandLine: string[]) =>
  readSettings({ POSTERN_DATA_DIR: dataDir, ...env }, commandLine);

it('has defaults, and tells the processes of each other', async () => {
  const settings = await read({ POSTERN_ALLOW_HOSTS: 'media.example.com' }, '--once');
  expect(settings).toMatchObject({ once: true, verbose: false, sandboxPort: 3401, config: { port: 3400 } });
  const env = gatewayEnvironment(settings, { databaseUrl: 'postgres://x', bootstrapKey: KEY });
  expect(env).toMatchObject({
    DATABASE_URL: 'postgres://x',
    PORT: '3400',
    POSTERN_ALLOW_HOSTS: 'media.example.com,127.0.0.1:3401,localhost:3401',
    POSTERN_BOOTSTRAP_KEY: KEY,
    POSTERN_POLL_CAP_SECONDS: '2',
    POSTERN_PUBLIC_URL: 'http://localhost:3400',
  });
  // A process that gets its database's address must not look for another key than the launcher's.
  expect((await read(env)).config.encryptionKeys).toEqual(settings.config.encryptionKeys);
  expect(sandboxEnvironment(settings).SANDBOX_STATE).toBe(join(dataDir, 'sandbox.json'));
});

it('keeps what is given', async () => {
  const settings = await read({ PORT: '0', SANDBOX_PORT: '5001', POSTERN_POLL_CAP_SECONDS: '7' });
  expect(settings.sandboxPort).toBe(5001);
  expect(settings.config.port).toBeGreaterThan(0);
  const env = gatewayEnvironment(settings, { databaseUrl: 'postgres://x', bootstrapKey: KEY });
  expect(env.POSTERN_POLL_CAP_SECONDS).toBe('7');
});

it('hands on what it read from a file as a value, and not as both', async () => {
  const file = join(dataDir, 'key');
  writeFileSync(file, `${KEY}\n`);
  const given = { POSTERN_BOOTSTRAP_KEY_FILE: file };
  const { config } = await read(given);
  expect(config.bootstrapKey).toBe(KEY);
  const env = gatewayEnvironment(await read(given), { databaseUrl: 'postgres://x', bootstrapKey: KEY });
  expect((await read({ ...given, ...env })).config.bootstrapKey).toBe(KEY);
});

it.each([
  [{ PORT: 'x' }, [], /PORT must be a whole number/],
  [{ SANDBOX_PORT: '70000' }, [], /SANDBOX_PORT must be a whole number/],
  [{ PORT: '5000', SANDBOX_PORT: '5000' }, [], /are both 5000/],
  [{}, ['--twice'], /'--twice'[^]*Usage: npm start/],
])('refuses %j %j', async (env, commandLine, sentence) => {
  await expect(read(env, ...commandLine)).rejects.toThrow(sentence);
});

it('names a taken port and its setting', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const needed = [{ port, host: '127.0.0.1', setting: 'PORT', purpose: 'the API' } as const];
  const options = { patienceMs: 0, hint: '', tell: () => undefined };
  await expect(requirePorts(needed, options)).rejects.toThrow(
    `Port ${port}, where the API shall listen, is taken.`,
  );
  // One that is let go of in time is no problem.
  const told = new Promise<number>((tell) => {
    void requirePorts(needed, { ...options, patienceMs: 20_000, tell });
  });
  expect(await told).toBe(port);
  await new Promise((resolve) => server.close(resolve));
  await requirePorts(needed, { ...options, patienceMs: 20_000 });
  expect(await freePort()).toBeGreaterThan(0);
});

it('makes a secret once, for its owner only', () => {
  const file = join(dataDir, 'demo', 'x.secret');
  expect(keptSecret(file, () => 'one')).toEqual({ value: 'one', fresh: true });
  expect(keptSecret(file, () => 'two')).toEqual({ value: 'one', fresh: false });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
