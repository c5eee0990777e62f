import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { NamedAccount } from './import-row';

/** What rows name without ids: accounts by their handles, groups by their client reference. */
@Injectable()
export class ImportLookups {
  constructor(private readonly db: DataSource) {}

  accounts(
    workspaceId: string,
    named: readonly { platform: string; handle: string }[],
  ): Promise<NamedAccount[]> {
    if (named.length === 0) return Promise.resolve([]);
    return this.db.query<NamedAccount[]>(
      `select a.id, a.platform, wanted.handle, a.status <> 'disconnected' as connected
         from (select distinct w.platform, w.handle from jsonb_to_recordset($2::jsonb)
           as w(platform text, handle text)) wanted
         join accounts a on a.platform = wanted.platform and lower(ltrim(a.handle, '@')) = wanted.handle
         join connections c on c.id = a.connection_id and c.status <> 'disabled'
        where a.workspace_id = $1 order by a.id`,
      [workspaceId, JSON.stringify(named)],
    );
  }

  /** The newest group of each reference; what was canceled may be made again. */
  async groups(workspaceId: string, references: readonly string[]): Promise<Map<string, string>> {
    if (references.length === 0) return new Map();
    const rows = await this.db.query<{ reference: string; id: string }[]>(
      `select distinct on (client_reference) client_reference as reference, id from post_groups
        where workspace_id = $1 and client_reference = any($2::text[]) and status <> 'canceled'
        order by client_reference, id desc`,
      [workspaceId, references],
    );
    return new Map(rows.map(({ reference, id }) => [reference, id]));
  }
}
