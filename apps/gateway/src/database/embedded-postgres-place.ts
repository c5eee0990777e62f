/** Where the cluster lies, and what is remembered beside it. */
import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError, USE_DATABASE_URL, hasErrorCode, reasonOf } from './embedded-postgres-error';
import { type ServerOwner, canEnter, serverOwner } from './embedded-postgres-owner';

export interface ClusterPlace {
  /** The folder that the cluster lies in; the server's user can reach it. */
  home: string;
  /** Postgres' own data folder; exists once a cluster was made. */
  cluster: string;
  /** The data folder of Postern: lock, log and the remembered port are here. */
  dataDir: string;
  owner: ServerOwner;
}

/**
 * The cluster lies in `<dataDir>/postgres`, or, where root's `dataDir` is closed to the server's user (below
 * /root, for example), in a folder of this `dataDir`'s own under /var/lib or the temporary files.
 *
 * @throws EmbeddedPostgresError where nothing can be written
 */
export function clusterPlace(dataDir: string, log: (line: string) => void): ClusterPlace {
  const folder = ensureDataDir(resolve(dataDir));
  const homes = [folder, ...elsewhere(folder).filter(isOursOrAbsent)];
  const used = homes.find((home) => existsSync(join(home, 'postgres')));
  if (used !== undefined) {
    const cluster = join(used, 'postgres');
    return { home: used, cluster, dataDir: folder, owner: serverOwner(cluster) };
  }
  const owner = serverOwner(null);
  const home = homes.find((candidate) => isUsable(candidate, owner));
  if (home === undefined) {
    throw new EmbeddedPostgresError(
      `The database's user cannot reach any of ${homes.join(', ')}. ` +
        `Set POSTERN_DATA_DIR to a folder whose parents everybody may enter. ${USE_DATABASE_URL}`,
    );
  }
  if (home !== folder) log(`The database's files lie in ${home}: its user cannot reach ${folder}.`);
  return { home, cluster: join(home, 'postgres'), dataDir: folder, owner };
}

function ensureDataDir(dataDir: string): string {
  try {
    const made = mkdirSync(dataDir, { recursive: true });
    // The server's user must be able to pass through, though not to look around.
    if (made !== undefined) chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The data folder ${dataDir} cannot be written to (${reasonOf(cause)}). ` +
        `Set POSTERN_DATA_DIR to one that can. ${USE_DATABASE_URL}`,
      { cause },
    );
  }
}

function elsewhere(dataDir: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const name = `postern-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  return [join('/var/lib', name), join(tmpdir(), name)];
}

/** Among the temporary files anybody could have laid out a folder, or a whole database, for us to find. */
function isOursOrAbsent(home: string): boolean {
  const found = lstatSync(home, { throwIfNoEntry: false });
  return found === undefined || (found.isDirectory() && found.uid === process.getuid?.());
}

function isUsable(home: string, owner: ServerOwner): boolean {
  try {
    if (mkdirSync(home, { recursive: true, mode: 0o711 }) !== undefined) chmodSync(home, 0o711);
    return canEnter(owner, home);
  } catch (error) {
    if (hasErrorCode(error, 'EACCES', 'EROFS', 'EPERM', 'EEXIST', 'ENOTDIR')) return false;
    throw error;
  }
}

const MEMORY = z.object({ port: z.int().min(1).max(65_535), directory: z.string() });

/** The port of the last start: addresses noted by people and tools stay good. */
export function rememberedPort(dataDir: string): number | null {
  let text: string;
  try {
    text = readFileSync(memoryFile(dataDir), 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
  // A file cut short by a full disk is no reason not to start: any free port does.
  const parsed = MEMORY.safeParse(parseOrNull(text));
  return parsed.success ? parsed.data.port : null;
}

export function rememberPort(dataDir: string, memory: z.infer<typeof MEMORY>): void {
  const draft = `${memoryFile(dataDir)}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
  renameSync(draft, memoryFile(dataDir));
}

function memoryFile(dataDir: string): string {
  return join(dataDir, 'postgres.json');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
