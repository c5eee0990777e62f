import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import type { Caller } from '../http/auth/caller';
import { type Cursor, cursorTime } from '../http/pagination';
import type { RowCells } from './csv-file';
import type { ImportIssue } from './import-row';
import type { RowResult } from './imports.dto';

/** Of a stored import: nothing is `valid` there. */
export type StoredResult = Exclude<RowResult, 'valid'>;

export interface ImportRecord {
  id: string;
  name: string | null;
  time_zone: string | null;
  status: 'running' | 'done';
  counts: Partial<Record<StoredResult, number>>;
  created_at: Date;
  finished_at: Date | null;
  /** `created_at` with its microseconds. */
  position: string;
}

export interface NewImport {
  id: string;
  workspaceId: string;
  name: string | null;
  timeZone: string | null;
  asker: Caller;
  requestId: string;
  rows: { row_number: number; cells: RowCells; issues: ImportIssue[] }[];
}

export interface ImportRowRecord {
  row_number: number;
  cells: RowCells;
  result: StoredResult;
  group_id: string | null;
  issues: ImportIssue[];
}

const COLUMNS = `id, name, time_zone, status, counts, created_at, finished_at, ${cursorTime('created_at')} as position`;
const ROW_COLUMNS = 'row_number, cells, result, group_id, issues';

/** Imports as requests see them: they make and read them; what becomes of rows, the worker writes. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly db: DataSource) {}

  /** With all of its rows, which wait. */
  insert(made: NewImport, entry: AuditRow, then: (em: EntityManager, row: ImportRecord) => Promise<void>) {
    return this.db.transaction(async (em) => {
      const [row] = await em.query<ImportRecord[]>(
        `insert into imports (id, workspace_id, name, time_zone, counts, asker, request_id)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
        [
          made.id,
          made.workspaceId,
          made.name,
          made.timeZone,
          { pending: made.rows.length },
          made.asker,
          made.requestId,
        ],
      );
      if (row === undefined) throw new Error(`${made.id} was just written and cannot be gone.`);
      await em.query(
        `insert into import_rows (import_id, workspace_id, row_number, cells, issues)
         select $1, $2, r.row_number, r.cells, r.issues
         from jsonb_to_recordset($3::jsonb) as r(row_number int, cells jsonb, issues jsonb)`,
        [made.id, made.workspaceId, JSON.stringify(made.rows)],
      );
      await em.query(AUDIT_INSERT, [JSON.stringify([entry])]);
      await then(em, row);
      return row;
    });
  }

  /** One row more than `limit` where there is a further page. */
  list(workspaceId: string, page: { limit: number; after: Cursor | null }): Promise<ImportRecord[]> {
    return this.db.query<ImportRecord[]>(
      `select ${COLUMNS} from imports
        where workspace_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3))
        order by created_at desc, id desc limit $4`,
      [workspaceId, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  async find(workspaceId: string, id: string): Promise<ImportRecord | null> {
    const [row] = await this.db.query<ImportRecord[]>(
      `select ${COLUMNS} from imports where workspace_id = $1 and id = $2`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /** In the order of the file; one more than `limit` where there is a further page. */
  rows(
    workspaceId: string,
    id: string,
    results: readonly RowResult[],
    page: { limit: number; afterRow: number },
  ): Promise<ImportRowRecord[]> {
    return this.db.query<ImportRowRecord[]>(
      `select ${ROW_COLUMNS} from import_rows
        where workspace_id = $1 and import_id = $2 and row_number > $3
          and (cardinality($4::text[]) = 0 or result = any($4::text[]))
        order by row_number limit $5`,
      [workspaceId, id, page.afterRow, results, page.limit + 1],
    );
  }
}
