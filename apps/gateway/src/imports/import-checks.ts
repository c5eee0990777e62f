import { Injectable } from '@nestjs/common';
import type { CreatePostGroupDto } from '../post-groups/create-post-group.dto';
import { ValidateService } from '../post-groups/validate.service';
import type { CsvRow } from './csv-file';
import { ImportLookups } from './import-lookups';
import { accountsIn, handleIn, importIssue, type ImportIssue, readImportRow } from './import-row';
import { inTurns } from './in-turns';

/** Of one import, beside all others' requests. */
export const ROWS_AT_ONCE = 8;
/** More of one row help nobody, and a file has ten thousand rows. */
const MAX_ISSUES = 20;

/** What a row would become. `dto` is what creates it. */
export type CheckedRow = { row: number; issues: ImportIssue[] } & (
  | { result: 'valid'; dto: CreatePostGroupDto }
  | { result: 'duplicate'; groupId: string }
  | { result: 'invalid' }
);

/** What rows are looked at with; read once for many of them. */
export interface CheckContext {
  workspaceId: string;
  timeZone: string | null;
  accounts: Awaited<ReturnType<ImportLookups['accounts']>>;
  groups: Map<string, string>;
}

/** Says what rows would become, by the rules of `POST /v1/post-groups/validate`; writes nothing. */
@Injectable()
export class ImportChecks {
  constructor(
    private readonly lookups: ImportLookups,
    private readonly rules: ValidateService,
  ) {}

  async checkAll(
    workspaceId: string,
    timeZone: string | null,
    rows: readonly CsvRow[],
  ): Promise<CheckedRow[]> {
    const context = await this.contextOf(workspaceId, timeZone, rows);
    return inTurns(rows, ROWS_AT_ONCE, (row) => this.check(context, row));
  }

  async contextOf(
    workspaceId: string,
    timeZone: string | null,
    rows: readonly Pick<CsvRow, 'cells'>[],
  ): Promise<CheckContext> {
    const handles = rows.flatMap(({ cells }) => accountsIn(cells.accounts).map(handleIn));
    const references = rows.map(({ cells }) => cells.client_reference).filter((one) => one !== '');
    const [accounts, groups] = await Promise.all([
      this.lookups.accounts(
        workspaceId,
        handles.filter((one) => one !== null),
      ),
      this.lookups.groups(workspaceId, references),
    ]);
    return { workspaceId, timeZone, accounts, groups };
  }

  async check(context: CheckContext, { row, cells, issues }: CsvRow): Promise<CheckedRow> {
    const groupId = context.groups.get(cells.client_reference);
    const unread = issues.some(({ severity }) => severity === 'error');
    if (groupId !== undefined && !unread) return { row, result: 'duplicate', groupId, issues: [] };
    const read = readImportRow(cells, context.timeZone, context.accounts);
    const found = read.dto ? (await this.rules.validate(context.workspaceId, read.dto)).issues : [];
    const all = [...issues, ...read.issues, ...found.map(importIssue)];
    const valid = read.dto !== null && all.every(({ severity }) => severity === 'warning');
    return valid && read.dto
      ? { row, result: 'valid', issues: worst(all), dto: read.dto }
      : { row, result: 'invalid', issues: worst(all) };
  }
}

/** Errors stay before warnings go. */
function worst(issues: ImportIssue[]): ImportIssue[] {
  if (issues.length <= MAX_ISSUES) return issues;
  const errors = issues.filter(({ severity }) => severity === 'error');
  const warnings = issues.filter(({ severity }) => severity === 'warning');
  return [...errors, ...warnings].slice(0, MAX_ISSUES);
}
