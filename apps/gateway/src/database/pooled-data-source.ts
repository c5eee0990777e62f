import { DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import type { SessionPool } from './session-pool';

/**
 * A `DataSource` whose single statements go straight to a session of the pool. The library would make a query
 * runner for each, with subscribers, loggers and a dozen promises that nobody here waits for. Transactions have theirs.
 */
export class PooledDataSource extends DataSource {
  override async query<T>(sql: string, parameters?: unknown[], runner?: QueryRunner): Promise<T> {
    if (runner !== undefined) return super.query<T>(sql, parameters, runner);
    const session = await poolOf(this).connect();
    try {
      const { command, rows, rowCount } = await session.query(sql, parameters);
      // What the library answers with.
      return (command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows) as T;
    } catch (error) {
      throw new QueryFailedError(sql, parameters, error as Error);
    } finally {
      session.release();
    }
  }
}

/** The driver holds it from `initialize` on. */
function poolOf({ driver }: DataSource): SessionPool {
  return (driver as unknown as { master: SessionPool }).master;
}
