/**
 * A real Postgres under the data folder, for those who have none: starts it, finds it again after a crash, and
 * stops it. It is nobody else's: a port of its own on loopback, a password of its own, its socket in its folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries, type PostgresBinaries } from './embedded/binaries';
import { EmbeddedPostgresError } from './embedded/errors';
import { giveTo, postgresIdentity, type Identity } from './embedded/identity';
import { logTail, placeCluster, remember, replace, type ClusterPlace } from './embedded/place';
import { freePort, isFree } from './embedded/port';
import { isAlive, withStartLock } from './embedded/start-lock';

export { EmbeddedPostgresError } from './embedded/errors';

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Default: the port of the last time, else any free one. */
  port?: number;
  /** `false` gives up crash safety of the machine for speed: tests only. Default true. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  url: string;
  port: number;
  pid: number;
  /** It was running already; whoever started it stops it. */
  reused: boolean;
  /** Ends all sessions and waits until the server is gone. */
  stop(): Promise<void>;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/** @throws EmbeddedPostgresError with a sentence for the person at the terminal */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const identity = postgresIdentity();
  const place = placeCluster(options.dataDir, identity);
  return withStartLock(place, async () => {
    const password = remember(place, 'password', () => randomBytes(24).toString('base64url'));
    const running = await runningServer(place, password);
    if (running !== null) return running;
    const binaries = findBinaries(identity !== null);
    if (!existsSync(join(place.data, 'PG_VERSION'))) initialise(binaries, place, identity, password);
    const port = await choosePort(place, options.port);
    return launch(binaries, place, identity, password, port, options.durable ?? true);
  });
}

/** A server of ours that still runs, after its starter was killed. */
async function runningServer(place: ClusterPlace, password: string): Promise<EmbeddedPostgres | null> {
  const known = readPidFile(place);
  if (known === null || !isAlive(known.pid)) return null;
  const server = handle(place, known.pid, known.port, password, true);
  const answer = await answers(server.url);
  if (answer === 'ours') return server;
  // The process id may have been given to another program since; Postgres itself decides about its file.
  return null;
}

function initialise(
  binaries: PostgresBinaries,
  place: ClusterPlace,
  identity: Identity | null,
  password: string,
): void {
  // A first start that was interrupted leaves half a folder, which holds nothing yet.
  rmSync(place.data, { recursive: true, force: true });
  const passwordFile = join(place.home, 'password.init');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(passwordFile, identity);
  const unfinished = `${place.data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const result = spawnSync(
    binaries.initdb,
    [
      ...['-D', unfinished, '-U', 'postern', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      ...['-E', 'UTF8', '--locale=C', '--no-instructions'],
    ],
    { ...identity, cwd: place.home, encoding: 'utf8', env: environment() },
  );
  rmSync(passwordFile);
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim();
    throw new EmbeddedPostgresError(`The database cannot be created in ${place.home}: ${reason}`);
  }
  renameSync(unfinished, place.data);
}

async function choosePort(place: ClusterPlace, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) return wanted;
  const last = Number(remember(place, 'port', () => '0'));
  if (last > 0 && (await isFree(last))) return last;
  const port = await freePort();
  replace(place, 'port', String(port));
  return port;
}

async function launch(
  binaries: PostgresBinaries,
  place: ClusterPlace,
  identity: Identity | null,
  password: string,
  port: number,
  durable: boolean,
): Promise<EmbeddedPostgres> {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: place.data,
    max_connections: '200',
    log_timezone: 'UTC',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const log = openSync(place.log, 'a', 0o600);
  // A process group of its own: Ctrl-C in the terminal must reach it last, through `stop`.
  const child = spawn(
    binaries.postgres,
    ['-D', place.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity, cwd: place.home, detached: true, stdio: ['ignore', log, log], env: environment() },
  );
  closeSync(log);
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure = `it ended with ${signal ?? code}`));
  child.unref();
  const server = handle(place, child.pid ?? 0, port, password, false);
  const until = Date.now() + START_WITHIN_MS;
  while ((await answers(server.url)) !== 'ours') {
    if (failure !== null || Date.now() > until) {
      const reason = failure ?? `it does not answer within ${START_WITHIN_MS / 1000} s`;
      throw new EmbeddedPostgresError(`Postgres does not start: ${reason}. Its log ends:\n${logTail(place)}`);
    }
    await wait(20);
  }
  return server;
}

function handle(
  place: ClusterPlace,
  pid: number,
  port: number,
  password: string,
  reused: boolean,
): EmbeddedPostgres {
  return {
    url: `postgres://postern:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    reused,
    stop: () => withStartLock(place, () => stopServer(place, pid)),
  };
}

async function stopServer(place: ClusterPlace, pid: number): Promise<void> {
  const running = readPidFile(place);
  if (running?.pid !== pid || !isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const until = Date.now() + STOP_WITHIN_MS;
  while (isAlive(pid) && existsSync(join(place.data, 'postmaster.pid'))) {
    if (Date.now() > until) throw new EmbeddedPostgresError(`Postgres (process ${pid}) does not stop.`);
    await wait(20);
  }
}

/** Line 1 of postmaster.pid is the process id, line 4 the port. */
function readPidFile(place: ClusterPlace): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port } : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Our password opens it: `ours`. Anything else is not there yet, or not our server. */
async function answers(url: string): Promise<'ours' | 'no'> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ours';
  } catch {
    return 'no';
  } finally {
    await client.end();
  }
}

/** Postgres needs no more of our environment, and PG* variables would mislead it. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}
