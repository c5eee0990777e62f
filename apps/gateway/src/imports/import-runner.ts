import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseUnreachable } from '../database/database-errors';
import { canonicalHash } from '../http/canonical-json';
import { ProblemError } from '../http/problem';
import { onBehalfOf } from '../http/request-context';
import { Loop } from '../jobs/loop';
import { PostGroupsService } from '../post-groups/post-groups.service';
import type { CsvRow } from './csv-file';
import { type CheckContext, type CheckedRow, ImportChecks, ROWS_AT_ONCE } from './import-checks';
import { type DoneRow, ImportWorkRepository, type TakenImport } from './import-work.repository';
import { inImportSpan } from './import-span';
import { inTurns } from './in-turns';

const LOOK_MS = 1_000;
/** Imports of several workspaces, side by side. */
const IMPORTS_AT_ONCE = 4;
const ROWS_PER_TURN = 100;
/** Rows that are not begun by then wait for the next turn: media by address may take seconds each. */
const BEGIN_WITHIN_MS = 5_000;
/** Far longer than a turn; a worker that dies keeps an import for as long. */
const TAKEN_SECONDS = 60;

/**
 * Makes groups of the rows of imports. A row is made under an idempotency key of its own, so that it is one group
 * however often its turn is broken off.
 */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Imports');
  private readonly loop = new Loop('Imports', LOOK_MS, () => this.look());
  private ending = false;

  constructor(
    private readonly repository: ImportWorkRepository,
    private readonly checks: ImportChecks,
    private readonly groups: PostGroupsService,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending = true;
    await this.loop.stop();
  }

  /** @returns 0 where there may be more to do at once */
  async look(): Promise<number> {
    const taken = await this.repository.take(TAKEN_SECONDS, IMPORTS_AT_ONCE);
    await Promise.all(
      taken.map((one) => onBehalfOf(one.asker, one.requestId, () => inImportSpan(one, () => this.turn(one)))),
    );
    return taken.length > 0 ? 0 : LOOK_MS;
  }

  private async turn(taken: TakenImport): Promise<void> {
    const rows = await this.repository.pending(taken.id, ROWS_PER_TURN);
    const made = await this.repository.made(taken.workspaceId, pathOf(taken), rows.map(keyOf));
    const context = await this.checks.contextOf(taken.workspaceId, taken.timeZone, rows);
    const endAt = performance.now() + BEGIN_WITHIN_MS;
    const done = await inTurns(rows, ROWS_AT_ONCE, (row): Promise<DoneRow | null> => {
      const groupId = made.get(keyOf(row));
      if (groupId !== undefined) {
        return Promise.resolve({ row: row.row, result: 'created', groupId, issues: [] });
      }
      return this.ending || performance.now() > endAt
        ? Promise.resolve(null)
        : this.settle(taken, context, row);
    });
    await this.repository.record(
      taken.id,
      done.filter((row) => row !== null),
    );
  }

  /** @throws what the database says where it is away: the row then waits for it */
  private async settle(taken: TakenImport, context: CheckContext, row: CsvRow): Promise<DoneRow> {
    try {
      return await this.make(taken, row, await this.checks.check(context, row));
    } catch (error) {
      if (isDatabaseUnreachable(error)) throw error;
      this.logger.error({ msg: 'A row could not be made.', importId: taken.id, row: row.row, err: error });
      return { row: row.row, result: 'failed', groupId: null, issues: [failure(error)] };
    }
  }

  private async make(taken: TakenImport, row: CsvRow, checked: CheckedRow): Promise<DoneRow> {
    const { issues } = checked;
    switch (checked.result) {
      case 'invalid':
        return { row: row.row, result: 'invalid', groupId: null, issues };
      case 'duplicate':
        return { row: row.row, result: 'duplicate', groupId: checked.groupId, issues };
      case 'valid': {
        const { body } = await this.groups.create(taken.workspaceId, checked.dto, {
          method: 'POST',
          path: pathOf(taken),
          key: keyOf(row),
          bodyHash: canonicalHash(checked.dto),
        });
        return { row: row.row, result: 'created', groupId: (body as { id: string }).id, issues };
      }
    }
  }
}

const pathOf = ({ id }: TakenImport): string => `/v1/imports/${id}`;
const keyOf = ({ row }: CsvRow): string => `row ${row}`;

function failure(error: unknown): DoneRow['issues'][number] {
  const message = error instanceof ProblemError ? error.detail : 'Postern could not make the group.';
  const fix = 'Import the row again. The log of the worker has more.';
  return { column: null, path: '', rule: 'failed', severity: 'error', message, fix };
}
