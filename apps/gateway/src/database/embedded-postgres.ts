/**
 * A real Postgres for those who bring none: its own user, port, password and process group, used by nobody
 * else. The parts: where it lies (`-place`), as whom it runs (`-owner`), its programs (`-binaries`), how the
 * cluster is made (`-cluster`), started (`-server`) and stopped (`-stop`).
 */
import { join } from 'node:path';
import { findBinaries } from './embedded-postgres-binaries';
import { clusterMajor, clusterUrl, createCluster } from './embedded-postgres-cluster';
import { withStartLock } from './embedded-postgres-lock';
import { type ClusterPlace, clusterPlace } from './embedded-postgres-place';
import { type ServerProcess, attach, startServer } from './embedded-postgres-server';
import { stopServer } from './embedded-postgres-stop';

export { EmbeddedPostgresError } from './embedded-postgres-error';

export interface EmbeddedPostgresOptions {
  /** Postern's data folder; made when absent. The cluster lies in or, if it must, near it. */
  dataDir: string;
  /** Default: a free one, remembered in the data folder. */
  port?: number;
  /** Default `true`. `false` trades all safety for speed; for tests only. */
  durable?: boolean;
  /** Takes the lines that the operator should see. */
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** With the password: never to be logged. */
  url: string;
  port: number;
  /** Of the server's first process. */
  pid: number;
  /** Whether the server was running already: then somebody else may be using it. */
  reused: boolean;
  /** Ends the server for everybody, whoever started it; resolves once it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the database of `dataDir`, making it when absent; attaches to it when it runs. Safe to call from
 * several processes at once. What was committed survives a kill of everything at any moment.
 *
 * @throws EmbeddedPostgresError whose message is fit for the terminal
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = clusterPlace(options.dataDir, options.log ?? (() => undefined));
  return await withStartLock(join(place.dataDir, 'postgres.lock'), async () => {
    const running = await attach(place);
    if (running !== null) return handle(place, running, true);
    const durable = options.durable ?? true;
    const binaries = findBinaries(place.owner, clusterMajor(place.cluster));
    if (clusterMajor(place.cluster) === null) createCluster(place, binaries, durable);
    const started = await startServer(place, binaries, { port: options.port ?? null, durable });
    return handle(place, started, false);
  });
}

function handle(place: ClusterPlace, server: ServerProcess, reused: boolean): EmbeddedPostgres {
  return {
    ...server,
    url: clusterUrl(place.cluster, server.port),
    reused,
    stop: () => stopServer(place.cluster),
  };
}
