import { Injectable } from '@nestjs/common';
import type { ProviderAccount } from '@postern/core';
import { DataSource } from 'typeorm';
import { newId } from '../database/ids';
import { type Cursor, cursorTime } from '../http/pagination';
import type { AccountStatus } from './accounts.dto';

export interface AccountRow {
  id: string;
  connection_id: string;
  provider: string;
  platform: string;
  handle: string | null;
  display_name: string | null;
  avatar_url: string | null;
  status: AccountStatus;
  reference: string;
  token_expires_at: Date | null;
  last_success_at: Date | null;
  created_at: Date;
  updated_at: Date;
  /** `created_at` with its microseconds. */
  position: string;
}

export interface AccountFilters {
  provider?: string;
  platform?: string;
  connectionId?: string;
  status?: AccountStatus;
}

export interface SyncCounts {
  added: number;
  updated: number;
  disconnected: number;
}

const COLUMNS = `a.id, a.connection_id, a.provider, a.platform, a.handle, a.display_name, a.avatar_url,
  a.status, a.reference, a.token_expires_at, a.last_success_at, a.created_at, a.updated_at,
  ${cursorTime('a.created_at')} as position`;

@Injectable()
export class AccountsRepository {
  constructor(private readonly db: DataSource) {}

  /** One row more than `limit` where there is a further page. Accounts of deleted connections are left out. */
  async list(
    workspaceId: string,
    filters: AccountFilters,
    page: { limit: number; after: Cursor | null },
  ): Promise<AccountRow[]> {
    return this.db.query<AccountRow[]>(
      `select ${COLUMNS}
         from accounts a
         join connections c on c.id = a.connection_id and c.status <> 'disabled'
        where a.workspace_id = $1
          and ($2::text is null or a.provider = $2)
          and ($3::text is null or a.platform = $3)
          and ($4::text is null or a.connection_id = $4)
          and ($5::text is null or a.status = $5)
          and ($6::timestamptz is null or (a.created_at, a.id) < ($6::timestamptz, $7))
        order by a.created_at desc, a.id desc
        limit $8`,
      [
        workspaceId,
        filters.provider ?? null,
        filters.platform ?? null,
        filters.connectionId ?? null,
        filters.status ?? null,
        page.after?.at ?? null,
        page.after?.id ?? null,
        page.limit + 1,
      ],
    );
  }

  /** Also an account of a deleted connection: posts still name it. */
  async find(workspaceId: string, id: string): Promise<AccountRow | null> {
    const [row] = await this.db.query<AccountRow[]>(
      `select ${COLUMNS} from accounts a where a.workspace_id = $1 and a.id = $2`,
      [workspaceId, id],
    );
    return row ?? null;
  }

  /**
   * Makes the stored accounts of a connection what the provider just listed, in one statement. Accounts that
   * the list lacks are kept, as `disconnected`: posts name them. A row that says the same is not touched.
   */
  async replace(
    connection: { id: string; workspaceId: string; providerId: string },
    listed: readonly ProviderAccount[],
  ): Promise<SyncCounts> {
    const rows = listed.map((account) => ({ id: newId('acct'), ...account }));
    const [counts] = await this.db.query<SyncCounts[]>(REPLACE, [
      connection.workspaceId,
      connection.id,
      connection.providerId,
      storableJson(rows),
    ]);
    return counts ?? { added: 0, updated: 0, disconnected: 0 };
  }
}

const REPLACE = `
with listed as (
  select * from jsonb_to_recordset($4::jsonb) as l(
    id text, platform text, reference text, data jsonb, handle text, "displayName" text, "avatarUrl" text,
    status text, "tokenExpiresAt" timestamptz, "lastSuccessAt" timestamptz)
), written as (
  insert into accounts as a (id, workspace_id, connection_id, provider, platform, reference, data, handle,
    display_name, avatar_url, status, token_expires_at, last_success_at)
  select l.id, $1, $2, $3, l.platform, l.reference, l.data, l.handle,
    l."displayName", l."avatarUrl", l.status, l."tokenExpiresAt", l."lastSuccessAt"
  from listed l order by l.reference
  on conflict (connection_id, reference) do update set
    platform = excluded.platform, data = excluded.data, handle = excluded.handle,
    display_name = excluded.display_name, avatar_url = excluded.avatar_url, status = excluded.status,
    token_expires_at = excluded.token_expires_at,
    last_success_at = greatest(a.last_success_at, excluded.last_success_at),
    updated_at = now()
  where (a.platform, a.data, a.handle, a.display_name, a.avatar_url, a.status, a.token_expires_at)
      is distinct from (excluded.platform, excluded.data, excluded.handle, excluded.display_name,
        excluded.avatar_url, excluded.status, excluded.token_expires_at)
    or excluded.last_success_at > coalesce(a.last_success_at, '-infinity')
  returning (xmax = 0) as inserted
), vanished as (
  update accounts set status = 'disconnected', updated_at = now()
  where connection_id = $2 and workspace_id = $1 and status <> 'disconnected'
    and not exists (select 1 from listed l where l.reference = accounts.reference)
  returning 1
)
select (select count(*) from written where inserted)::int as added,
       (select count(*) from written where not inserted)::int as updated,
       (select count(*) from vanished)::int as disconnected`;

/** JSON that Postgres takes: an upstream may send NUL characters and halves of surrogate pairs. */
function storableJson(value: unknown): string {
  return JSON.stringify(value).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '$1\ufffd');
}
