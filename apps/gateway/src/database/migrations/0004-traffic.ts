import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What all replicas share about the traffic to providers: pauses, rate budgets, and how fresh each post's
 * state is. Adds only.
 */
export class Traffic1760000000004 implements MigrationInterface {
  readonly name = 'Traffic1760000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAUSES);
    await runner.query(BUDGETS);
    await runner.query(READS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table connections drop column read_at, drop column read_after, drop column watch_at;
      alter table posts drop column last_read_at, drop column attention;
      drop function acquire_rate_budget(text, text, integer, integer, float8);
      drop table rate_budgets;
      drop table traffic_pauses;`);
  }
}

const PAUSES = `
create table traffic_pauses (
  scope text not null check (scope in ('connection', 'provider')),
  id text collate "C" not null,
  reason text not null check (reason in ('budget', 'retry_after', 'breaker')),
  -- half_open: one worker holds the probe of a breaker until paused_until.
  state text not null default 'open' check (state in ('open', 'half_open')),
  paused_until timestamptz not null,
  since timestamptz not null default now(),
  -- How often a breaker opened in a row.
  trips integer not null default 1,
  details jsonb not null default '{}',
  primary key (scope, id, reason)
);
`;

// One row per connection and class holds the calls of the last period in 22 counters, each of a twentieth of
// the period. A sliding window as long as the period touches at most 21 of them, so while the sum stays within
// the limit no such window holds more, wherever it begins. The 22nd is for what the counters cannot see: a
// call starts a moment after it was granted, and one may be late by a whole slot without harm. So 20/22 = 90 %
// of the limit can be used steadily, and all of it at once by a burst. A token bucket that keeps the same
// promise has to give up either the burst or the rate; a list of single times keeps it exactly, but its row
// grows with the limit.
//
// The row is locked before the clock is looked at, and time never runs backwards in it: so callers of any
// number of processes are served one after the other by the one clock of the database.
const BUDGETS = `
create table rate_budgets (
  connection_id text collate "C" not null references connections on delete cascade,
  kind text not null check (kind in ('read', 'write')),
  per_seconds integer not null,
  -- Number of the slot that counts[1] counts: seconds since 1970 by the length of a slot, rounded down.
  slot bigint not null,
  -- Calls of that slot and of the 21 before it, newest first.
  counts integer[] not null,
  primary key (connection_id, kind)
);

-- Takes one call out of the budget if that keeps it within most (and, for those who leave room for others,
-- within share of it). Returns null where the call may start now, else the seconds until one may.
create function acquire_rate_budget(
  of_connection text, of_kind text, most integer, period integer, share float8
) returns float8 language plpgsql as $$
declare
  width constant float8 := period / 20.0;
  allowed constant integer := greatest(1, floor(most * share));
  budget rate_budgets;
  moment float8;
  passed bigint;
  total integer;
  wait float8;
begin
  select * into budget from rate_budgets b where b.connection_id = of_connection and b.kind = of_kind for update;
  if not found then
    insert into rate_budgets values (of_connection, of_kind, period, 0, array_fill(0, array[22]))
      on conflict do nothing;
    select * into budget from rate_budgets b where b.connection_id = of_connection and b.kind = of_kind for update;
  end if;
  moment := extract(epoch from clock_timestamp());
  if budget.per_seconds <> period then
    -- Another period: what was spent counts as spent just now.
    select sum(c) into total from unnest(budget.counts) c;
    budget.counts := array_prepend(total, array_fill(0, array[21]));
    budget.slot := floor(moment / width);
  end if;
  passed := least(22, greatest(0, floor(moment / width) - budget.slot));
  budget.counts := array_fill(0, array[passed::integer]) || budget.counts[1 : 22 - passed];
  budget.slot := greatest(budget.slot, floor(moment / width));
  select sum(c) into total from unnest(budget.counts) c;
  if total < allowed then
    update rate_budgets b set per_seconds = period, slot = budget.slot,
      counts = array_prepend(budget.counts[1] + 1, budget.counts[2 : 22])
    where b.connection_id = of_connection and b.kind = of_kind;
    return null;
  end if;
  -- Slots fall out of the window oldest first: wait for the one that makes room.
  for age in reverse 22..1 loop
    total := total - budget.counts[age];
    wait := (budget.slot - age + 23) * width - moment;
    exit when total < allowed;
  end loop;
  wait := greatest(wait, 0.05);
  if of_kind = 'write' then
    -- Claiming a due post of this connection before then would be in vain.
    insert into traffic_pauses (scope, id, reason, paused_until)
      values ('connection', of_connection, 'budget', clock_timestamp() + make_interval(secs => wait))
      on conflict (scope, id, reason) do update set paused_until = excluded.paused_until,
        since = case when traffic_pauses.paused_until < now() then now() else traffic_pauses.since end;
  end if;
  return wait;
end $$;
`;

const READS = `
alter table posts
  -- When the upstream last answered a read of this post; null = never yet.
  add column last_read_at timestamptz,
  -- Why a person has to look and in which round, as the history was told; null = no need.
  add column attention text;
alter table connections
  -- When a worker last began to read states through the connection: they take turns.
  add column read_at timestamptz,
  -- No state is read through the connection before this: the read budget is used up, or nothing works.
  add column read_after timestamptz,
  -- When a connection that needs attention is asked again whether it works.
  add column watch_at timestamptz;
`;
