import { hashKey } from '../api-keys/api-key';
import { withMigrationLock } from '../database/migrate';
import { SCOPES } from '../http/auth/caller';

/** The workspace of `POSTERN_BOOTSTRAP_KEY`: the same at every start. */
export const BOOTSTRAP_WORKSPACE_ID = 'ws_00000000000000000000000000';
const BOOTSTRAP_KEY_ID = 'key_00000000000000000000000000';

/**
 * Makes sure that the demo workspace exists and that `key` opens it with every scope. A key of an earlier
 * start stops working. Safe to call from several processes at once.
 *
 * @param url address of the migrated database
 */
export async function ensureBootstrapKey(url: string, key: string): Promise<void> {
  await withMigrationLock(url, async (client) => {
    await client.query(`insert into workspaces (id, name) values ($1, 'Demo') on conflict (id) do nothing`, [
      BOOTSTRAP_WORKSPACE_ID,
    ]);
    await client.query(
      `insert into api_keys (id, workspace_id, name, prefix, key_hash, scopes)
       values ($1, $2, 'Bootstrap', $3, $4, $5)
       on conflict (id) do update
         set prefix = excluded.prefix, key_hash = excluded.key_hash, scopes = excluded.scopes,
             expires_at = null, revoked_at = null`,
      [BOOTSTRAP_KEY_ID, BOOTSTRAP_WORKSPACE_ID, key.slice(0, 6), hashKey(key), SCOPES],
    );
  });
}
