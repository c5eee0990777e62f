import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AUDIT_INSERT, auditRow } from '../audit/audit-entry';
import { MEDIA_COLUMNS, type MediaRow, toMediaView } from './media-row';
import { isNeeded } from './media-use.sql';

export interface SweptMedia {
  id: string;
  storage_key: string;
}

interface Overdue extends MediaRow {
  state: 'storing' | 'stored';
}

@Injectable()
export class MediaSweepRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /**
   * Media that no group needs any more expire so many days from now. Locked before they are judged, as in `expire`.
   *
   * @returns how many were looked at
   */
  async startClocks(days: number, limit: number): Promise<number> {
    return this.db.transaction(async (em) => {
      const idle = await em.query<{ id: string }[]>(
        `select m.id from media m
         where m.expires_at is null and m.state = 'stored' and not ${isNeeded('$1::int')}
         order by m.id limit ${limit} for update skip locked`,
        [days],
      );
      if (idle.length === 0) return 0;
      await em.query(
        `update media m set expires_at = now() + make_interval(days => $2::int)
         where m.id = any($1) and not ${isNeeded('$2::int')}`,
        [idle.map((row) => row.id), days],
      );
      return idle.length;
    });
  }

  /**
   * Takes media out of sight whose time is over.
   *
   * Their rows are locked first. Whoever came to need one before holds its lock, and it is passed by, or has
   * committed, and is seen by the second statement, which takes its own look at the database.
   *
   * @returns how many were looked at
   */
  async expire(days: number, limit: number): Promise<number> {
    return this.db.transaction(async (em) => {
      const overdue = await em.query<Overdue[]>(
        `select state, ${MEDIA_COLUMNS} from media where state <> 'deleting' and expires_at <= now()
         order by expires_at limit ${limit} for update skip locked`,
      );
      if (overdue.length === 0) return 0;
      const ids = overdue.map((row) => row.id);
      await em.query(
        `update media m set expires_at = case when needed then null else expires_at end,
           state = case when needed then state else 'deleting' end
         from (select m.id, m.state = 'stored' and ${isNeeded('$2::int')} as needed
           from media m where m.id = any($1)) n
         where n.id = m.id`,
        [ids, days],
      );
      const gone = await em.query<{ id: string }[]>(
        `select id from media where id = any($1) and state = 'deleting'`,
        [ids],
      );
      const entries = overdue
        .filter((row) => row.state === 'stored' && gone.some(({ id }) => id === row.id))
        .map((row) =>
          auditRow({
            workspaceId: row.workspace_id,
            action: 'media.expire',
            subjectId: row.id,
            before: toMediaView(row),
            after: null,
          }),
        );
      await em.query(AUDIT_INSERT, [JSON.stringify(entries)]);
      return overdue.length;
    });
  }

  /** Media whose files are to be removed, in the order of their ids. */
  async deleting(after: string, limit: number): Promise<SweptMedia[]> {
    return this.db.query<SweptMedia[]>(
      `select id, storage_key from media where state = 'deleting' and id > $1 order by id limit ${limit}`,
      [after],
    );
  }

  async removed(id: string): Promise<void> {
    await this.db.query(`delete from media where id = $1 and state = 'deleting'`, [id]);
  }
}
