import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an operator asks of a day: when posts began and ended, without looking at all that is older. */
export class Stats1760000000017 implements MigrationInterface {
  readonly name = 'Stats1760000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(INDEXES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index posts_ended, posts_open_by_due;
      create index posts_open on posts (status)
        where status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown');
      alter table posts drop column started_at, drop column ended_at`);
  }
}

// By the database's clock, both: what upstreams say of their own times is evidence, and no measure.
const COLUMNS = `
alter table posts
  -- When the first attempt at handing it over began; null = none has. One that is moved to another time, and sent
  -- anew for it, begins anew.
  add column started_at timestamptz,
  -- When it came to the final status that it has; null = it is open.
  add column ended_at timestamptz;
update posts set ended_at = updated_at where status in ('handed_off', 'published', 'failed', 'canceled');
update posts p set started_at = (
    select min(a.started_at) from attempts a
    where a.submission_id in (select p.submission_id
      union all select l.submission_id from left_submissions l where l.post_id = p.id))
  where p.attempts > 0;
`;

// The second one takes the place of posts_open: counts by status are read from it alone, of one workspace or of all.
const INDEXES = `
create index posts_ended on posts (workspace_id, ended_at) where ended_at is not null;
create index posts_open_by_due on posts (workspace_id, due_at, status)
  where status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown');
drop index posts_open;
`;
