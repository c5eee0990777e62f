import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors';
import type { ClusterPlace } from './place';

const GIVE_UP_MS = 60_000;

/** Runs `work` while no other process starts or stops the same cluster. A dead holder's lock does not count. */
export async function withStartLock<T>(place: ClusterPlace, work: () => Promise<T>): Promise<T> {
  const path = join(place.home, 'start.lock');
  const until = Date.now() + GIVE_UP_MS;
  while (!tryLock(path)) {
    if (!isAlive(holderOf(path))) rmSync(path, { force: true });
    else if (Date.now() > until)
      throw new EmbeddedPostgresError(`Another process holds ${path} for too long.`);
    else await wait(50);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8')) || process.pid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return process.pid;
    throw error;
  }
}

/** Signal 0 reaches a process that exists; EPERM means that it exists and is somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
