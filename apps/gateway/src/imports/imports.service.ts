import { Injectable } from '@nestjs/common';
import { auditRow } from '../audit/audit-entry';
import { newId } from '../database/ids';
import type { Caller } from '../http/auth/caller';
import { badCursor, type Cursor, decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { problem } from '../http/problem';
import { currentRequest, keepReply } from '../http/request-context';
import { type CsvRow, readCsv } from './csv-file';
import { ImportChecks } from './import-checks';
import { toImportDto, toRowDto } from './import-view';
import type { CreateImportDto, ImportDto, ImportRowDto, RowResult } from './imports.dto';
import { type ImportRecord, type ImportRowRecord, ImportsRepository } from './imports.repository';

interface PageOf {
  limit: number;
  cursor?: string;
}

/** Takes tables in: tells what their rows would become, or keeps them for the worker. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly checks: ImportChecks,
  ) {}

  /** @throws ProblemError VALIDATION where the file as a whole cannot be read */
  create(caller: Caller, dto: CreateImportDto): Promise<ImportDto> {
    const rows = readCsv(dto.csv);
    return dto.dryRun === true ? this.dryRun(caller, dto, rows) : this.store(caller, dto, rows);
  }

  async list(workspaceId: string, query: PageOf): Promise<Page<ImportDto>> {
    const hash = filterHash({ list: 'imports' });
    const after = decodeCursor(query.cursor, hash);
    const rows = await this.repository.list(workspaceId, { limit: query.limit, after });
    const position = (row: ImportRecord) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit: query.limit, hash }, position, toImportDto);
  }

  async get(workspaceId: string, id: string): Promise<ImportDto> {
    return toImportDto(await this.record(workspaceId, id));
  }

  async rows(
    workspaceId: string,
    id: string,
    result: readonly RowResult[],
    query: PageOf,
  ): Promise<Page<ImportRowDto>> {
    const { position } = await this.record(workspaceId, id);
    const hash = filterHash({ list: 'import-rows', id, result });
    const after = decodeCursor(query.cursor, hash);
    const page = { limit: query.limit, afterRow: rowOf(after) };
    const rows = await this.repository.rows(workspaceId, id, result, page);
    const at = (row: ImportRowRecord) => ({ at: position, id: String(row.row_number) });
    return toPage(rows, { limit: query.limit, hash }, at, toRowDto);
  }

  private async dryRun(
    { workspaceId }: Caller,
    { name, timeZone }: CreateImportDto,
    rows: readonly CsvRow[],
  ): Promise<ImportDto> {
    const startedAt = new Date();
    const checked = await this.checks.checkAll(workspaceId, timeZone ?? null, rows);
    const results = checked.map((one, index) =>
      toRowDto({
        row_number: one.row,
        cells: (rows[index] as CsvRow).cells,
        result: one.result,
        group_id: one.result === 'duplicate' ? one.groupId : null,
        issues: one.issues,
      }),
    );
    const counts: Partial<Record<RowResult, number>> = {};
    for (const { result } of checked) counts[result] = (counts[result] ?? 0) + 1;
    const record = {
      id: null,
      name: name ?? null,
      time_zone: timeZone ?? null,
      status: 'done' as const,
      counts,
      created_at: startedAt,
      finished_at: new Date(),
    };
    return { ...toImportDto(record), dryRun: true, rows: results };
  }

  private async store(caller: Caller, dto: CreateImportDto, rows: readonly CsvRow[]): Promise<ImportDto> {
    const { workspaceId } = caller;
    const id = newId('imp');
    const name = dto.name ?? null;
    const timeZone = dto.timeZone ?? null;
    const requestId = currentRequest()?.requestId ?? '';
    const waiting = rows.map(({ row, cells, issues }) => ({ row_number: row, cells, issues }));
    const entry = auditRow({
      workspaceId,
      action: 'import.create',
      subjectId: id,
      before: null,
      after: { id, name, timeZone, total: rows.length },
    });
    const made = { id, workspaceId, name, timeZone, asker: caller, requestId, rows: waiting };
    const record = await this.repository.insert(made, entry, (em, row) => keepReply(em, toImportDto(row)));
    return toImportDto(record);
  }

  private async record(workspaceId: string, id: string): Promise<ImportRecord> {
    const row = await this.repository.find(workspaceId, id);
    if (row === null) throw problem.notFound(`import ${id}`);
    return row;
  }
}

/** A cursor is the client's to change: what stands for a row need not be a number. */
function rowOf(after: Cursor | null): number {
  if (after === null) return 0;
  if (!/^\d{1,9}$/.test(after.id)) throw badCursor('invalid', 'The cursor was not issued by this API.');
  return Number(after.id);
}
