import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A number for each event, given after its commit, so that whoever reads in the order of the numbers never
 * passes by one that was committed late.
 */
export class Events1760000000011 implements MigrationInterface {
  readonly name = 'Events1760000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
    await runner.query(SEQUENCER);
    await runner.query(WAKE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger events_wake_sequencer on events;
      drop function wake_sequencer(), number_events(text, integer, integer, boolean);
      drop table event_sequencer;
      drop sequence event_numbers;
      drop index events_by_age, events_by_group, events_by_sequence, events_unnumbered;
      alter table events drop column arrival, drop column sequence;
      create index events_by_workspace on events (workspace_id, id)`);
  }
}

// `arrival` is the order of writing: within a post, whose changes wait for each other, also that of the
// commits. No clock says that: one can be set back, and ids are made in many processes. An identity column
// rather than a sequence with a default, since it needs no grant to whoever inserts.
const COLUMNS = `
  create sequence event_numbers;
  alter table events add column arrival bigint, add column sequence bigint;
  update events e set arrival = o.n, sequence = o.n
    from (select id, row_number() over (order by created_at, id) as n from events) o where o.id = e.id;
  select setval('event_numbers', (select count(*) from events) + 1, false);
  alter table events alter column arrival set not null;
  alter table events alter column arrival add generated always as identity;
  select setval(pg_get_serial_sequence('events', 'arrival'), (select count(*) from events) + 1, false);
  create index events_unnumbered on events (arrival) where sequence is null;
  create index events_by_sequence on events (workspace_id, sequence) where sequence is not null;
  create index events_by_group on events (group_id, sequence) where sequence is not null;
  -- For housekeeping alone, so it costs next to nothing where events are written.
  create index events_by_age on events using brin (created_at) with (autosummarize = on);
  -- In the order of ids nobody reads any more.
  drop index events_by_workspace`;

// One row, which whoever gives numbers holds locked while they do: one at a time, whatever their clocks say.
// The lease on top of it is politeness, so that one worker turns quickly and the others look now and then.
// A second statement sees what the first one's waiting let in: in READ COMMITTED each takes its own snapshot,
// and this one is taken while nobody else can give numbers.
const SEQUENCER = `
  create table event_sequencer (
    one boolean primary key default true check (one),
    holder text,
    held_until timestamptz not null default '-infinity',
    -- It sleeps, and is to be woken by whoever writes an event.
    idle boolean not null default false
  );
  insert into event_sequencer default values;
  create function number_events(worker text, lease_ms integer, most integer, settles boolean)
    returns table (numbered integer, workspaces text[]) language plpgsql as $$
  declare
    held event_sequencer;
    lease interval := make_interval(secs => lease_ms / 1000.0);
  begin
    select * into held from event_sequencer for update skip locked;
    if not found or (held.holder <> worker and held.held_until > clock_timestamp()) then return; end if;
    with batch as materialized (
      select u.id, nextval('event_numbers') as number
      from (select id from events where sequence is null order by arrival limit most) u
    ), given as (
      update events e set sequence = b.number from batch b where e.id = b.id returning e.workspace_id
    )
    select count(*)::integer, coalesce(array_agg(distinct workspace_id), '{}') into numbered, workspaces from given;
    -- Written seldom: each version stays for as long as the longest transaction, and writers read the row.
    if held.holder is distinct from worker or held.held_until < clock_timestamp() + lease / 2
      or held.idle <> (settles and numbered = 0) then
      update event_sequencer
        set holder = worker, held_until = clock_timestamp() + lease, idle = settles and numbered = 0;
    end if;
    return next;
  end $$`;

// A notification takes a lock of the whole cluster until its transaction has committed, so writers would queue
// behind each other's commits. They notify a sequencer that sleeps; one that is busy looks by itself.
const WAKE = `
  create function wake_sequencer() returns trigger language plpgsql as $$
  begin
    if (select idle from event_sequencer) then perform pg_notify('postern_unnumbered', ''); end if;
    return null;
  end $$;
  create trigger events_wake_sequencer after insert on events
    for each statement execute function wake_sequencer();
  -- Requests write events, too, as their own role.
  do $$ begin
    execute format('grant select (idle) on event_sequencer to %I', postern_tenant_role());
  end $$`;
