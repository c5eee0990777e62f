import { setTimeout as pause } from 'node:timers/promises';
import { isDatabaseUnreachable } from './database-errors';

const PAUSE_MS = 250;

/**
 * Repeats a question that may be asked twice while the database is away.
 *
 * @param forMs how long; after that it throws what the database said last
 */
export async function outlast<T>(ask: () => Promise<T>, forMs: number): Promise<T> {
  const until = performance.now() + forMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isDatabaseUnreachable(error) || performance.now() > until) throw error;
      await pause(PAUSE_MS);
    }
  }
}
