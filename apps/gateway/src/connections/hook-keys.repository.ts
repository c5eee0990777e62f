import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { manifestOfSql, type ProviderSource } from '../providers/provider-source';

/** A secret that an upstream gave us, as it is stored. */
export interface RegisteredSecretRow {
  /** Base64. */
  sealed: string;
  keyId: string;
  /** Milliseconds, database clock; `null` = the newest. */
  expiresAt: number | null;
  /** Of this secret alone, whatever was forgotten before it. */
  madeAt: string;
}

/** What inbound hooks need of a connection. */
export interface HookKeysRow extends ProviderSource {
  id: string;
  workspace_id: string;
  credentials: Buffer;
  credentials_key_id: string;
  /** Another one after every change of the connection. */
  version: string;
  /** Those that have not expired. */
  registered: RegisteredSecretRow[];
  /** Milliseconds, the database's clock at the moment of the query. */
  database_now: number;
}

const FIND = prepared(
  'hook_keys',
  `
select c.id, c.workspace_id, c.provider, c.credentials, c.credentials_key_id, c.updated_at::text as version,
  ${manifestOfSql('c')} as manifest,
  coalesce((select jsonb_agg(jsonb_build_object('sealed', encode(s.secret, 'base64'), 'keyId', s.secret_key_id,
      'expiresAt', extract(epoch from s.expires_at) * 1000, 'madeAt', s.created_at::text || ' ' || s.number)
      order by s.number desc)
    from hook_secrets s where s.connection_id = c.id and (s.expires_at is null or s.expires_at > now())),
    '[]') as registered,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as database_now
from connections c where c.id = any($1::text[]) and c.status <> 'disabled'`,
);

@Injectable()
export class HookKeysRepository {
  constructor(private readonly db: DataSource) {}

  /** For hooks, which have no caller: whichever workspace they are of. Those that do not exist are left out. */
  find(connectionIds: readonly string[]): Promise<HookKeysRow[]> {
    return this.db.query<HookKeysRow[]>(FIND, [connectionIds]);
  }

  /** The upstream's id of our address there; `null` where none is known. */
  async registrationOf(workspaceId: string, connectionId: string): Promise<string | null> {
    const [row] = await this.db.query<{ upstream_id: string | null }[]>(
      'select upstream_id from hook_registrations where workspace_id = $1 and connection_id = $2',
      [workspaceId, connectionId],
    );
    return row?.upstream_id ?? null;
  }
}
