import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './errors';
import { giveTo, reachableByOthers, type Identity } from './identity';

/** Where one cluster lives. */
export interface ClusterPlace {
  /** Our own folder: lock, port, password, log. */
  home: string;
  /** Postgres' data folder. */
  data: string;
  log: string;
}

/**
 * The cluster's folder under the data folder. Where that cannot be reached by the user whom Postgres runs as
 * (a checkout below /root), the folder is a place of its own under /var/lib, remembered by its path's hash.
 *
 * @throws EmbeddedPostgresError where the folder cannot be written
 */
export function placeCluster(dataDir: string, identity: Identity | null): ClusterPlace {
  let home = join(resolve(dataDir), 'postgres');
  try {
    mkdirSync(resolve(dataDir), { recursive: true });
    if (identity !== null && !reachableByOthers(resolve(dataDir))) {
      home = `/var/lib/postern-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
    }
    mkdirSync(home, { recursive: true });
    chmodSync(home, 0o700);
    giveTo(home, identity);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(`The data folder cannot be written: ${reason}`);
  }
  return { home, data: join(home, 'data'), log: join(home, 'postgres.log') };
}

/** A small text that outlives the process; readable by its owner alone. */
export function remember(place: ClusterPlace, name: string, make: () => string): string {
  const path = join(place.home, name);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const value = make();
  writeFileSync(path, value, { mode: 0o600 });
  return value;
}

export function replace(place: ClusterPlace, name: string, value: string): void {
  writeFileSync(join(place.home, name), value, { mode: 0o600 });
}

/** The last lines of Postgres' own log, for an error message. */
export function logTail(place: ClusterPlace): string {
  if (!existsSync(place.log)) return '(Postgres wrote no log)';
  return readFileSync(place.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}
