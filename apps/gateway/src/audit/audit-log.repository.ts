import { Injectable } from '@nestjs/common';
import type { JsonObject } from '@postern/core';
import { Reads } from '../database/reads';
import { type Cursor, cursorTime } from '../http/pagination';
import type { ActorType } from './audit-log.dto';

/** Which entries are asked for. Times are RFC 3339. */
export interface AuditFilter {
  action?: string[];
  actorId?: string;
  subjectId?: string;
  since?: string;
  until?: string;
}

export interface AuditEntryRow {
  id: string;
  actor_type: ActorType;
  actor_id: string | null;
  actor_name: string | null;
  actor_prefix: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  request_id: string | null;
  before: JsonObject | null;
  after: JsonObject | null;
  created_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

const COLUMNS = `a.id, a.actor_type, a.actor_id, coalesce(a.actor_name, k.name) as actor_name, k.prefix as actor_prefix, a.action,
  a.subject_type, a.subject_id, a.request_id, a.before, a.after, a.created_at,
  ${cursorTime('a.created_at')} as position`;

@Injectable()
export class AuditLogRepository {
  constructor(private readonly reads: Reads) {}

  /** Newest first; one row more than `limit` where there is a further page. */
  list(
    workspaceId: string,
    filter: AuditFilter,
    page: { limit: number; after: Cursor | null },
  ): Promise<AuditEntryRow[]> {
    const parameters: unknown[] = [workspaceId, page.limit + 1];
    const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
    // In UTC: Postgres takes no offset beyond 16 hours, RFC 3339 does.
    const time = (at: string) => `${value(new Date(at).toISOString())}::timestamptz`;
    const where = ['a.workspace_id = $1'];
    if (filter.action) where.push(`a.action = any(${value(filter.action)}::text[])`);
    if (filter.actorId !== undefined) where.push(`a.actor_id = ${value(filter.actorId)}`);
    if (filter.subjectId !== undefined) where.push(`a.subject_id = ${value(filter.subjectId)}`);
    if (filter.since !== undefined) where.push(`a.created_at >= ${time(filter.since)}`);
    if (filter.until !== undefined) where.push(`a.created_at <= ${time(filter.until)}`);
    const { after } = page;
    if (after) where.push(`(a.created_at, a.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
    return this.reads.query<AuditEntryRow>(
      `select ${COLUMNS} from audit_log a
         left join api_keys k on k.id = a.actor_id and k.workspace_id = a.workspace_id
        where ${where.join(' and ')} order by a.created_at desc, a.id desc limit $2`,
      parameters,
    );
  }
}
