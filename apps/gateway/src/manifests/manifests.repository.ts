import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import { breaksConstraint } from '../database/database-errors';
import { type Cursor, cursorTime } from '../http/pagination';

/** One version of a manifest; the newest where no other was asked for. */
export interface ManifestRow {
  id: string;
  workspace_id: string;
  provider: string;
  name: string;
  version: number;
  manifest: Record<string, unknown>;
  notes: string | null;
  created_at: Date;
  /** When the version was stored. */
  stored_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

export interface VersionRow {
  version: number;
  notes: string | null;
  created_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

/** What a version says. */
export interface StoredManifest {
  /** `generic:<id of the manifest>` */
  provider: string;
  manifest: Record<string, unknown>;
  notes: string | null;
}

const COLUMNS = `m.id, m.workspace_id, m.provider, v.manifest ->> 'name' as name, v.version, v.manifest, v.notes,
  m.created_at, v.created_at as stored_at, ${cursorTime('m.created_at')} as position`;

const NEWEST = `select ${COLUMNS} from manifests m
  join manifest_versions v on v.manifest_id = m.id and v.version = m.version`;

const PROVIDER_KEY = 'manifests_workspace_id_provider_key';

/** The workspace has a manifest of that id already. */
export class ManifestTakenError extends Error {
  override readonly name = 'ManifestTakenError';
}

@Injectable()
export class ManifestsRepository {
  constructor(private readonly db: DataSource) {}

  /** One row more than `limit` where there is a further page. */
  list(workspaceId: string, page: { limit: number; after: Cursor | null }): Promise<ManifestRow[]> {
    return this.db.query<ManifestRow[]>(
      `${NEWEST}
        where m.workspace_id = $1 and ($2::timestamptz is null or (m.created_at, m.id) < ($2::timestamptz, $3))
        order by m.created_at desc, m.id desc limit $4`,
      [workspaceId, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  /** @param version `null`: the newest */
  async find(workspaceId: string, id: string, version: number | null): Promise<ManifestRow | null> {
    return findIn(this.db.manager, workspaceId, id, version);
  }

  /** Newest first; one more than `limit` where there is a further page. */
  versions(
    workspaceId: string,
    id: string,
    page: { limit: number; after: Cursor | null },
  ): Promise<VersionRow[]> {
    return this.db.query<VersionRow[]>(
      `select version, notes, created_at, ${cursorTime('created_at')} as position from manifest_versions
        where workspace_id = $1 and manifest_id = $2 and ($3::timestamptz is null or created_at < $3)
        order by created_at desc limit $4`,
      [workspaceId, id, page.after?.at ?? null, page.limit + 1],
    );
  }

  /** All that `work` does happens, or nothing. */
  change<T>(workspaceId: string, work: (manifests: LockedManifests) => Promise<T>): Promise<T> {
    return this.db.transaction((em) => work(new LockedManifests(em, workspaceId)));
  }
}

/** The manifests of one workspace within a transaction. */
export class LockedManifests {
  constructor(
    readonly em: EntityManager,
    private readonly workspaceId: string,
  ) {}

  async count(): Promise<number> {
    const [row] = await this.em.query<{ count: number }[]>(
      'select count(*)::int as count from manifests where workspace_id = $1',
      [this.workspaceId],
    );
    return row?.count ?? 0;
  }

  /** The first version. @throws ManifestTakenError */
  async insert(id: string, stored: StoredManifest): Promise<ManifestRow> {
    try {
      await this.em.query(
        'insert into manifests (id, workspace_id, provider, version) values ($1, $2, $3, 1)',
        [id, this.workspaceId, stored.provider],
      );
    } catch (error) {
      throw breaksConstraint(error, PROVIDER_KEY) ? new ManifestTakenError(stored.provider) : error;
    }
    await this.store(id, 1, stored);
    return this.existing(id);
  }

  /** The newest version; nobody else changes the manifest before the transaction ends. */
  async lock(id: string): Promise<ManifestRow | null> {
    // Deletes and connections that begin to need it wait, too.
    await this.em.query('select 1 from manifests where workspace_id = $1 and id = $2 for update', [
      this.workspaceId,
      id,
    ]);
    return findIn(this.em, this.workspaceId, id, null);
  }

  /**
   * The next version. Its connections count as changed, so that every process meets it at its next use of them,
   * and those that need attention are asked again at once.
   */
  async insertVersion({ id, version }: ManifestRow, stored: StoredManifest): Promise<ManifestRow> {
    await this.store(id, version + 1, stored);
    await this.em.query('update manifests set version = $2, updated_at = now() where id = $1', [
      id,
      version + 1,
    ]);
    await this.em.query(
      `update connections set updated_at = now(),
         watch_at = case when status = 'needs_attention' then now() else watch_at end
       where workspace_id = $1 and manifest_id = $2`,
      [this.workspaceId, id],
    );
    return this.existing(id);
  }

  /** Ids of connections that use it, some of them. */
  async users(id: string): Promise<string[]> {
    const rows = await this.em.query<{ id: string }[]>(
      'select id from connections where workspace_id = $1 and manifest_id = $2 order by id limit 10',
      [this.workspaceId, id],
    );
    return rows.map((row) => row.id);
  }

  /** With all of its versions. No connection may use it. */
  async remove(id: string): Promise<void> {
    await this.em.query(`delete from traffic_pauses where scope = 'provider' and id = $1`, [id]);
    await this.em.query('delete from manifests where workspace_id = $1 and id = $2', [this.workspaceId, id]);
  }

  async audit(row: AuditRow): Promise<void> {
    await this.em.query(AUDIT_INSERT, [JSON.stringify([row])]);
  }

  private async store(id: string, version: number, { manifest, notes }: StoredManifest): Promise<void> {
    await this.em.query(
      `insert into manifest_versions (manifest_id, version, workspace_id, manifest, notes, created_at)
       values ($1, $2, $3, $4, $5, clock_timestamp())`,
      [id, version, this.workspaceId, JSON.stringify(manifest), notes],
    );
  }

  private async existing(id: string): Promise<ManifestRow> {
    const row = await findIn(this.em, this.workspaceId, id, null);
    if (row === null) throw new Error(`${id} was just written and cannot be gone.`);
    return row;
  }
}

async function findIn(
  em: EntityManager,
  workspaceId: string,
  id: string,
  version: number | null,
): Promise<ManifestRow | null> {
  const [row] = await em.query<ManifestRow[]>(
    `select ${COLUMNS} from manifests m
      join manifest_versions v on v.manifest_id = m.id and v.version = coalesce($3::int, m.version)
      where m.workspace_id = $1 and m.id = $2`,
    [workspaceId, id, version],
  );
  return row ?? null;
}
