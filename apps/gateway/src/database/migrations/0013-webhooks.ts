import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events told to the endpoints of callers: whom to tell, what is on its way, and what was answered. */
export class Webhooks1760000000013 implements MigrationInterface {
  readonly name = 'Webhooks1760000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ENDPOINTS);
    await runner.query(DELIVERIES);
    await runner.query(SECURITY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table webhook_attempts, webhook_deliveries, webhook_lanes, webhook_secrets, webhook_endpoints`);
  }
}

// What a person wrote is apart from what a worker notes with every batch, so that neither waits for the other.
const ENDPOINTS = `
create table webhook_endpoints (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  url text not null,
  description text,
  -- Types and wildcards, as they were written.
  events text[] not null,
  payload text not null check (payload in ('full', 'thin')),
  format text not null check (format in ('standard', 'cloudevents')),
  active boolean not null default true,
  -- Why Postern itself switched it off; null: it is active, or a person did.
  disabled_reason text check (disabled_reason in ('gone', 'failing')),
  disabled_at timestamptz,
  -- Nobody sees it any more; housekeeping takes its deliveries away, of which there may be very many, and then it.
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_endpoints_by_workspace on webhook_endpoints (workspace_id, created_at desc, id desc);

-- Several while a secret is rotated: each signs until it expires.
create table webhook_secrets (
  endpoint_id text collate "C" not null references webhook_endpoints on delete cascade,
  number integer not null,
  workspace_id text collate "C" not null references workspaces,
  secret bytea not null,
  secret_key_id text not null,
  -- null: the newest.
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (endpoint_id, number)
);

-- What the worker that serves an endpoint keeps of it. One worker at a time holds it.
create table webhook_lanes (
  endpoint_id text collate "C" primary key references webhook_endpoints on delete cascade,
  workspace_id text collate "C" not null references workspaces,
  -- Up to this sequence, inclusive, the log has been turned into deliveries.
  position bigint not null,
  holder text,
  held_until timestamptz not null default '-infinity',
  -- Nothing is sent before: the endpoint asked for a pause.
  paused_until timestamptz not null default '-infinity',
  -- In a row, and since when nothing has succeeded.
  failures integer not null default 0,
  failing_since timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  -- Rises when all this is forgotten, for a new address or a new beginning: what was sent before says nothing of now.
  era integer not null default 0,
  -- It answers again: what waits for a later try is to be brought forward.
  catches_up boolean not null default false
) with (fillfactor = 50);
create index webhook_lanes_by_workspace on webhook_lanes (workspace_id);
`;

// An event is kept once, in the log; a delivery names it. No foreign key: the log has its own time to be kept.
const DELIVERIES = `
create table webhook_deliveries (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  endpoint_id text collate "C" not null references webhook_endpoints on delete cascade,
  event_id text collate "C" not null,
  event_type text not null,
  sequence bigint not null,
  -- Deliveries of one subject, which is a post, else a group, else the event itself, go out one after another.
  subject text collate "C" not null,
  -- The delivery that it repeats.
  replay_of text collate "C",
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  -- When it was delivered or given up.
  ended_at timestamptz
) with (fillfactor = 80);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_attempt_at, sequence)
  where status = 'pending';
create index webhook_deliveries_in_turn on webhook_deliveries (endpoint_id, subject, sequence, id)
  where status = 'pending';
create index webhook_deliveries_by_workspace on webhook_deliveries (workspace_id, created_at desc, id desc);
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, created_at desc, id desc);
create index webhook_deliveries_by_type on webhook_deliveries (workspace_id, event_type, created_at desc, id desc);
-- Few, and looked for.
create index webhook_deliveries_failed on webhook_deliveries (workspace_id, created_at desc, id desc)
  where status = 'failed';
create index webhook_deliveries_by_event on webhook_deliveries (event_id, endpoint_id);
create index webhook_deliveries_by_age on webhook_deliveries using brin (created_at) with (autosummarize = on);

create table webhook_attempts (
  delivery_id text collate "C" not null references webhook_deliveries on delete cascade,
  number integer not null,
  workspace_id text collate "C" not null references workspaces,
  -- Where it was sent to: the endpoint may have moved since.
  url text not null,
  attempted_at timestamptz not null,
  duration_ms integer not null,
  -- null: no answer came, and the error says why.
  response_status integer,
  -- The beginning of what was answered.
  response_body text,
  error text,
  primary key (delivery_id, number)
);
`;

const SECURITY = `
select postern_secure_table('webhook_secrets');
select postern_secure_table(t, 'select, insert, update') from unnest(array['webhook_endpoints',
  'webhook_lanes']::regclass[]) t;
select postern_secure_table('webhook_deliveries', 'select, insert'), postern_secure_table('webhook_attempts', 'select');
`;
