import type { ImportDto, ImportRowDto, RowResult } from './imports.dto';
import type { ImportRecord, ImportRowRecord } from './imports.repository';

/** As much of a text as tells one row from another. */
const EXCERPT = 120;

type Told = Omit<ImportRecord, 'id' | 'counts' | 'position'> & {
  /** `null`: of a dry run. */
  id: string | null;
  counts: Partial<Record<RowResult, number>>;
};

export function toImportDto(row: Told): ImportDto {
  const none = { pending: 0, valid: 0, created: 0, duplicate: 0, invalid: 0, failed: 0 };
  return {
    id: row.id,
    status: row.status,
    dryRun: row.id === null,
    name: row.name,
    timeZone: row.time_zone,
    total: Object.values(row.counts).reduce((sum, count) => sum + count, 0),
    counts: { ...none, ...row.counts },
    rows: null,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export function toRowDto(row: Omit<ImportRowRecord, 'result'> & { result: RowResult }): ImportRowDto {
  const text = Array.from(row.cells.text.slice(0, 2 * EXCERPT));
  return {
    row: row.row_number,
    result: row.result,
    groupId: row.group_id,
    text: text.length > EXCERPT ? `${text.slice(0, EXCERPT).join('')}…` : text.join(''),
    clientReference: row.cells.client_reference === '' ? null : row.cells.client_reference,
    issues: row.issues,
  };
}
