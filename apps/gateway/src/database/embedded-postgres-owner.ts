/**
 * Under which user of this machine the server runs.
 *
 * Postgres refuses to run as root, so root lends it the user `nobody` (or whoever owns the cluster already);
 * everybody else runs it as themselves.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError, USE_DATABASE_URL, hasErrorCode } from './embedded-postgres-error';

export interface ServerOwner {
  /** To spread into the options of `spawn`; empty when the server runs as ourselves. */
  spawnAs: { uid?: number; gid?: number };
  /** For `chown`; `null` when the files are ours anyway. */
  ids: { uid: number; gid: number } | null;
}

const OURSELVES: ServerOwner = { spawnAs: {}, ids: null };

/**
 * @param cluster the data folder of an earlier start, if there is one: its owner keeps it
 * @throws EmbeddedPostgresError where no user fits
 */
export function serverOwner(cluster: string | null): ServerOwner {
  if (process.getuid === undefined) throw unsupportedPlatform();
  const uid = process.getuid();
  const owner = cluster === null ? null : ownerOf(cluster);
  if (uid !== 0) {
    if (owner !== null && owner.uid !== uid) {
      throw new EmbeddedPostgresError(
        `The database in ${cluster} belongs to user id ${owner.uid} and this process runs as ${uid}. ` +
          `Start as the same user as before, or choose another POSTERN_DATA_DIR.`,
      );
    }
    requirePasswdEntry(uid);
    return OURSELVES;
  }
  const ids = owner !== null && owner.uid !== 0 ? owner : idsOfNobody();
  return { spawnAs: ids, ids };
}

/** Whether the server's user may enter a folder, asked of the system itself: modes are not all that counts. */
export function canEnter(owner: ServerOwner, folder: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...owner.spawnAs,
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

export function unsupportedPlatform(): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `There is no embedded PostgreSQL for ${process.platform}-${process.arch}. ${USE_DATABASE_URL}`,
  );
}

function ownerOf(path: string): { uid: number; gid: number } | null {
  try {
    const { uid, gid } = statSync(path);
    return { uid, gid };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** initdb and the server look the user up by name; a container's arbitrary user id has none. */
function requirePasswdEntry(uid: number): void {
  try {
    userInfo();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `User id ${uid} has no entry in /etc/passwd, and PostgreSQL does not start without one. ${USE_DATABASE_URL}`,
      { cause },
    );
  }
}

function idsOfNobody(): { uid: number; gid: number } {
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' });
    return status === 0 ? Number.parseInt(stdout, 10) : Number.NaN;
  };
  const [uid, gid] = [id('-u'), id('-g')];
  if (!(uid > 0) || !(gid > 0)) {
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root and this machine has no user "nobody" to run it as. ` +
        `Start as an ordinary user. ${USE_DATABASE_URL}`,
    );
  }
  return { uid, gid };
}
