import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, auditInsert, auditRow } from '../audit/audit-entry';
import { MEDIA_COLUMNS, type MediaRow, VISIBLE } from './media-row';
import { groupNeedsMedia } from './media-use.sql';
import type { MediaFactsView } from './media.dto';

/** A file whose first byte is about to be written. */
export interface NewMedia {
  id: string;
  workspaceId: string;
  storageKey: string;
  fileName: string;
  contentType: string;
}

/** The request that brought the file, where it can be repeated. */
export interface MediaIdempotency {
  key: string;
  bodyHash: Buffer;
}

export interface RecordedMedia {
  response: unknown;
  sameBody: boolean;
}

export type Deletion =
  | { outcome: 'deleting'; storageKey: string }
  | { outcome: 'missing' }
  | { outcome: 'needed'; groupIds: string[] };

/** An upload that takes longer is given up; its file is swept away. */
const STORING_HOURS = 12;
const PATH = '/v1/media';

const STORED = `
with idempotency as (
  insert into idempotency_records (workspace_id, method, path, key, body_hash, status, response)
  select $2, 'POST', '${PATH}', $3::text, $4::bytea, 201, $5::json where $3::text is not null
  on conflict do nothing returning 1
), m as (
  update media set state = 'stored', size_bytes = $6, width = $7, height = $8, duration_ms = $9, sha256 = $10,
    expires_at = $11
  where id = $1 and workspace_id = $2 and state = 'storing'
    and ($3::text is null or exists (select from idempotency))
  returning id
), audited as (${auditInsert('$12::jsonb', ', m')})
select id from m`;

@Injectable()
export class MediaRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Writes the row that stands for the file while it arrives. @returns when */
  async begin(media: NewMedia): Promise<Date> {
    const [row] = await this.db.query<{ created_at: Date }[]>(
      `insert into media (id, workspace_id, state, storage_key, file_name, content_type, created_at, expires_at)
       select $1, $2, 'storing', $3, $4, $5, t.now, t.now + interval '${STORING_HOURS} hours'
       from (select date_trunc('milliseconds', clock_timestamp()) as now) t
       returning created_at`,
      [media.id, media.workspaceId, media.storageKey, media.fileName, media.contentType],
    );
    if (row === undefined) throw new Error('An insert returns its row.');
    return row.created_at;
  }

  /** The file is there. @returns false where its row was given up, or the idempotency key is taken */
  async stored(
    media: NewMedia,
    view: MediaFactsView,
    idempotency: MediaIdempotency | null,
  ): Promise<boolean> {
    const { id, workspaceId } = media;
    const audit = auditRow({ workspaceId, action: 'media.create', subjectId: id, before: null, after: view });
    const rows = await this.db.query<unknown[]>(STORED, [
      id,
      workspaceId,
      idempotency?.key ?? null,
      idempotency?.bodyHash ?? null,
      JSON.stringify(view),
      view.sizeBytes,
      view.width,
      view.height,
      view.durationMs,
      view.sha256,
      view.expiresAt,
      JSON.stringify([audit]),
    ]);
    return rows.length > 0;
  }

  /** The first answer to an idempotency key. */
  async recorded(workspaceId: string, { key, bodyHash }: MediaIdempotency): Promise<RecordedMedia | null> {
    const [row] = await this.db.query<RecordedMedia[]>(
      `select response, body_hash = $3 as "sameBody" from idempotency_records
       where workspace_id = $1 and method = 'POST' and path = '${PATH}' and key = $2 and status <> 0`,
      [workspaceId, key, bodyHash],
    );
    return row ?? null;
  }

  async find(workspaceId: string, id: string): Promise<MediaRow | null> {
    return (await this.findMany(workspaceId, [id]))[0] ?? null;
  }

  async findMany(workspaceId: string, ids: readonly string[]): Promise<MediaRow[]> {
    return this.db.query<MediaRow[]>(
      `select ${MEDIA_COLUMNS} from media m where m.workspace_id = $1 and m.id = any($2) and ${VISIBLE}`,
      [workspaceId, ids],
    );
  }

  /** For a post that needs it: whatever its `expires_at` says. */
  async findStored(workspaceId: string, id: string): Promise<MediaRow | null> {
    const [row] = await this.db.query<MediaRow[]>(
      `select ${MEDIA_COLUMNS} from media m where m.workspace_id = $1 and m.id = $2 and m.state = 'stored'`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /** For an address that carries its own proof. */
  async findByAddress(id: string): Promise<MediaRow | null> {
    const [row] = await this.db.query<MediaRow[]>(
      `select ${MEDIA_COLUMNS} from media m where m.id = $1 and m.state = 'stored'`,
      [id],
    );
    return row ?? null;
  }

  /** Takes the medium out of sight, unless a group needs it. Its file is still there. */
  async beginDelete(
    workspaceId: string,
    id: string,
    days: number,
    toView: (row: MediaRow) => MediaFactsView,
  ): Promise<Deletion> {
    return this.db.transaction(async (em) => {
      // Locked first: groups that came to need it meanwhile are committed, and seen by the next statement.
      const [row] = await em.query<MediaRow[]>(
        `select ${MEDIA_COLUMNS} from media m where m.workspace_id = $1 and m.id = $2 and ${VISIBLE} for update`,
        [workspaceId, id],
      );
      if (row === undefined) return { outcome: 'missing' };
      const groupIds = await neededBy(em, id, days);
      if (groupIds.length > 0) return { outcome: 'needed', groupIds };
      await em.query(`update media set state = 'deleting' where id = $1`, [id]);
      const before = toView(row);
      const audit = auditRow({ workspaceId, action: 'media.delete', subjectId: id, before, after: null });
      await em.query(AUDIT_INSERT, [JSON.stringify([audit])]);
      return { outcome: 'deleting', storageKey: row.storage_key };
    });
  }

  /**
   * Takes a medium that nobody sees out of every further use. @returns whether its file may be removed: not
   * where it was stored after all, as a statement may have been whose answer got lost.
   */
  async giveUp(id: string): Promise<boolean> {
    const [row] = await this.db.query<{ free: boolean }[]>(
      `with given_up as (
         update media set state = 'deleting' where id = $1 and state <> 'stored' returning 1
       )
       select exists (select from given_up) or not exists (select from media where id = $1) as free`,
      [id],
    );
    return row?.free ?? false;
  }

  /** The file is gone. */
  async removed(id: string): Promise<void> {
    await this.db.query(`delete from media where id = $1 and state = 'deleting'`, [id]);
  }
}

/** Some of the groups, to name them. */
async function neededBy(em: EntityManager, id: string, days: number): Promise<string[]> {
  const rows = await em.query<{ group_id: string }[]>(
    `select u.group_id from media_uses u join post_groups g on g.id = u.group_id
     where u.media_id = $1 and ${groupNeedsMedia('$2::int')} order by u.group_id desc limit 5`,
    [id, days],
  );
  return rows.map((row) => row.group_id);
}
