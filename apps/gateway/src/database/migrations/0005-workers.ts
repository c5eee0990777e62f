import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works, and what the figures of operation are counted from without reading the whole history. */
export class Workers1760000000005 implements MigrationInterface {
  readonly name = 'Workers1760000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table workers (
        id text collate "C" primary key,
        started_at timestamptz not null default now(),
        beat_at timestamptz not null default now(),
        version text not null,
        -- { "loops": { name: milliseconds since its last good turn }, "stalled": [name] }
        state jsonb not null
      );
      create index posts_open on posts (status)
        where status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown');
      create index posts_unknown on posts (attempted_at) where status = 'unknown'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index posts_unknown, posts_open; drop table workers');
  }
}
