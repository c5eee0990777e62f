import { hashKey, newApiKey } from '@postern/gateway/dist/api-keys/api-key';
import { newId } from '@postern/gateway/dist/database/ids';
import type { Pool } from 'pg';
import { GatewayClient } from './gateway-client';

export interface Workspace {
  id: string;
  /** With every scope. */
  key: string;
  client: GatewayClient;
}

/**
 * New workspaces, each with a key. They are written by SQL, with the gateway's own ids and hashing, because
 * there is no call that makes a workspace; everything after that goes through the API.
 */
export async function createWorkspaces(db: Pool, apiUrl: string, count: number): Promise<Workspace[]> {
  const made = Array.from({ length: count }, () => ({ id: newId('ws'), ...keyOf() }));
  await db.query(
    `with w as (
       insert into workspaces (id, name) select unnest($1::text[]), 'Bench' returning id
     )
     insert into api_keys (id, workspace_id, name, prefix, key_hash, scopes)
     select k.id, k.workspace_id, 'bench', k.prefix, k.hash, '{admin}'
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) as k(workspace_id, id, prefix, hash)
     join w on w.id = k.workspace_id`,
    [
      made.map(({ id }) => id),
      made.map(({ keyId }) => keyId),
      made.map(({ prefix }) => prefix),
      made.map(({ key }) => hashKey(key)),
    ],
  );
  return made.map(({ id, key }) => ({ id, key, client: new GatewayClient(apiUrl, key) }));
}

function keyOf(): { keyId: string; key: string; prefix: string } {
  const { id, key, prefix } = newApiKey();
  return { keyId: id, key, prefix };
}
