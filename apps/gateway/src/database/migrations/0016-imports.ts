import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables that were imported, row by row: what is still to do, and what became of the rest. */
export class Imports1760000000016 implements MigrationInterface {
  readonly name = 'Imports1760000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table import_rows; drop table imports');
  }
}

const TABLES = `
create table imports (
  id text collate "C" primary key,
  workspace_id text collate "C" not null references workspaces,
  name text,
  time_zone text,
  status text not null default 'running' check (status in ('running', 'done')),
  -- Rows by result.
  counts jsonb not null,
  -- Whose request it was, and which: the audit log names them for what the import makes.
  asker jsonb not null,
  request_id text not null,
  -- While it runs: when a worker may take it. One that dies leaves a moment behind that passes.
  turn_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index imports_by_workspace on imports (workspace_id, created_at desc, id desc);
create index imports_running on imports (workspace_id, created_at, id) where status = 'running';
create index imports_by_end on imports (finished_at) where finished_at is not null;

create table import_rows (
  import_id text collate "C" not null references imports on delete cascade,
  -- As a spreadsheet counts.
  row_number integer not null,
  workspace_id text collate "C" not null references workspaces,
  cells jsonb not null,
  result text not null default 'pending'
    check (result in ('pending', 'created', 'duplicate', 'invalid', 'failed')),
  -- No reference: results outlive the groups.
  group_id text collate "C",
  issues jsonb not null default '[]',
  primary key (import_id, row_number)
);
create index import_rows_by_result on import_rows (import_id, result, row_number);

select postern_secure_table('imports', 'select, insert'), postern_secure_table('import_rows', 'select, insert');
`;
