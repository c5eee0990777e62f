import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { HookOutcome } from './hook-outcome';

export interface HookCount {
  connectionId: string;
  outcome: HookOutcome;
  count: number;
  lastAt: Date;
}

@Injectable()
export class HookCountsRepository {
  constructor(private readonly db: DataSource) {}

  /** In the order of the rows, so that two processes cannot wait for each other. */
  async add(counts: readonly HookCount[]): Promise<void> {
    await this.db.query(
      `insert into hook_counts as h (connection_id, outcome, workspace_id, count, last_at)
       select c.id, g.outcome, c.workspace_id, g.count, g."lastAt"
       from jsonb_to_recordset($1::jsonb)
         as g("connectionId" text, outcome text, count bigint, "lastAt" timestamptz)
       join connections c on c.id = g."connectionId" and c.status <> 'disabled'
       order by c.id, g.outcome
       on conflict (connection_id, outcome) do update
         set count = h.count + excluded.count, last_at = greatest(h.last_at, excluded.last_at)`,
      [JSON.stringify(counts)],
    );
  }
}
