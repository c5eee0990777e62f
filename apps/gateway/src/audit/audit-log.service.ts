import { Injectable } from '@nestjs/common';
import { decodeCursor, filterHash, type Page, toPage } from '../http/pagination';
import { checkRanges } from '../posts/time-range';
import type { AuditEntryDto } from './audit-log.dto';
import { type AuditEntryRow, type AuditFilter, AuditLogRepository } from './audit-log.repository';

/** Reads the log. Whoever changes something writes it, in the same transaction: see `audit-entry.ts`. */
@Injectable()
export class AuditLogService {
  constructor(private readonly repository: AuditLogRepository) {}

  async list(
    workspaceId: string,
    filter: AuditFilter,
    page: { limit: number; cursor?: string },
  ): Promise<Page<AuditEntryDto>> {
    checkRanges(filter);
    const hash = filterHash({ list: 'audit-log', workspaceId, filter });
    const after = decodeCursor(page.cursor, hash);
    const rows = await this.repository.list(workspaceId, filter, { limit: page.limit, after });
    const position = (row: AuditEntryRow) => ({ at: row.position, id: row.id });
    return toPage(rows, { limit: page.limit, hash }, position, toAuditEntryDto);
  }
}

function toAuditEntryDto(row: AuditEntryRow): AuditEntryDto {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name, prefix: row.actor_prefix },
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id },
    requestId: row.request_id,
    before: row.before,
    after: row.after,
  };
}
