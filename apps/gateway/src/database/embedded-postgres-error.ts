import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Why the embedded Postgres cannot run; the message is a sentence for whoever sits at the terminal. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** What every refusal offers as the way out. */
export const USE_DATABASE_URL = 'Set DATABASE_URL to a PostgreSQL of your own (15 or later) instead.';

/**
 * Whether `error` is a system error with one of these codes (`ENOENT`, `EACCES`, …). Asks for no class: an
 * error of Node's own modules is of another realm's `Error` when the caller runs in a VM context.
 */
export function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

export function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

const TAIL_BYTES = 4096;
const TAIL_LINES = 15;

/** The last lines of the server's log, indented, for an error message. */
export function logTail(file: string): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    return `  (${reasonOf(error)})`;
  }
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-TAIL_LINES);
    return lines.map((line) => `  ${line}`).join('\n');
  } finally {
    closeSync(handle);
  }
}
