/** Connections with accounts, written by SQL: nothing is sent through them. */
import { newId } from '@postern/gateway/dist/database/ids';
import type { Pool } from 'pg';
import type { Workspace } from '../stack/workspaces';

/** One connection of a workspace, with an account on each of four platforms that take a text. */
export interface Seat {
  workspaceId: string;
  connectionId: string;
  accountIds: string[];
}

const PLATFORMS = ['x', 'linkedin', 'threads', 'facebook'];

export async function makeSeats(
  db: Pool,
  workspaces: readonly Pick<Workspace, 'id'>[],
  provider: string,
): Promise<Seat[]> {
  const seats = workspaces.map(({ id }) => ({
    workspaceId: id,
    connectionId: newId('conn'),
    accountIds: PLATFORMS.map(() => newId('acct')),
  }));
  await db.query(
    `with seat as (
       select * from jsonb_to_recordset($1::jsonb) as s("workspaceId" text, "connectionId" text, "accountIds" jsonb)
     ), connected as (
       insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
       select "connectionId", "workspaceId", $2, 'bench', '', 'bench', '{}', 'active' from seat
     )
     insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     select a.id, "workspaceId", "connectionId", $2, ($3::text[])[a.n], a.n::text, '{}', 'connected'
     from seat, jsonb_array_elements_text("accountIds") with ordinality as a(id, n)`,
    [JSON.stringify(seats), provider, PLATFORMS],
  );
  return seats;
}
