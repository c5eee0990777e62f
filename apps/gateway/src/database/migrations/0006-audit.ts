import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who changed what, kept apart from the events: those tell what happened to posts, whoever caused it. */
export class Audit1760000000006 implements MigrationInterface {
  readonly name = 'Audit1760000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_log (
        id text collate "C" primary key,
        workspace_id text collate "C" not null references workspaces,
        actor_type text not null check (actor_type in ('api_key', 'system')),
        actor_id text collate "C",
        action text not null,
        subject_type text not null,
        subject_id text not null,
        request_id text,
        before jsonb,
        after jsonb,
        created_at timestamptz not null default now()
      );
      create index audit_log_by_age on audit_log (workspace_id, created_at desc, id desc);
      create index audit_log_by_subject on audit_log (workspace_id, subject_id, created_at desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_log');
  }
}
