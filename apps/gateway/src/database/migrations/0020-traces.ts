import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The trace of the request that asked for the work, so that the worker goes on with it: the W3C `traceparent` of
 * its span. Null where nobody collects spans, and then it takes no room.
 */
export class Traces1760000000020 implements MigrationInterface {
  readonly name = 'Traces1760000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table post_groups add column trace_context text;
      alter table post_commands add column trace_context text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table post_groups drop column trace_context;
      alter table post_commands drop column trace_context`);
  }
}
