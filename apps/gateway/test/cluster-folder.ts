/** Where the cluster of this jest run lies. */
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../src/database/embedded-postgres-process';
import { stopServer } from '../src/database/embedded-postgres-stop';

/** Names the folder to the workers of this run. */
export const CLUSTER_VARIABLE = 'POSTERN_TEST_CLUSTER';
const PREFIX = 'postern-test-';

/** Carries the process id of its run, so that a later run can tell which folders nobody uses. */
export function newClusterFolderName(): string {
  return join(tmpdir(), `${PREFIX}${process.pid}-${Date.now().toString(36)}`);
}

export async function removeCluster(folder: string): Promise<void> {
  await stopServer(join(folder, 'postgres'));
  rmSync(folder, { recursive: true, force: true });
}

/** A run that was killed took no leave of its cluster. */
export async function removeAbandonedClusters(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await removeCluster(join(tmpdir(), name));
  }
}
