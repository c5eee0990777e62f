import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseUnreachable } from './database-errors';

/** Together about as long as a Postgres needs that starts at the same time, or reads its log after a crash. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;
const TELL_EVERY_MS = 10_000;

/**
 * Does what a start needs of the database, and again while that cannot be reached. `work` must be safe to
 * repeat. What cannot be mended by waiting (a wrong password, a missing database) is thrown at once.
 *
 * @param tell takes a line for the operator
 * @param patienceMs after so long the last error is thrown
 */
export async function awaitDatabase<T>(
  work: () => Promise<T>,
  tell: (line: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const began = performance.now();
  let told = -Infinity;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const waited = performance.now() - began;
      if (!isDatabaseUnreachable(error) || waited > patienceMs) throw error;
      if (waited - told > TELL_EVERY_MS) {
        told = waited;
        const left = Math.ceil((patienceMs - waited) / 1000);
        tell(
          `The database cannot be reached yet (${reasonOf(error)}). It is waited for, up to ${left} s more.`,
        );
      }
      await pause(PAUSE_MS);
    }
  }
}

function reasonOf(error: unknown): string {
  // A dial of several addresses fails with one error per address, and no message of its own.
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return inner instanceof Error ? inner.message : String(inner);
}
