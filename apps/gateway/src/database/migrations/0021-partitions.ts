import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PARTITION_FUNCTIONS, SEQUENCER, SEQUENCER_BEFORE } from './0021-partitions.sql';

/** A table that is kept by its age. */
interface Kept {
  name: string;
  /** By which it is divided. */
  time: string;
  /** What the owner's statements find rows by, beside its primary key. */
  indexes: Record<string, string>;
  unique: Record<string, string>;
  /** What requests may do. */
  privileges: string;
}

const TABLES: readonly Kept[] = [
  {
    name: 'attempts',
    time: 'started_at',
    indexes: {},
    unique: { attempts_by_number: '(submission_id, number, started_at)' },
    privileges: 'select, update',
  },
  {
    name: 'events',
    time: 'created_at',
    indexes: {
      events_by_post: '(post_id, id) where post_id is not null',
      events_by_group: '(group_id, sequence) where sequence is not null',
      events_by_sequence: '(workspace_id, sequence) where sequence is not null',
      events_unnumbered: '(arrival) where sequence is null',
    },
    unique: {},
    privileges: 'select, insert',
  },
];

/** So long processes of the version before may go on: theirs delete rows by a place that one partition alone has. */
const FIRST_REACHES_DAYS = 14;
/** Nobody waits longer than this for a lock that is waited for here; then it is tried again. */
const LOCK_MS = 1_000;
const TRIES = 60;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Events and attempts by month, so that what has served its time goes as a whole.
 *
 * What is there becomes the first partition where it lies. What takes long (a look at each row, an index) runs while
 * everybody writes on, so this is no transaction: each step may be repeated.
 */
export class Partitions1760000000021 implements MigrationInterface {
  readonly name = 'Partitions1760000000021';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTITION_FUNCTIONS);
    for (const table of TABLES) await divide(runner, table);
    await runner.query(SEQUENCER);
    await runner.query('select postern_make_partitions(2)');
  }

  /** Copies: for trying, and for going back soon. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.startTransaction();
    for (const table of [...TABLES].reverse()) await runner.query(unitedSql(table));
    await runner.query(`
      drop sequence if exists event_arrivals;
      drop function postern_make_partitions(integer), postern_add_partition(regclass, timestamptz),
        postern_partitions(regclass)`);
    await runner.query(SEQUENCER_BEFORE);
    await runner.commitTransaction();
  }
}

async function divide(runner: QueryRunner, table: Kept): Promise<void> {
  const [is] = (await runner.query(
    `select c.relkind = 'p' as divided, ((date_trunc('month', (now() + interval '${FIRST_REACHES_DAYS} days')
       at time zone 'UTC') + interval '1 month') at time zone 'UTC')::text as bound
     from pg_class c where c.oid = $1::regclass`,
    [table.name],
  )) as [{ divided: boolean; bound: string }];
  if (is.divided) return;
  const { name, time } = table;
  await inShort(
    runner,
    `alter table ${name} drop constraint if exists ${name}_is_first;
     alter table ${name} add constraint ${name}_is_first check (${time} < '${is.bound}') not valid`,
  );
  await runner.query(`alter table ${name} validate constraint ${name}_is_first`);
  for (const [index, columns] of [[`${name}_key`, `(id, ${time})`], ...Object.entries(table.unique)]) {
    await runner.query(`drop index if exists ${index}`);
    await runner.query(`create unique index concurrently ${index} on ${name} ${columns}`);
  }
  await inShort(runner, dividedSql(table, is.bound));
}

/** A transaction that does not hold up others while it waits for its locks. */
async function inShort(runner: QueryRunner, sql: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await runner.startTransaction();
    try {
      await runner.query(`set local lock_timeout = ${LOCK_MS}`);
      await runner.query(sql);
      await runner.commitTransaction();
      return;
    } catch (error) {
      await runner.rollbackTransaction();
      const isBusy = (error as { code?: string }).code === LOCK_NOT_AVAILABLE;
      if (!isBusy || tries === TRIES) throw error;
    }
  }
}

