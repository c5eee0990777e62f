/**
 * What makes partitions.
 *
 * A table is made apart and then attached, which lets writers write on; made in place it would lock them out. Rows that
 * lie in the default partition, because theirs had not been made, are moved first; nobody writes meanwhile.
 */
export const PARTITION_FUNCTIONS = `
create or replace function postern_partitions(of_table regclass)
  returns table (name regclass, from_at timestamptz, until_at timestamptz, is_default boolean)
  language sql stable as $$
  select i.inhrelid::regclass,
    substring(b.bound from 'FROM \\(''([^'']*)''\\)')::timestamptz,
    substring(b.bound from 'TO \\(''([^'']*)''\\)')::timestamptz, b.bound = 'DEFAULT'
  from pg_inherits i join pg_class c on c.oid = i.inhrelid,
    lateral (select pg_get_expr(c.relpartbound, c.oid) as bound) b
  where i.inhparent = of_table $$;

create or replace function postern_add_partition(of_table regclass, at timestamptz) returns boolean
  language plpgsql as $$
declare
  month constant timestamp := date_trunc('month', at at time zone 'UTC');
  from_at constant timestamptz := month at time zone 'UTC';
  until_at constant timestamptz := (month + interval '1 month') at time zone 'UTC';
  parent constant text := (select relname from pg_class where oid = of_table);
  part constant text := parent || to_char(month, '_YYYY_MM');
  time_column constant text := (select a.attname from pg_partitioned_table p
    join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0] where p.partrelid = of_table);
  strays boolean;
begin
  if exists (select from postern_partitions(of_table) p
    where not p.is_default and coalesce(p.from_at <= at, true) and at < p.until_at) then return false; end if;
  execute format('create table %I (like %s including all)', part, of_table);
  -- It is reached through its parent alone: whoever is bound to a workspace is shown nothing of it.
  execute format('alter table %I enable row level security', part);
  execute format('select exists (select from %I where %I >= $1 and %2$I < $2)', parent || '_default', time_column)
    into strays using from_at, until_at;
  if strays then
    execute format('lock table %s in share row exclusive mode', of_table);
    execute format('with moved as (delete from %I where %I >= $1 and %2$I < $2 returning *)
      insert into %I select * from moved', parent || '_default', time_column, part) using from_at, until_at;
  end if;
  execute format('alter table %s attach partition %I for values from (%L) to (%L)', of_table, part, from_at, until_at);
  return true;
end $$;

-- One at a time; whoever comes second finds them made. It waits for no lock for long: writers would queue behind it.
create or replace function postern_make_partitions(months_ahead integer) returns integer language plpgsql as $$
declare
  of_table regclass;
  at timestamptz;
  made integer := 0;
begin
  perform set_config('lock_timeout', '500ms', true);
  perform pg_advisory_xact_lock(7267839);
  foreach of_table in array array['attempts', 'events']::regclass[] loop
    for at in
      select now() + make_interval(months => n) from generate_series(0, months_ahead) n
    loop
      if postern_add_partition(of_table, at) then made := made + 1; end if;
    end loop;
  end loop;
  for at in select distinct date_trunc('month', started_at, 'UTC') from attempts_default loop
    if postern_add_partition('attempts', at) then made := made + 1; end if;
  end loop;
  for at in select distinct date_trunc('month', created_at, 'UTC') from events_default loop
    if postern_add_partition('events', at) then made := made + 1; end if;
  end loop;
  return made;
end $$;
`;

const sequencerSql = (time: 'with time' | 'by id alone') => `
create or replace function number_events(worker text, lease_ms integer, most integer, settles boolean)
    returns table (numbered integer, workspaces text[]) language plpgsql as $$
  declare
    held event_sequencer;
    lease interval := make_interval(secs => lease_ms / 1000.0);
  begin
    select * into held from event_sequencer for update skip locked;
    if not found or (held.holder <> worker and held.held_until > clock_timestamp()) then return; end if;
    with batch as materialized (
      select u.id, u.created_at, nextval('event_numbers') as number
      from (select id, created_at from events where sequence is null order by arrival limit most) u
    ), given as (
      update events e set sequence = b.number from batch b
      where e.id = b.id ${time === 'with time' ? 'and e.created_at = b.created_at' : ''} returning e.workspace_id
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

/** An event is found in its own partition. */
export const SEQUENCER = sequencerSql('with time');
export const SEQUENCER_BEFORE = sequencerSql('by id alone');
