import { isTableBusy } from './database-errors';

/** Partitions are there for this month and so many more. */
const MONTHS_AHEAD = 2;

type Ask = (sql: string, values: unknown[]) => Promise<{ made: number }[]>;

/**
 * Makes the partitions that are wanting, and moves what fell into the default one because they were.
 *
 * @returns how many; `null`: somebody uses a table for long, and it is to be tried again later
 */
export async function makePartitions(ask: Ask): Promise<number | null> {
  try {
    const [row] = await ask('select postern_make_partitions($1) as made', [MONTHS_AHEAD]);
    return row?.made ?? 0;
  } catch (error) {
    if (!isTableBusy(error)) throw error;
    return null;
  }
}
