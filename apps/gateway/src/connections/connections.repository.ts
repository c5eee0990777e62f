import { Injectable } from '@nestjs/common';
import type { JsonObject, PublishError } from '@postern/core';
import { isFinal, POST_STATUSES } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, auditInsert, type AuditRow } from '../audit/audit-entry';
import { breaksConstraint } from '../database/database-errors';
import { newId } from '../database/ids';
import { type Cursor, cursorTime } from '../http/pagination';
import { createdEntry, deletedEntry, updatedEntry } from './connection-entries';
import { manifestOfSql, type ProviderSource } from '../providers/provider-source';
import type { ConnectionStatus, Scheduling } from './connections.dto';
import type { SealedCredentials } from './credentials-cipher';

export interface ConnectionRow extends ProviderSource {
  id: string;
  workspace_id: string;
  name: string;
  settings: JsonObject;
  scheduling: Scheduling | null;
  status: ConnectionStatus;
  error: PublishError | null;
  checked_at: Date | null;
  synced_at: Date | null;
  created_at: Date;
  updated_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

export interface SecretConnectionRow extends ConnectionRow {
  credentials: Buffer;
  credentials_key_id: string;
  /** Another one after every change. */
  version: string;
  /** Milliseconds, the database's clock at the moment of the query. */
  database_now: number;
}

export interface NewConnection {
  id: string;
  workspaceId: string;
  provider: string;
  manifestId: string | null;
  name: string;
  settings: JsonObject;
  scheduling: Scheduling | null;
  sealed: SealedCredentials;
}

export interface ConnectionChange {
  name: string;
  scheduling: Scheduling | null;
  /** `null`: the credentials stay as they are. */
  credentials: { sealed: SealedCredentials; settings: JsonObject } | null;
}

/** What a check or a sync found. */
export interface Finding {
  status: Exclude<ConnectionStatus, 'disabled'>;
  error: PublishError | null;
  synced: boolean;
}

/** As the index of open posts says it: for a list that comes as a parameter, all posts would be read. */
const OPEN = `status in (${POST_STATUSES.filter((status) => !isFinal(status))
  .map((status) => `'${status}'`)
  .join(', ')})`;

const COLUMNS = `id, workspace_id, provider, name, settings, scheduling, status, error, checked_at, synced_at,
  created_at, updated_at, ${cursorTime('created_at')} as position, ${manifestOfSql('connections')} as manifest`;

const SECRET_COLUMNS = `${COLUMNS}, credentials, credentials_key_id, updated_at::text as version,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as database_now`;

const INSERT = `
with written as (
  insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, scheduling,
    status, manifest_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $10)
)
${auditInsert('$9::jsonb')}`;

const MANIFEST_KEY = 'connections_manifest_id_fkey';

/** Somebody deleted the manifest before a connection could need it. */
export class ManifestGoneError extends Error {
  override readonly name = 'ManifestGoneError';
}

/** A connection with status `disabled` was deleted: only the worker, which may hold its posts, sees it. */
@Injectable()
export class ConnectionsRepository {
  constructor(private readonly db: DataSource) {}

