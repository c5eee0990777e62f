import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browsers that are signed in, and people in the audit log. Adds only. */
export class Sessions1760000000015 implements MigrationInterface {
  readonly name = 'Sessions1760000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sessions (
        id text collate "C" primary key,
        workspace_id text collate "C" not null references workspaces,
        token_hash bytea not null unique,
        -- Who signed in: a key, which is looked up by its hash at each use, or a person.
        key_id text collate "C" references api_keys,
        key_hash bytea,
        subject text,
        subject_name text,
        -- Of a person, as they were granted; a key has its own.
        scopes text[],
        created_at timestamptz not null,
        expires_at timestamptz not null,
        -- To the minute.
        last_used_at timestamptz not null,
        ended_at timestamptz,
        check (num_nonnulls(key_id, subject) = 1 and num_nonnulls(key_id, key_hash) in (0, 2)
          and num_nonnulls(subject, subject_name, scopes) in (0, 3))
      );
      create index sessions_by_key on sessions (key_id) where ended_at is null;
      create index sessions_by_subject on sessions (subject) where ended_at is null;
      create index sessions_by_expiry on sessions (expires_at);
      select postern_secure_table('sessions', 'select, insert, update');

      alter table audit_log
        add column actor_name text,
        drop constraint audit_log_actor_type_check,
        add constraint audit_log_actor_type_check check (actor_type in ('api_key', 'person', 'system'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table sessions;
      alter table audit_log
        drop column actor_name,
        drop constraint audit_log_actor_type_check,
        add constraint audit_log_actor_type_check check (actor_type in ('api_key', 'system')) not valid`);
  }
}
