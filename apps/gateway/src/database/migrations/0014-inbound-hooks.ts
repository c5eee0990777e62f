import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What upstreams tell us: where we asked them to, under which secrets, and how much of it was any good. */
export class InboundHooks1760000000014 implements MigrationInterface {
  readonly name = 'InboundHooks1760000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table hook_counts, hook_secrets, hook_registrations');
  }
}

const TABLES = `
-- Our address, registered at the upstream through its API. At most one of a connection.
create table hook_registrations (
  connection_id text collate "C" primary key references connections on delete cascade,
  workspace_id text collate "C" not null references workspaces,
  url text not null,
  -- The upstream's own id of it.
  upstream_id text not null,
  registered_at timestamptz not null default now(),
  rotated_at timestamptz not null default now()
);

-- Several while a secret is rotated: deliveries under each are taken until it expires.
create table hook_secrets (
  connection_id text collate "C" not null references connections on delete cascade,
  number integer not null,
  workspace_id text collate "C" not null references workspaces,
  secret bytea not null,
  secret_key_id text not null,
  -- null: the newest.
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (connection_id, number)
);

-- Deliveries by what became of them: taken, repeated, forged, stale, …
create table hook_counts (
  connection_id text collate "C" not null references connections on delete cascade,
  outcome text not null,
  workspace_id text collate "C" not null references workspaces,
  count bigint not null,
  last_at timestamptz not null,
  primary key (connection_id, outcome)
) with (fillfactor = 50);

select postern_secure_table(t) from unnest(array['hook_registrations', 'hook_secrets']::regclass[]) t;
select postern_secure_table('hook_counts', 'select');
`;
