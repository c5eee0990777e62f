/**
 * Keeps two processes that start together (API and worker) from making the same cluster twice.
 *
 * Only a courtesy: a cluster appears by one rename and the server has a lock of its own, so even two
 * holders would do no harm beyond wasted work.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError, hasErrorCode } from './embedded-postgres-error';
import { isAlive } from './embedded-postgres-process';

const WAIT_MS = 90_000;
const RETRY_MS = 50;

/** Runs `work` while this process holds the lock `file`; a lock whose holder is dead is taken over. */
export async function withStartLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const token = `${process.pid} ${randomBytes(8).toString('hex')}`;
  const draft = `${file}.${token.replace(' ', '.')}`;
  writeFileSync(draft, token, { mode: 0o600 });
  try {
    await acquire(file, draft);
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    if (readHolder(file) === token) rmSync(file, { force: true });
  }
}

async function acquire(file: string, draft: string): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    try {
      // A link appears whole: nobody ever reads a lock without its holder.
      linkSync(draft, file);
      return;
    } catch (error) {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
    const holder = readHolder(file);
    if (holder !== null && !isAlive(Number.parseInt(holder, 10))) {
      removeDeadLock(file, holder, `${draft}.dead`);
      continue;
    }
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Process ${holder?.split(' ')[0] ?? '?'} has been starting the database for ${WAIT_MS / 1000} s ` +
          `(lock ${file}). End that process or remove the file.`,
      );
    }
    await delay(RETRY_MS);
  }
}

function readHolder(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Two that find the same dead lock must not remove each other's new one, so what was moved is looked at. */
function removeDeadLock(file: string, deadHolder: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    throw error;
  }
  try {
    if (readHolder(aside) !== deadHolder) linkSync(aside, file);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
