/** Makes a cluster: initdb in a folder aside, then one rename, so that half a cluster never exists. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError, USE_DATABASE_URL, hasErrorCode, reasonOf } from './embedded-postgres-error';
import type { PostgresBinaries } from './embedded-postgres-binaries';
import type { ClusterPlace } from './embedded-postgres-place';

/** Lies inside the cluster, so that the two are made, copied and lost together. Mode 0600. */
const PASSWORD_FILE = 'postern.password';

/** `18`, or `null` where no cluster exists yet. */
export function clusterMajor(cluster: string): string | null {
  const file = join(cluster, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

export function clusterUrl(cluster: string, port: number): string {
  const password = readFileSync(join(cluster, PASSWORD_FILE), 'utf8').trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Locale C and UTF-8: sorts bytewise and alike on every machine. Passwords are asked for also on loopback:
 * other users of the machine can connect there.
 *
 * @throws EmbeddedPostgresError with what initdb said
 */
export function createCluster(place: ClusterPlace, binaries: PostgresBinaries, durable: boolean): void {
  const suffix = randomBytes(4).toString('hex');
  const draft = join(place.home, `postgres.${suffix}`);
  const passwordFile = join(place.home, `postgres.${suffix}.password`);
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    if (place.owner.ids) {
      chownSync(draft, place.owner.ids.uid, place.owner.ids.gid);
      chownSync(passwordFile, place.owner.ids.uid, place.owner.ids.gid);
    }
    runInitdb(draft, passwordFile, place, binaries, durable);
    renameSync(passwordFile, join(draft, PASSWORD_FILE));
    chmodSync(draft, 0o700);
    renameSync(draft, place.cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
    // Somebody else's cluster is there already: as good as ours.
    if (hasErrorCode(error, 'ENOTEMPTY', 'EEXIST') && clusterMajor(place.cluster) !== null) return;
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(
      `The database cannot be made in ${place.home} (${reasonOf(error)}). ` +
        `Set POSTERN_DATA_DIR to a folder that can be written to. ${USE_DATABASE_URL}`,
      { cause: error },
    );
  }
}

function runInitdb(
  folder: string,
  passwordFile: string,
  { owner }: ClusterPlace,
  binaries: PostgresBinaries,
  durable: boolean,
): void {
  const { status, stdout, stderr, error } = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${folder}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...owner.spawnAs, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
  );
  if (status === 0) return;
  const said = [stdout, stderr, error?.message].filter(Boolean).join('\n').trim();
  const lines = said.split('\n').slice(-12);
  throw new EmbeddedPostgresError(
    `initdb failed in ${folder}:\n${lines.map((line) => `  ${line}`).join('\n')}\n${USE_DATABASE_URL}`,
  );
}

/** Nothing of ours: a stray PGPORT or PGOPTIONS must not reach the server. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}
