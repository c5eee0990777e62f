import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import type { Scope } from '../http/auth/caller';
import { type Cursor, cursorTime } from '../http/pagination';
import { keepReply } from '../http/request-context';
import type { RateLimit } from './rate-limit';

export interface ApiKeyRow {
  id: string;
  workspace_id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  rate_limit: number | null;
  rate_window_seconds: number | null;
  replaces: string | null;
  replaced_by: string | null;
  created_at: Date;
  updated_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
  /** Neither revoked nor expired, by the database's clock. */
  works: boolean;
  /** `created_at` with its microseconds. */
  position: string;
}

export interface NewKeyRow {
  id: string;
  name: string;
  prefix: string;
  hash: Buffer;
  scopes: readonly Scope[];
  rateLimit: RateLimit | null;
  expiresAt: Date | null;
  replaces: string | null;
}

/** What a change leaves of a key. */
export interface KeyState {
  name: string;
  scopes: readonly Scope[];
  rateLimit: RateLimit | null;
  expiresAt: Date | null;
  revoked: boolean;
}

const WORKS = '(k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()))';

const COLUMNS = `k.id, k.workspace_id, k.name, k.prefix, k.scopes, k.rate_limit, k.rate_window_seconds, k.replaces,
  (select n.id from api_keys n where n.replaces = k.id) as replaced_by, k.created_at, k.updated_at, k.expires_at,
  k.revoked_at, k.last_used_at, ${WORKS} as works, ${cursorTime('k.created_at')} as position`;

const LIVE_ADMINS = `
select count(*)::int as keys from api_keys k
where k.workspace_id = $1 and k.id <> $2 and ${WORKS} and k.scopes && '{admin,instance}'
  and not exists (select from api_keys n where n.replaces = k.id)`;

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly db: DataSource) {}

  /** One row more than `limit` where there is a further page. */
  list(workspaceId: string, page: { limit: number; after: Cursor | null }): Promise<ApiKeyRow[]> {
    return this.db.query<ApiKeyRow[]>(
      `select ${COLUMNS} from api_keys k
        where k.workspace_id = $1 and ($2::timestamptz is null or (k.created_at, k.id) < ($2::timestamptz, $3))
        order by k.created_at desc, k.id desc limit $4`,
      [workspaceId, page.after?.at ?? null, page.after?.id ?? null, page.limit + 1],
    );
  }

  async find(workspaceId: string, id: string): Promise<ApiKeyRow | null> {
    return findIn(this.db.manager, workspaceId, id);
  }

  /** Changes to the keys of one workspace happen one after the other: its last admin key is counted in them. */
  change<T>(workspaceId: string, work: (keys: LockedKeys) => Promise<T>): Promise<T> {
    return this.db.transaction(async (em) => {
      await em.query('select 1 from workspaces where id = $1 for no key update', [workspaceId]);
      return work(new LockedKeys(em, workspaceId));
    });
  }

  async workspaceExists(id: string): Promise<boolean> {
    return (await this.db.query<unknown[]>('select 1 from workspaces where id = $1', [id])).length > 0;
  }
}

/** The keys of one workspace within a transaction that alone changes them. */
export class LockedKeys {
  constructor(
    private readonly em: EntityManager,
    private readonly workspaceId: string,
  ) {}

  find(id: string): Promise<ApiKeyRow | null> {
    return findIn(this.em, this.workspaceId, id);
  }

  /** Keeps the reply for repetitions of the request, and answers it. */
  async told<T>(reply: T): Promise<T> {
    await keepReply(this.em, reply);
    return reply;
  }

  /** Keys that work, may administer the workspace and are not on their way out, beside this one. */
  async otherAdmins(id: string): Promise<number> {
    const [row] = await this.em.query<{ keys: number }[]>(LIVE_ADMINS, [this.workspaceId, id]);
    return row?.keys ?? 0;
  }

  async insert(key: NewKeyRow): Promise<ApiKeyRow> {
    await this.em.query(
      `insert into api_keys (id, workspace_id, name, prefix, key_hash, scopes, rate_limit, rate_window_seconds,
         expires_at, replaces)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        key.id,
        this.workspaceId,
        key.name,
        key.prefix,
        key.hash,
        key.scopes,
        key.rateLimit?.limit ?? null,
        key.rateLimit?.windowSeconds ?? null,
        key.expiresAt,
        key.replaces,
      ],
    );
    return this.existing(key.id);
  }

  async update(id: string, state: KeyState): Promise<ApiKeyRow> {
    await this.em.query(
      `update api_keys set name = $3, scopes = $4, rate_limit = $5, rate_window_seconds = $6, expires_at = $7,
         revoked_at = case when $8 then coalesce(revoked_at, now()) end, updated_at = now()
       where workspace_id = $1 and id = $2`,
      [
        this.workspaceId,
        id,
        state.name,
        state.scopes,
        state.rateLimit?.limit ?? null,
        state.rateLimit?.windowSeconds ?? null,
        state.expiresAt,
        state.revoked,
      ],
    );
    return this.existing(id);
  }

  /** Lets a key work for so much longer at most. */
  async endWithin(id: string, seconds: number): Promise<ApiKeyRow> {
    await this.em.query(
      `update api_keys set updated_at = now(),
         expires_at = least(expires_at, clock_timestamp() + make_interval(secs => $3))
       where workspace_id = $1 and id = $2`,
      [this.workspaceId, id, seconds],
    );
    return this.existing(id);
  }

  async audit(rows: readonly AuditRow[]): Promise<void> {
    await this.em.query(AUDIT_INSERT, [JSON.stringify(rows)]);
  }

  private async existing(id: string): Promise<ApiKeyRow> {
    const row = await this.find(id);
    if (row === null) throw new Error(`The key ${id} went while its workspace was locked.`);
    return row;
  }
}

async function findIn(em: EntityManager, workspaceId: string, id: string): Promise<ApiKeyRow | null> {
  const [row] = await em.query<ApiKeyRow[]>(
    `select ${COLUMNS} from api_keys k where k.workspace_id = $1 and k.id = $2`,
    [workspaceId, id],
  );
  return row ?? null;
}
