/** Processor time of processes, from Linux' /proc; elsewhere it is not measured. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel reports in ticks of 10 ms on every Linux that Node runs on (USER_HZ). */
const MS_PER_TICK = 10;

interface Stat {
  parent: number;
  ownMs: number;
  /** Of children that have ended. */
  endedMs: number;
}

function statOf(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Ended, or there is no /proc.
    return null;
  }
  // The name in brackets may hold spaces; the fields after it are counted from the third (proc(5)).
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const at = (field: number) => fields[field - 3] ?? 0;
  return {
    parent: at(4),
    ownMs: (at(14) + at(15)) * MS_PER_TICK,
    endedMs: (at(16) + at(17)) * MS_PER_TICK,
  };
}

/** User and system time of one process, in milliseconds; `null` where it cannot be told. */
export function cpuOf(pid: number): number | null {
  return statOf(pid)?.ownMs ?? null;
}

/** The same of a process with its children, also those that have ended: a Postgres server. */
export function cpuOfFamily(pid: number): number | null {
  const head = statOf(pid);
  if (head === null) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.ownMs ?? 0), head.ownMs + head.endedMs);
}

/** Memory of a process that is in RAM, in MiB; `null` where it cannot be told. */
export function memoryOf(pid: number): number | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Ended, or there is no /proc.
    return null;
  }
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024;
}
