import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A workspace's own providers: manifests in versions, of which connections follow the newest.
 *
 * A connection names its manifest rather than finding it by the provider's id, so that two workspaces may use
 * the same id, and so that no manifest goes while a connection needs it.
 */
export class Manifests1760000000012 implements MigrationInterface {
  readonly name = 'Manifests1760000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(PAUSES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        drop policy tenant_manifests on traffic_pauses;
        drop policy tenant_providers on traffic_pauses;
        execute format($p$create policy tenant_providers on traffic_pauses for select to %I
          using (scope = 'provider')$p$, postern_tenant_role());
      end $$;
      alter table connections drop column manifest_id;
      drop table manifest_versions;
      drop table manifests;`);
  }
}

// The manifest is kept as it was written, which jsonb would not do: the order of its members is for people.
const TABLES = `
create table manifests (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  -- generic:<id of the manifest>
  provider text not null,
  -- The newest.
  version integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (workspace_id, provider)
);
create index manifests_by_workspace on manifests (workspace_id, created_at desc, id desc);

create table manifest_versions (
  manifest_id text collate "C" not null references manifests on delete cascade,
  version integer not null,
  workspace_id text collate "C" not null references workspaces,
  manifest json not null,
  notes text,
  created_at timestamptz not null default now(),
  primary key (manifest_id, version)
);

select postern_secure_table('manifests'), postern_secure_table('manifest_versions', 'select, insert');

-- null: a provider of the build, or a connection that was deleted.
alter table connections add column manifest_id text collate "C" references manifests;
create index connections_by_manifest on connections (manifest_id) where manifest_id is not null;
`;

// The provider-wide breaker of a manifest is known by the manifest's id, and is its workspace's alone.
const PAUSES = `
do $$ begin
  drop policy tenant_providers on traffic_pauses;
  execute format($p$create policy tenant_providers on traffic_pauses for select to %I
    using (scope = 'provider' and (left(id, 4) <> 'man_' or exists (select from manifests m
      where m.id = traffic_pauses.id and m.workspace_id = current_setting('postern.workspace_id', true))))$p$,
    postern_tenant_role());
  -- A manifest goes with its pauses.
  execute format($p$create policy tenant_manifests on traffic_pauses for delete to %I
    using (scope = 'provider' and exists (select from manifests m
      where m.id = traffic_pauses.id and m.workspace_id = current_setting('postern.workspace_id', true)))$p$,
    postern_tenant_role());
end $$;
`;
