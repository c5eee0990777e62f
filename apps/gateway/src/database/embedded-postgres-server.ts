/** Starts the server of a cluster and waits for it, or attaches to the one that runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { clusterUrl, serverEnvironment } from './embedded-postgres-cluster';
import { EmbeddedPostgresError, hasErrorCode, logTail, reasonOf } from './embedded-postgres-error';
import type { PostgresBinaries } from './embedded-postgres-binaries';
import { type ClusterPlace, rememberPort, rememberedPort } from './embedded-postgres-place';
import { isAlive, runningServer } from './embedded-postgres-process';

export interface StartOptions {
  port: number | null;
  /** `false`: nothing is flushed to disk; for tests. */
  durable: boolean;
}

export interface ServerProcess {
  pid: number;
  port: number;
}

/** After a crash the server first reads its log again, which takes as long as it takes. */
const READY_MS = 120_000;
const POLL_MS = 10;
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** The killed server's children hold its shared memory for a moment longer than it lived. */
const LINGERING = /pre-existing shared memory block|lock file "postmaster.pid" already exists/;
const PORT_TAKEN = /could not bind IPv4 address|could not create any TCP\/IP sockets/;
const ATTEMPTS = 20;
const ATTEMPT_PAUSE_MS = 250;

/** Waits until the running server of this cluster takes connections; `null` if none runs or it ended. */
export async function attach(place: ClusterPlace): Promise<ServerProcess | null> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const server = runningServer(place.cluster);
    if (server === null) return null;
    if (server.ready) {
      await probe(place, server.port);
      return { pid: server.pid, port: server.port };
    }
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `The database (process ${server.pid}) is not ready after ${READY_MS / 1000} s. The end of its log:\n` +
          logTail(logFile(place)),
      );
    }
    await delay(POLL_MS);
  }
}

/** @throws EmbeddedPostgresError with the end of the server's log */
export async function startServer(
  place: ClusterPlace,
  binaries: PostgresBinaries,
  options: StartOptions,
): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    // Only ever reached when nothing alive is behind the file; with a reused process id Postgres would refuse.
    rmSync(join(place.cluster, 'postmaster.pid'), { force: true });
    const port = options.port ?? (await freePort(rememberedPort(place.dataDir)));
    const child = launch(place, binaries, port, options.durable);
    if (await becomesReady(place, child)) {
      rememberPort(place.dataDir, { port, directory: place.cluster });
      await probe(place, port);
      return { pid: child.pid ?? 0, port };
    }
    const tail = logTail(logFile(place));
    const canWait = LINGERING.test(tail) || (PORT_TAKEN.test(tail) && options.port === null);
    if (!canWait || attempt >= ATTEMPTS) {
      throw new EmbeddedPostgresError(`The database does not start. The end of its log:\n${tail}`);
    }
    const other = await attach(place);
    if (other !== null) return other;
    await delay(ATTEMPT_PAUSE_MS);
  }
}

function launch(
  place: ClusterPlace,
  { postgres }: PostgresBinaries,
  port: number,
  durable: boolean,
): ChildProcess {
  const log = openLog(logFile(place));
  try {
    const settings = [
      'listen_addresses=127.0.0.1',
      // No socket at all: the only way in is loopback with the password.
      'unix_socket_directories=',
      'timezone=UTC',
      'log_timezone=UTC',
      ...(durable
        ? []
        : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300']),
    ];
    const child = spawn(
      postgres,
      ['-D', place.cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      {
        ...place.owner.spawnAs,
        cwd: '/',
        env: serverEnvironment(),
        stdio: ['ignore', log, log],
        // A process group of its own: Ctrl-C at the terminal is for us, and the database ends last.
        detached: true,
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

function openLog(file: string): number {
  try {
    if (statSync(file).size > MAX_LOG_BYTES) truncateSync(file);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  return openSync(file, 'a', 0o600);
}

function logFile(place: ClusterPlace): string {
  return join(place.dataDir, 'postgres.log');
}

async function becomesReady(place: ClusterPlace, child: ChildProcess): Promise<boolean> {
  const failure = once(child, 'error').then(([error]) => {
    throw new EmbeddedPostgresError(`The database does not start: ${reasonOf(error)}`);
  });
  const readiness = pollUntilReady(place, child);
  return await Promise.race([failure, readiness]);
}

async function pollUntilReady(place: ClusterPlace, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + READY_MS;
  while (child.pid !== undefined && isAlive(child.pid)) {
    const server = runningServer(place.cluster);
    if (server?.pid === child.pid && server.ready) return true;
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return false;
}

/** Proves that the server behind the port is this cluster's and takes our password. */
async function probe(place: ClusterPlace, port: number): Promise<void> {
  const client = new Client({
    connectionString: clusterUrl(place.cluster, port),
    connectionTimeoutMillis: 10_000,
  });
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The database on port ${port} does not answer (${reasonOf(cause)}). The end of its log:\n` +
        logTail(logFile(place)),
      { cause },
    );
  } finally {
    await client.end();
  }
}

/** The preferred port if nobody listens there, else any. */
async function freePort(preferred: number | null): Promise<number> {
  const server = createServer();
  try {
    server.listen(preferred ?? 0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given.');
    return address.port;
  } catch (error) {
    if (preferred === null || !hasErrorCode(error, 'EADDRINUSE', 'EACCES')) throw error;
    return await freePort(null);
  } finally {
    server.close();
  }
}
