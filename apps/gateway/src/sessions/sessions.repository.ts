import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AUDIT_INSERT, type AuditRow } from '../audit/audit-entry';
import type { Scope } from '../http/auth/caller';
import { asGateway } from '../http/request-context';

/** Whoever signed in: a key, or a person with the scopes that they were granted. */
export type Signer =
  | { type: 'api_key'; id: string; hash: Buffer }
  | { type: 'person'; id: string; name: string; scopes: readonly Scope[] };

export interface NewSession {
  id: string;
  workspaceId: string;
  tokenHash: Buffer;
  signer: Signer;
  createdAt: Date;
  expiresAt: Date;
}

export interface SessionRow {
  id: string;
  workspace_id: string;
  workspace_name: string;
  key_id: string | null;
  key_name: string | null;
  key_expires_at: Date | null;
  subject: string | null;
  subject_name: string | null;
  created_at: Date;
  expires_at: Date;
}

/** A session as it is looked up when a browser presents it. Times in milliseconds since the epoch. */
export interface KnownSession {
  id: string;
  workspaceId: string;
  signer: { type: 'api_key'; hash: Buffer } | { type: 'person'; id: string; name: string; scopes: string[] };
  expiresAt: number;
  lastUsedAt: number;
  ended: boolean;
}

interface KnownRow {
  id: string;
  workspace_id: string;
  key_hash: Buffer | null;
  subject: string | null;
  subject_name: string | null;
  scopes: string[] | null;
  expires_at: Date;
  last_used_at: Date;
  ended: boolean;
}

const COLUMNS = `s.id, s.workspace_id, w.name as workspace_name, s.key_id, k.name as key_name,
  k.expires_at as key_expires_at, s.subject, s.subject_name, s.created_at, s.expires_at`;

const FROM = `sessions s join workspaces w on w.id = s.workspace_id left join api_keys k on k.id = s.key_id`;

@Injectable()
export class SessionsRepository {
  constructor(private readonly db: DataSource) {}

  /** @param entry of the audit log, for the row as it is written */
  insert(session: NewSession, entry: (row: SessionRow) => AuditRow): Promise<SessionRow> {
    const { id, workspaceId, tokenHash, signer, createdAt, expiresAt } = session;
    const key = signer.type === 'api_key' ? signer : null;
    const person = signer.type === 'person' ? signer : null;
    return this.db.transaction(async (em) => {
      await em.query(
        `insert into sessions (id, workspace_id, token_hash, key_id, key_hash, subject, subject_name, scopes,
           created_at, expires_at, last_used_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)`,
        [
          ...[id, workspaceId, tokenHash, key?.id ?? null, key?.hash ?? null],
          ...[person?.id ?? null, person?.name ?? null, person?.scopes ?? null, createdAt, expiresAt],
        ],
      );
      const [row] = await em.query<SessionRow[]>(`select ${COLUMNS} from ${FROM} where s.id = $1`, [id]);
      if (!row) throw new Error('A session that was written a moment ago is not there.');
      await em.query(AUDIT_INSERT, [JSON.stringify([entry(row)])]);
      return row;
    });
  }

  async find(workspaceId: string, id: string): Promise<SessionRow | null> {
    const [row] = await this.db.query<SessionRow[]>(
      `select ${COLUMNS} from ${FROM} where s.workspace_id = $1 and s.id = $2`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /**
   * Ends a session, and with `everywhere` all others of the same key or person, in whatever workspace.
   *
   * @returns ids of those that it ended
   */
  end(id: string, everywhere: boolean, entry: (row: SessionRow) => AuditRow): Promise<string[]> {
    return asGateway(() =>
      this.db.transaction(async (em) => {
        const rows = await em.query<SessionRow[]>(
          `select ${COLUMNS} from ${FROM}, sessions own
            where own.id = $1 and s.ended_at is null and s.expires_at > now()
              and (s.id = own.id or $2 and (s.key_id = own.key_id or s.subject = own.subject))
            order by s.id for no key update of s`,
          [id, everywhere],
        );
        const ids = rows.map((row) => row.id);
        await em.query('update sessions set ended_at = now() where id = any($1)', [ids]);
        await em.query(AUDIT_INSERT, [JSON.stringify(rows.map(entry))]);
        return ids;
      }),
    );
  }

  /** Of any workspace: whose a token is, is what is asked here. */
  async findByHash(hash: Buffer): Promise<KnownSession | null> {
    const [row] = await asGateway(() =>
      this.db.query<KnownRow[]>(
        `select id, workspace_id, key_hash, subject, subject_name, scopes, expires_at, last_used_at,
           ended_at is not null as ended
         from sessions where token_hash = $1`,
        [hash],
      ),
    );
    return row ? toKnownSession(row) : null;
  }

  async workspaceExists(id: string): Promise<boolean> {
    const rows = await asGateway(() =>
      this.db.query<unknown[]>('select 1 from workspaces where id = $1', [id]),
    );
    return rows.length > 0;
  }

  async touch(id: string): Promise<void> {
    await asGateway(() => this.db.query('update sessions set last_used_at = now() where id = $1', [id]));
  }
}

function toKnownSession(row: KnownRow): KnownSession {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    signer:
      row.key_hash === null
        ? {
            type: 'person',
            id: row.subject ?? '',
            name: row.subject_name ?? '',
            scopes: row.scopes ?? [],
          }
        : { type: 'api_key', hash: row.key_hash },
    expiresAt: row.expires_at.getTime(),
    lastUsedAt: row.last_used_at.getTime(),
    ended: row.ended,
  };
}
