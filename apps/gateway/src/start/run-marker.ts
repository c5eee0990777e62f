/**
 * A file that is there from a start to its clean end. It tells the next start whether the processes of an
 * earlier one may still be ending, after that one's launcher was killed.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type EarlierRun = { kind: 'none' } | { kind: 'killed' } | { kind: 'alive'; pid: number };

export function earlierRun(dataDir: string): EarlierRun {
  const file = markerOf(dataDir);
  if (!existsSync(file)) return { kind: 'none' };
  const pid = Number(readFileSync(file, 'utf8'));
  return pid > 0 && isAlive(pid) ? { kind: 'alive', pid } : { kind: 'killed' };
}

/** @returns what removes the mark again */
export function markRun(dataDir: string): () => void {
  const file = markerOf(dataDir);
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function markerOf(dataDir: string): string {
  return join(dataDir, 'running');
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
