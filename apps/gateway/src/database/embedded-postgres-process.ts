/** What the system and `postmaster.pid` say about a running server. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from './embedded-postgres-error';

export interface RunningServer {
  pid: number;
  port: number;
  ready: boolean;
}

/** Whether a process runs. One that is dead and only not yet buried by its parent does not. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasErrorCode(error, 'EPERM');
  }
  return !/^Z/.test(describeProcess(pid)?.state ?? '');
}

/**
 * The live server of exactly this cluster, or `null`. A `postmaster.pid` left by a killed server, by a
 * machine that went down or by the folder that this one was copied from counts as none.
 */
export function runningServer(cluster: string): RunningServer | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
  // Lines: pid, data folder, start time, port, socket folder, address, shared memory, state.
  const [pid, folder, , port, , , , state] = lines;
  const id = Number(pid);
  if (!isAlive(id) || !isSameFolder(folder, cluster)) return null;
  if (!/postgres/.test(describeProcess(id)?.command ?? '')) return null;
  return { pid: id, port: Number(port), ready: state?.trim() === 'ready' };
}

function isSameFolder(a: string | undefined, b: string): boolean {
  if (!a) return false;
  if (!existsSync(a)) return false;
  return realpathSync(a) === realpathSync(b);
}

function describeProcess(pid: number): { state: string; command: string } | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      // The name in parentheses may itself hold parentheses and blanks.
      return { state: stat.slice(stat.lastIndexOf(')') + 2), command };
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return null;
      throw error;
    }
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  if (status !== 0) return null;
  const [state = '', ...command] = stdout.trim().split(/\s+/);
  return { state, command: command.join(' ') };
}
