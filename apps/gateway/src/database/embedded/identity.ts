import { chownSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './errors';

/** Whom Postgres runs as. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root, so root runs it as `nobody`, who exists everywhere. `null` = as ourselves.
 *
 * @throws EmbeddedPostgresError for a user that the system does not know: initdb refuses those
 */
export function postgresIdentity(): Identity | null {
  const uid = process.getuid?.();
  if (uid === undefined) return null;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = (match: (fields: string[]) => boolean) => users.map((line) => line.split(':')).find(match);
  if (uid !== 0) {
    // Directory services are not in the file; only a container with an arbitrary id has neither.
    if (entry((fields) => Number(fields[2]) === uid)) return null;
    throw new EmbeddedPostgresError(
      `The user with id ${uid} has no name on this system, and Postgres needs one. Set DATABASE_URL.`,
    );
  }
  const nobody = entry((fields) => fields[0] === 'nobody');
  if (!nobody)
    throw new EmbeddedPostgresError('There is no user nobody to run Postgres as. Set DATABASE_URL.');
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

/** Whether another user can get into every folder on the way to `path`, and into itself. */
export function reachableByOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
}

export function giveTo(path: string, identity: Identity | null): void {
  if (identity !== null) chownSync(path, identity.uid, identity.gid);
}
