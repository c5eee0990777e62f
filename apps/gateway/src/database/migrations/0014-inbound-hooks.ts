import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What upstreams tell us: where we asked them to, under which secrets, and how much of it was any good. */
export class InboundHooks1760000000014 implements MigrationInterface {
  readonly name = 'InboundHooks1760000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(HINTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connections drop column accounts_due_at, drop column accounts_listed_at;
      alter table posts drop column hinted_at;
      drop table hook_counts, hook_secrets, hook_registrations`);
  }
}

const TABLES = `
-- Our address, registered at the upstream through its API. At most one of a connection. The row is written before
-- the upstream is asked, so that whoever comes after a crash knows that there may be something there.
create table hook_registrations (
  connection_id text collate "C" primary key references connections on delete cascade,
  workspace_id text collate "C" not null references workspaces,
  url text not null,
  -- The upstream's own id of it; null, as the times: none is known yet.
  upstream_id text,
  registered_at timestamptz,
  rotated_at timestamptz,
  -- Who is changing it upstream just now: one after another.
  holder text,
  held_until timestamptz not null default '-infinity',
  check ((upstream_id is null) = (registered_at is null) and (upstream_id is null) = (rotated_at is null))
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
select postern_secure_table('hook_counts', 'select, delete');
`;

const HINTS = `
-- When a webhook last said that something happened to the post: until that shows, it is read again soon.
alter table posts add column hinted_at timestamptz;

alter table connections
  -- A webhook said that an account, or the key, stopped working: when to list the accounts anew.
  add column accounts_due_at timestamptz,
  -- When that was last done for a webhook's sake.
  add column accounts_listed_at timestamptz;
create index connections_accounts_due on connections (accounts_due_at) where accounts_due_at is not null;
`;
