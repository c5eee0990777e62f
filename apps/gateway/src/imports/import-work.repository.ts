import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../http/auth/caller';
import type { CsvRow } from './csv-file';
import type { ImportIssue } from './import-row';
import type { StoredResult } from './imports.repository';

/** An import that is ours for a while. */
export interface TakenImport {
  id: string;
  workspaceId: string;
  timeZone: string | null;
  asker: Caller;
  requestId: string;
}

export interface DoneRow {
  row: number;
  result: Exclude<StoredResult, 'pending'>;
  groupId: string | null;
  issues: ImportIssue[];
}

// The oldest of each workspace alone: two at once could both find that there is no group of a reference yet. An older
// one may appear while a newer is under way: it was longer in being written.
const TAKE = `
update imports set turn_at = now() + make_interval(secs => $1)
where id in (
  select i.id from imports i
  where i.status = 'running' and i.turn_at <= now() and not exists (select from imports e
    where e.workspace_id = i.workspace_id and e.status = 'running' and ((e.created_at, e.id) < (i.created_at, i.id) or e.turn_at > now()))
  order by i.turn_at limit $2 for update skip locked)
returning id, workspace_id as "workspaceId", time_zone as "timeZone", asker, request_id as "requestId"`;

const COUNT = `
update imports set turn_at = now(), counts = found.counts,
  status = case when found.counts ? 'pending' then 'running' else 'done' end,
  finished_at = case when found.counts ? 'pending' then null else clock_timestamp() end
from (select jsonb_object_agg(result, count) as counts from (
  select result, count(*) from import_rows where import_id = $1 group by result) by_result) found
where id = $1`;

/** What the worker reads and writes of imports. */
@Injectable()
export class ImportWorkRepository {
  constructor(private readonly db: DataSource) {}

  /** Until `forSeconds` have passed nobody else has them. */
  async take(forSeconds: number, most: number): Promise<TakenImport[]> {
    const [rows] = await this.db.query<[TakenImport[], number]>(TAKE, [forSeconds, most]);
    return rows;
  }

  pending(importId: string, most: number): Promise<CsvRow[]> {
    return this.db.query<CsvRow[]>(
      `select row_number as row, cells, issues from import_rows
        where import_id = $1 and result = 'pending' order by row_number limit $2`,
      [importId, most],
    );
  }

  /** Groups that exist although the import does not know it: whoever made them was cut off. By row. */
  async made(workspaceId: string, path: string, keys: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ key: string; id: string }[]>(
      `select key, response ->> 'id' as id from idempotency_records
        where workspace_id = $1 and method = 'POST' and path = $2 and key = any($3::text[]) and status = 201`,
      [workspaceId, path, keys],
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  }

  /** Notes what became of the rows, and gives the import back. */
  async record(importId: string, done: readonly DoneRow[]): Promise<void> {
    await this.db.transaction(async (em) => {
      await em.query(
        `update import_rows r set result = d.result, group_id = d."groupId", issues = d.issues
         from jsonb_to_recordset($2::jsonb) as d(row int, result text, "groupId" text, issues jsonb)
         where r.import_id = $1 and r.row_number = d.row and r.result = 'pending'`,
        [importId, JSON.stringify(done)],
      );
      await em.query(COUNT, [importId]);
    });
  }
}