function dividedSql({ name, time, indexes, unique, privileges }: Kept, bound: string): string {
  const first = `${name}_first`;
  return `
    lock table ${name} in access exclusive mode;
    ${name === 'events' ? ARRIVALS : ''}
    alter table ${name} drop constraint ${name}_pkey;
    alter table ${name} add constraint ${first}_pkey primary key using index ${name}_key;
    drop index if exists events_by_age;
    alter table ${name} drop constraint if exists ${name}_submission_id_number_key;
    alter table ${name} rename to ${first};
    ${[...Object.keys(indexes), ...Object.keys(unique)]
      .map((index) => `alter index ${index} rename to ${index}_first;`)
      .join('\n')}
    create table ${name} (like ${first} including defaults including constraints including comments,
      primary key (id, ${time})) partition by range (${time});
    alter table ${name} drop constraint ${name}_is_first;
    ${Object.entries(indexes)
      .map(([index, columns]) => `create index ${index} on ${name} ${columns};`)
      .join('\n')}
    ${Object.entries(unique)
      .map(([index, columns]) => `create unique index ${index} on ${name} ${columns};`)
      .join('\n')}
    alter table ${name} add foreign key (workspace_id) references workspaces;
    ${name === 'attempts' ? 'alter table attempts add foreign key (submission_id) references submissions;' : ''}
    ${name === 'events' ? 'drop trigger events_wake_sequencer on events_first;' : ''}
    ${name === 'events' ? WAKE : ''}
    select postern_secure_table('${name}', '${privileges}');
    drop policy tenant on ${first};
    do $$ begin execute format('revoke all on ${first} from %I', postern_tenant_role()); end $$;
    alter table ${name} attach partition ${first} for values from (minvalue) to ('${bound}');
    alter table ${first} drop constraint ${name}_is_first;
    create table ${name}_default partition of ${name} default;
    alter table ${name}_default enable row level security;
    do $$ begin
      if not exists (select from ${first}) then drop table ${first}; end if;
    end $$`;
}

// A sequence of its own: until Postgres 17 a partitioned table has no identity column.
const ARRIVALS = `
    create sequence event_arrivals;
    select setval('event_arrivals', (select last_value from events_arrival_seq), (select is_called from events_arrival_seq));
    alter table events alter column arrival drop identity;
    alter table events alter column arrival set default nextval('event_arrivals');
    do $$ begin execute format('grant usage on sequence event_arrivals to %I', postern_tenant_role()); end $$;`;

const WAKE = `create trigger events_wake_sequencer after insert on events
      for each statement execute function wake_sequencer();`;

function unitedSql({ name, indexes, privileges }: Kept): string {
  const isEvents = name === 'events';
  return `
    lock table ${name} in access exclusive mode;
    create table ${name}_whole (like ${name} including defaults including constraints);
    insert into ${name}_whole select * from ${name};
    drop table ${name};
    alter table ${name}_whole rename to ${name};
    alter table ${name} add primary key (id), add foreign key (workspace_id) references workspaces;
    ${Object.entries(indexes)
      .map(([index, columns]) => `create index ${index} on ${name} ${columns};`)
      .join('\n')}
    ${isEvents ? WAKE : 'alter table attempts add foreign key (submission_id) references submissions, add unique (submission_id, number);'}
    ${isEvents ? IDENTITY : ''}
    select postern_secure_table('${name}', '${privileges}')`;
}

const IDENTITY = `
    create index events_by_age on events using brin (created_at) with (autosummarize = on);
    alter table events alter column arrival drop default;
    alter table events alter column arrival add generated always as identity;
    select setval(pg_get_serial_sequence('events', 'arrival'), (select coalesce(max(arrival), 0) + 1 from events), false);`;
