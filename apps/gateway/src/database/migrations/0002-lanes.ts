import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Due work is claimed connection by connection, so that nobody's backlog stands before another's posts; and
 * what is too late is found without looking at what is not.
 */
export class Lanes1760000000002 implements MigrationInterface {
  readonly name = 'Lanes1760000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index submissions_by_lane on submissions (connection_id, next_attempt_at)
        where next_attempt_at is not null;
      create index submissions_by_latest on submissions (latest_at)
        where state = 'held' and next_attempt_at is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index submissions_by_lane, submissions_by_latest');
  }
}
