import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { JobName, Jobs } from './jobs';

/** Enqueues jobs inside the transaction that makes them necessary. */
@Injectable()
export class JobQueue {
  async add<N extends JobName>(
    db: DataSource | EntityManager,
    name: N,
    payload: Jobs[N],
    runAt: Date | null = null,
  ): Promise<void> {
    await this.addAll(db, name, [{ payload, runAt }]);
  }

  async addAll<N extends JobName>(
    db: DataSource | EntityManager,
    name: N,
    jobs: readonly { payload: Jobs[N]; runAt: Date | null }[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    await db.query(
      `select postern_add_job($1, j.payload, j.run_at)
       from jsonb_to_recordset($2::jsonb) as j(payload json, run_at timestamptz)`,
      [name, JSON.stringify(jobs.map(({ payload, runAt }) => ({ payload, run_at: runAt })))],
    );
  }
}
