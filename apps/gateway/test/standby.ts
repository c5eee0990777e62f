/** A streaming standby of a test cluster, made by the low-level backup: the package brings no pg_basebackup. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findBinaries } from '../src/database/embedded-postgres-binaries';
import { clusterMajor, serverEnvironment } from '../src/database/embedded-postgres-cluster';
import { serverOwner } from '../src/database/embedded-postgres-owner';
import { until } from './gateway-harness';

/** Of a server, that the copy makes its own or has no use for. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot', 'pg_stat_tmp'];

export class Standby {
  private constructor(
    /** Of the same database as the primary's. */
    readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param cluster data folder of the primary's Postgres
   * @param primary address of a database there
   */
  static async start(cluster: string, primary: string): Promise<Standby> {
    const owner = serverOwner(cluster);
    const folder = mkdtempSync(join(tmpdir(), 'postern-standby-'));
    await copy(cluster, folder, primary);
    for (const name of ['pg_wal', 'pg_replslot', 'pg_stat_tmp'])
      mkdirSync(join(folder, name), { mode: 0o700 });
    const { hostname, port, username, password } = new URL(primary);
    appendFileSync(
      join(folder, 'postgresql.auto.conf'),
      `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
    );
    writeFileSync(join(folder, 'standby.signal'), '');
    const { ids } = owner;
    if (ids) spawnSync('chown', ['-R', `${ids.uid}:${ids.gid}`, folder]);
    spawnSync('chmod', ['700', folder]);
    const free = await freePort();
    const url = new URL(primary);
    url.port = String(free);
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'max_connections=300',
    ];
    const child = spawn(
      findBinaries(owner, clusterMajor(folder)).postgres,
      ['-D', folder, '-p', String(free), ...settings.flatMap((setting) => ['-c', setting])],
      { ...owner.spawnAs, cwd: '/', env: serverEnvironment(), stdio: 'ignore' },
    );
    const standby = new Standby(url.href, folder, child);
    await until(
      () =>
        standby.ask('select 1').then(
          () => true,
          () => false,
        ),
      60_000,
    );
    return standby;
  }

  /** From here on it repeats nothing, as one that is far behind. */
  pause(): Promise<void> {
    return this.ask('select pg_wal_replay_pause()');
  }

  resume(): Promise<void> {
    return this.ask('select pg_wal_replay_resume()');
  }

  /** Ends it without a farewell. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGQUIT');
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private ask(sql: string): Promise<void> {
    return withClient(this.url, async (client) => void (await client.query(sql)));
  }
}

async function copy(cluster: string, folder: string, primary: string): Promise<void> {
  await withClient(primary, async (client) => {
    await client.query(`select pg_backup_start('standby', true)`);
    const entries = readdirSync(cluster).filter((name) => !LEFT_OUT.includes(name));
    spawnSync('cp', ['-R', ...entries.map((name) => join(cluster, name)), folder]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(folder, 'backup_label'), rows[0]!.labelfile);
  });
  if (!existsSync(join(folder, 'PG_VERSION'))) throw new Error(`${cluster} was not copied to ${folder}.`);
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
