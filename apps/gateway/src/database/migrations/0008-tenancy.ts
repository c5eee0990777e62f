import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that are rotated and limited, and what the audit log is searched by. Adds only. */
export class Tenancy1760000000008 implements MigrationInterface {
  readonly name = 'Tenancy1760000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table workspaces add column updated_at timestamptz not null default now();
      create index workspaces_by_age on workspaces (created_at desc, id desc);

      alter table api_keys
        add column updated_at timestamptz not null default now(),
        -- The key whose place this one took. Unique: a key is rotated once.
        add column replaces text collate "C" unique references api_keys,
        -- Both or neither; null = the instance's default.
        add column rate_limit integer check (rate_limit > 0),
        add column rate_window_seconds integer check (rate_window_seconds > 0),
        add check ((rate_limit is null) = (rate_window_seconds is null));
      create index api_keys_by_age on api_keys (workspace_id, created_at desc, id desc);

      create index audit_log_by_action on audit_log (workspace_id, action, created_at desc, id desc);
      create index audit_log_by_actor on audit_log (workspace_id, actor_id, created_at desc, id desc)`);
    await runner.query(RATE_WINDOWS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function lease_api_calls(text, integer, integer, integer);
      drop table rate_windows;
      drop index audit_log_by_action, audit_log_by_actor, api_keys_by_age, workspaces_by_age;
      alter table api_keys drop column updated_at, drop column replaces, drop column rate_limit,
        drop column rate_window_seconds;
      alter table workspaces drop column updated_at`);
  }
}

// One row per key counts the calls that were given out in its present window, which begins with the first call
// after the last one's end. A replica takes a block of calls and spends it by itself; what it has not spent by
// the end of the window is lost. So all replicas together never serve more than the limit in one window. A block
// is a 64th of what is left: of what one replica holds while others run dry, little is ever wasted, and nothing
// of a limit up to 64.
//
// Unlogged: a crash of the database begins new windows, which costs less than a write to disk for each block.
const RATE_WINDOWS = `
create unlogged table rate_windows (
  key_id text collate "C" primary key,
  ends_at timestamptz not null,
  given integer not null
);

-- Gives out calls of a key's window: at least as many as wanted while there are any. Returns how many, how many
-- are left for others, and the seconds until the window ends.
create function lease_api_calls(
  of_key text, most integer, period integer, wanted integer,
  out leased integer, out unleased integer, out seconds float8
) language plpgsql as $$
declare
  this rate_windows;
  moment timestamptz;
begin
  select * into this from rate_windows w where w.key_id = of_key for update;
  if not found then
    insert into rate_windows values (of_key, '-infinity', 0) on conflict do nothing;
    select * into this from rate_windows w where w.key_id = of_key for update;
  end if;
  -- The row is locked before the clock is looked at: all replicas go by this one clock, one after the other.
  moment := clock_timestamp();
  if this.ends_at <= moment then
    this.given := 0;
    this.ends_at := moment + make_interval(secs => period);
  else
    -- A shorter window, or a clock that was set back.
    this.ends_at := least(this.ends_at, moment + make_interval(secs => period));
  end if;
  unleased := greatest(0, most - this.given);
  leased := least(unleased, greatest(wanted, ceil(unleased / 64.0)::integer));
  unleased := unleased - leased;
  seconds := extract(epoch from this.ends_at - moment);
  update rate_windows w set ends_at = this.ends_at, given = this.given + leased where w.key_id = of_key;
end $$;
`;
