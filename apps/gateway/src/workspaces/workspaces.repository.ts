import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AUDIT_INSERT, auditInsert, type AuditRow } from '../audit/audit-entry';
import { type Cursor, cursorTime } from '../http/pagination';
import { keepReply } from '../http/request-context';

export interface WorkspaceRow {
  id: string;
  name: string;
  created_at: Date;
  updated_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

const COLUMNS = `id, name, created_at, updated_at, ${cursorTime('created_at')} as position`;

@Injectable()
export class WorkspacesRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * One row more than `limit` where there is a further page.
   *
   * @param only the one workspace that the caller sees; `null` = all
   */
  list(only: string | null, page: { limit: number; after: Cursor | null }): Promise<WorkspaceRow[]> {
    return this.db.query<WorkspaceRow[]>(
      `select ${COLUMNS} from workspaces
        where ($1::text is null or id = $1)
          and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3))
        order by created_at desc, id desc limit $4`,
      [only, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  async find(id: string): Promise<WorkspaceRow | null> {
    const [row] = await this.db.query<WorkspaceRow[]>(`select ${COLUMNS} from workspaces where id = $1`, [
      id,
    ]);
    return row ?? null;
  }

  /**
   * @param entry of the audit log, for the row as it is written
   * @param reply what the caller is told
   */
  insert(
    workspace: { id: string; name: string; createdAt: Date },
    entry: AuditRow,
    reply: object,
  ): Promise<void> {
    return this.db.transaction(async (em) => {
      await em.query(
        `with w as (
           insert into workspaces (id, name, created_at, updated_at) values ($1, $2, $3, $3)
         )
         ${auditInsert('$4::jsonb')}`,
        [workspace.id, workspace.name, workspace.createdAt, JSON.stringify([entry])],
      );
      await keepReply(em, reply);
    });
  }

  /** `null` where there is no such workspace. */
  rename(
    id: string,
    name: string | undefined,
    entry: (before: WorkspaceRow, after: WorkspaceRow) => AuditRow,
  ): Promise<WorkspaceRow | null> {
    return this.db.transaction(async (em) => {
      const find = `select ${COLUMNS} from workspaces where id = $1`;
      const [before] = await em.query<WorkspaceRow[]>(`${find} for no key update`, [id]);
      if (!before) return null;
      await em.query('update workspaces set name = coalesce($2, name), updated_at = now() where id = $1', [
        id,
        name ?? null,
      ]);
      const [after] = await em.query<WorkspaceRow[]>(find, [id]);
      if (!after) return null;
      await em.query(AUDIT_INSERT, [JSON.stringify([entry(before, after)])]);
      return after;
    });
  }
}
