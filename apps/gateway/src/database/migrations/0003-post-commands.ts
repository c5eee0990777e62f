import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of posts that a provider must agree to, and what a post leaves behind when it is tried anew. */
export class PostCommands1760000000003 implements MigrationInterface {
  readonly name = 'PostCommands1760000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COMMANDS);
    await runner.query(LEFT_SUBMISSIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table post_commands, left_submissions');
  }
}

const COMMANDS = `
create table post_commands (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  post_id text collate "C" not null references posts,
  connection_id text collate "C" not null references connections,
  -- The round that is to be changed; of a retry the one that failed.
  round integer not null,
  kind text not null check (kind in ('cancel', 'reschedule', 'retry')),
  -- Postern's own: a later round is withdrawn because an earlier one was published after all.
  internal boolean not null default false,
  force boolean not null default false,
  reason text,
  scheduled_at timestamptz,
  -- Of an internal command: what to withdraw; else the post's own reference counts.
  provider_reference text,
  reference_data jsonb,
  state text not null default 'pending'
    check (state in ('pending', 'done', 'too_late', 'not_supported', 'refused', 'already_final')),
  -- When a change was first sent upstream: from then on it may have been made, and a read comes first.
  sent_at timestamptz,
  -- A reschedule that goes by way of a cancel: a post that the upstream has canceled goes out anew.
  cancels boolean not null default false,
  -- Of the last attempt, redacted.
  exchanges jsonb not null default '[]',
  error jsonb,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  lease_until timestamptz,
  fence bigint not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index post_commands_one_pending on post_commands (post_id) where state = 'pending' and not internal;
create index post_commands_due on post_commands (next_attempt_at) where state = 'pending';
create index post_commands_by_post on post_commands (post_id, id);
`;

const LEFT_SUBMISSIONS = `
create table left_submissions (
  post_id text collate "C" not null references posts,
  submission_id text collate "C" not null references submissions,
  round integer not null,
  -- What the post showed when it left.
  status text not null,
  upstream_status text,
  provider_reference text,
  reference_data jsonb not null,
  error jsonb,
  left_at timestamptz not null default now(),
  -- The network may show an earlier round after all: when to look at it next; null = not any more.
  next_look_at timestamptz,
  looks integer not null default 0,
  primary key (post_id, submission_id)
);
create index left_submissions_to_look on left_submissions (next_look_at) where next_look_at is not null;
create index left_submissions_by_reference on left_submissions (provider_reference)
  where next_look_at is not null and provider_reference is not null;
`;
