/**
 * Loaded into a process before its own code (`node --require`): notes its memory every few seconds. Appends lines
 * `<milliseconds> <resident MiB> <heap in use MiB>` to the file `memory-<pid>.txt` in the folder BENCH_MEMORY.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const EVERY_MS = 2_000;
const MIB = 1_048_576;

const folder = process.env.BENCH_MEMORY;

function note(file: string): void {
  const { rss, heapUsed } = process.memoryUsage();
  appendFileSync(file, `${Date.now()} ${(rss / MIB).toFixed(2)} ${(heapUsed / MIB).toFixed(2)}\n`);
}

if (folder !== undefined) {
  const file = join(folder, `memory-${process.pid}.txt`);
  setInterval(() => note(file), EVERY_MS).unref();
}