  /** One row more than `limit` where there is a further page. */
  list(
    workspaceId: string,
    provider: string | null,
    page: { limit: number; after: Cursor | null },
  ): Promise<ConnectionRow[]> {
    return this.db.query<ConnectionRow[]>(
      `select ${COLUMNS} from connections
        where workspace_id = $1 and status <> 'disabled'
          and ($2::text is null or provider = $2)
          and ($3::timestamptz is null or (created_at, id) < ($3::timestamptz, $4))
        order by created_at desc, id desc
        limit $5`,
      [workspaceId, provider, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  async find(workspaceId: string, id: string): Promise<ConnectionRow | null> {
    const [row] = await this.db.query<ConnectionRow[]>(
      `select ${COLUMNS} from connections where workspace_id = $1 and id = $2 and status <> 'disabled'`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /** For our own use, whichever workspace it is of: the caller of this was led here by a row of its tenant. */
  async findWithSecrets(id: string): Promise<SecretConnectionRow | null> {
    const [row] = await this.db.query<SecretConnectionRow[]>(
      `select ${SECRET_COLUMNS} from connections where id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** @param within what else is written in the transaction @throws ManifestGoneError */
  async insert(connection: NewConnection, within: (em: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.db.transaction(async (em) => {
        await insertConnection(em, connection);
        await within(em);
      });
    } catch (error) {
      throw breaksConstraint(error, MANIFEST_KEY) ? new ManifestGoneError() : error;
    }
  }

  /** Reads and changes one connection while nobody else can; `null` where there is none. */
  change(
    workspaceId: string,
    id: string,
    decide: (row: SecretConnectionRow, em: EntityManager) => Promise<ConnectionChange>,
  ): Promise<ConnectionRow | null> {
    return this.db.transaction(async (tx) => {
      const [row] = await tx.query<SecretConnectionRow[]>(
        `select ${SECRET_COLUMNS} from connections
          where workspace_id = $1 and id = $2 and status <> 'disabled' for update`,
        [workspaceId, id],
      );
      if (!row) return null;
      const change = await decide(row, tx);
      await this.write(tx, row, change);
      const [changed] = await tx.query<ConnectionRow[]>(
        `select ${COLUMNS} from connections where workspace_id = $1 and id = $2`,
        [workspaceId, id],
      );
      if (changed) await tx.query(AUDIT_INSERT, [JSON.stringify([updatedEntry(row, change, changed)])]);
      return changed ?? null;
    });
  }

  private async write(tx: EntityManager, row: SecretConnectionRow, change: ConnectionChange): Promise<void> {
    const { credentials } = change;
    await tx.query(
      `update connections set name = $3, scheduling = $4, credentials = $5, credentials_key_id = $6,
         settings = $7, updated_at = now(),
         -- New credentials are tried at once, if the old ones did not work.
         watch_at = case when credentials = $5 then watch_at else now() end
       where workspace_id = $1 and id = $2`,
      [
        row.workspace_id,
        row.id,
        change.name,
        change.scheduling,
        credentials?.sealed.bytes ?? row.credentials,
        credentials?.sealed.keyId ?? row.credentials_key_id,
        JSON.stringify(credentials?.settings ?? row.settings),
      ],
    );
  }

  /**
   * Stores what a check found, and tells the history where the connection now needs attention.
   *
   * @param entries of the audit log, where a caller asked for the check
   */
  async record(
    workspaceId: string,
    id: string,
    finding: Finding,
    entries: readonly AuditRow[] = [],
  ): Promise<void> {
    await this.db.query(
      `with before as (
         select status, error from connections
          where workspace_id = $1 and id = $2 and status <> 'disabled' for update
       ), changed as (
         update connections c set status = $3, error = $4, checked_at = now(),
           synced_at = case when $5 then now() else c.synced_at end,
           -- What works again is read at once.
           read_after = case when $3 = 'active' and before.status <> 'active' then null else c.read_after end,
           watch_at = case when $3 = 'active' then null else c.watch_at end,
           updated_at = case when (c.status, c.error) is distinct from ($3, $4::jsonb) then now()
             else c.updated_at end
         from before where c.workspace_id = $1 and c.id = $2
         returning c.id, c.provider, c.name, before.status as was
       ), audited as (
         ${auditInsert('$7::jsonb', ', changed')}
       )
       insert into events (id, workspace_id, type, data)
       select $6, $1, 'connection.needs_attention',
         jsonb_build_object('connectionId', id, 'provider', provider, 'name', name, 'error', $4::jsonb)
       from changed where $3 = 'needs_attention' and was <> 'needs_attention'`,
      [
        workspaceId,
        id,
        finding.status,
        finding.error === null ? null : JSON.stringify(finding.error),
        finding.synced,
        newId('evt'),
        JSON.stringify(entries),
      ],
    );
  }

  /**
   * Deletes as far as posts allow, which name the connection for ever: the row stays as `disabled`, without
   * its credentials, and its accounts as `disconnected`.
   */
  remove(workspaceId: string, id: string, force: boolean): Promise<'removed' | 'missing' | 'open_posts'> {
    return this.db.transaction(async (tx) => {
      const [found] = await tx.query<ConnectionRow[]>(
        `select ${COLUMNS} from connections where workspace_id = $1 and id = $2 and status <> 'disabled' for update`,
        [workspaceId, id],
      );
      if (!found) return 'missing';
      const open = await tx.query<unknown[]>(
        `select 1 from posts where workspace_id = $1 and connection_id = $2 and ${OPEN} limit 1`,
        [workspaceId, id],
      );
      if (open.length > 0 && !force) return 'open_posts';
      await tx.query(
        `update connections set status = 'disabled', error = null, credentials = '', credentials_key_id = '',
           settings = '{}', manifest_id = null, accounts_due_at = null, updated_at = now()
         where workspace_id = $1 and id = $2`,
        [workspaceId, id],
      );
      await tx.query(
        `update accounts set status = 'disconnected', updated_at = now()
          where workspace_id = $1 and connection_id = $2 and status <> 'disconnected'`,
        [workspaceId, id],
      );
      for (const table of ['hook_secrets', 'hook_registrations', 'hook_counts']) {
        await tx.query(`delete from ${table} where workspace_id = $1 and connection_id = $2`, [
          workspaceId,
          id,
        ]);
      }
      await tx.query(`delete from traffic_pauses where scope = 'connection' and id = $1`, [id]);
      await tx.query(AUDIT_INSERT, [JSON.stringify([deletedEntry(found)])]);
      return 'removed';
    });
  }
}

async function insertConnection(em: EntityManager, connection: NewConnection): Promise<void> {
  const entries = JSON.stringify([createdEntry(connection)]);
  await em.query(INSERT, [
    connection.id,
    connection.workspaceId,
    connection.provider,
    connection.name,
    connection.sealed.bytes,
    connection.sealed.keyId,
    JSON.stringify(connection.settings),
    connection.scheduling,
    entries,
    connection.manifestId,
  ]);
}
