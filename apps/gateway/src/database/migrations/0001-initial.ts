import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema.
 *
 * Ids are prefixed ULIDs compared bytewise, so that they sort by age in every locale. Every tenant's row
 * carries `workspace_id`, also where a join would find it: a query that forgets the tenant must not run.
 */
export class Initial1760000000001 implements MigrationInterface {
  readonly name = 'Initial1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TENANCY);
    await runner.query(POSTS);
    await runner.query(HISTORY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table inbound_hooks, idempotency_records, events, attempts, posts, submissions, post_groups,
        accounts, connections, api_keys, workspaces`);
  }
}

const TENANCY = `
create table workspaces (
  id text collate "C" primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table api_keys (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  name text not null,
  -- The first characters of the key, for a person to recognise it by.
  prefix text not null,
  -- SHA-256 of the whole key; the key itself is random, so a slow hash would add nothing.
  key_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table connections (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  provider text not null,
  name text not null,
  -- AES-256-GCM over the JSON of all configuration: nonce, ciphertext and tag, under the named key.
  credentials bytea not null,
  credentials_key_id text not null,
  -- The part of the configuration that is no secret, as the API shows it.
  settings jsonb not null,
  -- null = the provider's default.
  scheduling text check (scheduling in ('upstream', 'gateway')),
  status text not null check (status in ('active', 'needs_attention', 'disabled')),
  -- The PublishError that made the connection need attention.
  error jsonb,
  checked_at timestamptz,
  synced_at timestamptz,
  -- One process at a time reads states through a connection.
  reconcile_lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index connections_by_workspace on connections (workspace_id, created_at desc, id desc);

create table accounts (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  connection_id text collate "C" not null references connections,
  provider text not null,
  platform text not null,
  -- The provider's id of the account.
  reference text not null,
  -- What the provider needs beside the reference.
  data jsonb not null,
  handle text,
  display_name text,
  avatar_url text,
  status text not null check (status in ('connected', 'reauth_required', 'disconnected')),
  token_expires_at timestamptz,
  last_success_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (connection_id, reference)
);
create index accounts_by_workspace on accounts (workspace_id, created_at desc, id desc);
`;

const POSTS = `
create table post_groups (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  -- Derived from the posts; written only by the statement that changes a post.
  status text not null,
  -- Rises with every change of the group or of one of its posts.
  version integer not null default 1,
  content jsonb not null,
  metadata jsonb not null,
  client_reference text,
  scheduled_at timestamptz,
  max_lateness_seconds integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index post_groups_by_age on post_groups (workspace_id, created_at desc, id desc);
create index post_groups_by_client_reference on post_groups (workspace_id, client_reference)
  where client_reference is not null;

create table submissions (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  group_id text collate "C" not null references post_groups,
  connection_id text collate "C" not null references connections,
  provider text not null,
  -- Not a PostStatus: what has become of the hand-over itself.
  state text not null check (state in ('held', 'sending', 'accepted', 'rejected', 'unknown')),
  round integer not null,
  -- A new generation is a new idempotency key: after a definite rejection or an approval.
  generation integer not null default 1,
  -- When the provider shall publish; null = at once.
  scheduled_at timestamptz,
  -- After this moment a submission that was not handed over fails with TOO_LATE.
  latest_at timestamptz not null,
  -- When to act next; null = nobody needs to act.
  next_attempt_at timestamptz,
  attempts integer not null default 0,
  first_attempt_at timestamptz,
  -- What the provider stored between two steps.
  checkpoint jsonb,
  -- A claim is a lease with a fencing number: whoever holds an older number changes nothing.
  lease_until timestamptz,
  fence bigint not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index submissions_due on submissions (next_attempt_at) where next_attempt_at is not null;
create index submissions_leased on submissions (lease_until) where lease_until is not null;
create index submissions_by_group on submissions (group_id);

create table posts (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  group_id text collate "C" not null references post_groups,
  position integer not null,
  submission_id text collate "C" references submissions,
  account_id text collate "C" not null references accounts,
  connection_id text collate "C" not null references connections,
  provider text not null,
  platform text not null,
  handle text,
  -- The content of this very post: the group's with the target's overrides.
  content jsonb not null,
  options jsonb not null,
  scheduled_at timestamptz,

  status text not null,
  round integer not null default 1,
  upstream_status text,
  provider_reference text,
  reference_data jsonb not null default '{}',
  platform_post_id text,
  platform_post_url text,
  upstream_scheduled_at timestamptz,
  attempted_at timestamptz,
  published_at timestamptz,
  canceled_at timestamptz,
  canceled_by text,
  cancel_reason text,
  parts jsonb,
  error jsonb,
  -- Which snapshot each field came from; see applySnapshot.
  merge jsonb not null,

  attempts integer not null default 0,
  cancel_requested_at timestamptz,
  -- When to read the state upstream; null = not to be read.
  next_read_at timestamptz,
  -- Since when reads say that the upstream does not know the post.
  missing_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index posts_by_group on posts (group_id, position);
create index posts_by_submission on posts (submission_id);
create index posts_by_age on posts (workspace_id, created_at desc, id desc);
create index posts_by_status on posts (workspace_id, status, created_at desc, id desc);
create index posts_by_account on posts (account_id, created_at desc, id desc);
create index posts_to_read on posts (connection_id, next_read_at) where next_read_at is not null;
create index posts_to_read_by_time on posts (next_read_at) where next_read_at is not null;
create index posts_by_reference on posts (connection_id, provider_reference)
  where provider_reference is not null;
create index posts_falling_due on posts (scheduled_at) where status = 'scheduled';
`;

const HISTORY = `
create table attempts (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  submission_id text collate "C" not null references submissions,
  number integer not null,
  fence bigint not null,
  worker text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- null while it runs, and for ever if the process died.
  outcome text check (outcome in ('accepted', 'rejected', 'unknown', 'abandoned')),
  error jsonb,
  -- Every exchange with the upstream, redacted.
  exchanges jsonb not null default '[]',
  unique (submission_id, number)
);

create table events (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  type text not null,
  group_id text collate "C",
  post_id text collate "C",
  data jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);
create index events_by_post on events (post_id, id) where post_id is not null;
create index events_by_workspace on events (workspace_id, id);

create table idempotency_records (
  workspace_id text collate "C" not null references workspaces,
  method text not null,
  path text not null,
  key text not null,
  -- SHA-256 of the canonical JSON of the body.
  body_hash bytea not null,
  status integer not null,
  -- json, not jsonb: a replay gives back the very text.
  response json not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, method, path, key)
);
create index idempotency_records_by_age on idempotency_records (created_at);

create table inbound_hooks (
  connection_id text collate "C" not null references connections on delete cascade,
  dedupe_key text not null,
  type text not null,
  reference_list text[] not null,
  received_at timestamptz not null default now(),
  primary key (connection_id, dedupe_key)
);
create index inbound_hooks_by_age on inbound_hooks (received_at);
`;
