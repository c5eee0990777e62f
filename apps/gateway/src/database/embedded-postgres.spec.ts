import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { compileLauncher, startInChild } from '../../test/embedded-postgres-child';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';
import { findBinaries } from './embedded-postgres-binaries';
import { serverOwner } from './embedded-postgres-owner';
import { isAlive } from './embedded-postgres-process';

const asRoot = process.getuid?.() === 0;
const folders: string[] = [];
const started: EmbeddedPostgres[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-launcher-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function start(dataDir: string, durable = false): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function untilDead(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(10);
}

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('startEmbeddedPostgres', () => {
  it('starts, is reused by whoever asks next, stops, and keeps data and port', async () => {
    const dataDir = join(newFolder(), 'data');
    const first = await start(dataDir);
    expect(first.reused).toBe(false);
    await query(first.url, 'create table kept as select 1 as value');
    expect(await start(dataDir)).toMatchObject({ reused: true, pid: first.pid, url: first.url });

    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start(dataDir);
    expect(second).toMatchObject({ reused: false, port: first.port });
    await expect(query(second.url, 'select value from kept')).resolves.toEqual([{ value: 1 }]);
  });

  it('takes what it finds after a kill -9: pid file, and children of the dead server', async () => {
    const dataDir = join(newFolder(), 'data');
    const first = await start(dataDir, true);
    await query(first.url, 'create table kept as select 1 as value');
    process.kill(first.pid, 'SIGKILL');
    await untilDead(first.pid);
    const second = await start(dataDir, true);
    expect(second.reused).toBe(false);
    await expect(query(second.url, 'select value from kept')).resolves.toEqual([{ value: 1 }]);
  });

  it('does not take another live process for its server', async () => {
    const dataDir = join(newFolder(), 'data');
    const first = await start(dataDir);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await first.stop();
    writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)));
    expect(await start(dataDir)).toMatchObject({ reused: false });
  });

  it('takes another port when the remembered one is taken, and one cluster per data folder', async () => {
    const folder = newFolder();
    const first = await start(join(folder, 'one'));
    mkdirSync(join(folder, 'two'));
    cpSync(join(folder, 'one', 'postgres.json'), join(folder, 'two', 'postgres.json'));
    const second = await start(join(folder, 'two'));
    expect(second.reused).toBe(false);
    expect(second.port).not.toBe(first.port);
  });

  it('asks for the password, which only its owner can read', async () => {
    const dataDir = join(newFolder(), 'data');
    const { url, port } = await start(dataDir);
    const { mode } = statSync(join(dataDir, 'postgres', 'postern.password'));
    expect(mode & 0o777).toBe(0o600);
    await expect(query(`postgres://postgres:wrong@127.0.0.1:${port}/postgres`, 'select 1')).rejects.toThrow(
      /password authentication failed/,
    );
    expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
  });

  it('survives two processes that start it at the same moment, and outlives them', async () => {
    const folder = newFolder();
    const main = compileLauncher(join(folder, 'launcher'));
    const dataDir = join(folder, 'data');
    const answers = await Promise.all([startInChild(main, dataDir), startInChild(main, dataDir)]);
    expect(answers.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(answers.map(({ reused }) => reused).sort()).toEqual([false, true]);
    expect(answers[0]?.pid).toBe(answers[1]?.pid);
    // Both starters were killed: the server has a process group of its own and stays.
    expect(await start(dataDir)).toMatchObject({ reused: true, pid: answers[0]?.pid });
  });

  it('takes over the lock of a process that died', async () => {
    const dataDir = join(newFolder(), 'data');
    mkdirSync(dataDir);
    const dead = spawnSync('true').pid;
    writeFileSync(join(dataDir, 'postgres.lock'), `${dead} 00`);
    await expect(start(dataDir)).resolves.toMatchObject({ reused: false });
  });

  it('says what to do where the folder cannot be written', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(start(join(folder, 'file', 'data'))).rejects.toThrow(/cannot be written.*POSTERN_DATA_DIR/s);
  });

  it('shows the end of the log where the server does not start', async () => {
    const dataDir = join(newFolder(), 'data');
    await (await start(dataDir)).stop();
    writeFileSync(join(dataDir, 'postgres', 'postgresql.auto.conf'), 'shared_buffers = nonsense\n');
    await expect(start(dataDir)).rejects.toThrow(/does not start[\s\S]*shared_buffers/);
  });

  it('says so where the data were written by a version that is not here', () => {
    expect(() => findBinaries(serverOwner(null), '9')).toThrow(/data was written by 9[\s\S]*DATABASE_URL/);
  });
});

const forRoot = asRoot ? describe : describe.skip;

forRoot('startEmbeddedPostgres as root', () => {
  it('works in a folder that only root can enter', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o700);
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      durable: false,
      log: (line) => lines.push(line),
    });
    started.push(server);
    const [row] = await query(server.url, 'show data_directory');
    folders.push(join(String(row?.data_directory), '..'));
    expect(lines.join()).toMatch(/files lie in .*postern-[0-9a-f]{12}/);
    expect(await start(join(folder, 'data'))).toMatchObject({ reused: true, pid: server.pid });
  });

  it('works for an ordinary user, and refuses one that does not own the data', async () => {
    const folder = newFolder();
    const main = compileLauncher(join(folder, 'launcher'));
    const home = join(folder, 'home');
    mkdirSync(home);
    const [nobody, other] = [idsOf('nobody'), idsOf('daemon')];
    chownSync(home, nobody.uid, nobody.gid);
    const dataDir = join(home, 'data');
    expect(await startInChild(main, dataDir, nobody)).toMatchObject({ reused: false });
    expect(await start(dataDir)).toMatchObject({ reused: true });
    chmodSync(dataDir, 0o777);
    const refused = await startInChild(main, dataDir, other);
    expect(refused.failure).toMatch(/belongs to user id \d+ and this process runs as/);
  });

  it('names the missing entry of a user id that has none', async () => {
    const folder = newFolder();
    const main = compileLauncher(join(folder, 'launcher'));
    chmodSync(folder, 0o777);
    const { failure } = await startInChild(main, join(folder, 'data'), { uid: 54321, gid: 54321 });
    expect(failure).toMatch(/54321 has no entry in \/etc\/passwd.*DATABASE_URL/);
  });
});

function idsOf(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
