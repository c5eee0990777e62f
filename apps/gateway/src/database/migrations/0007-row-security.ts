import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second wall between workspaces: requests run as a role that sees the rows of one workspace only.
 *
 * The login itself stays unbound; workers, sweeps and migrations act for all workspaces. A migration that makes
 * a table of tenants' rows calls `select postern_secure_table('<table>')`.
 */
export class RowSecurity1760000000007 implements MigrationInterface {
  readonly name = 'RowSecurity1760000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLE);
    await runner.query(FUNCTIONS);
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [{ role }] = (await runner.query('select postern_tenant_role() as role')) as [{ role: string }];
    await runner.query('drop policy tenant_providers on traffic_pauses');
    for (const table of [...OWNED, ...RELATED]) {
      await runner.query(`drop policy tenant on ${table}; alter table ${table} disable row level security`);
    }
    await runner.query(`
      drop function postern_add_job(text, json, timestamptz), postern_secure_table(regclass, text),
        postern_bind(text), postern_tenant_role();
      drop owned by "${role}"`);
    // A copy of this database may go on using the role.
    await runner.query(
      `do $$ begin drop role "${role}"; exception when dependent_objects_still_exist then null; end $$`,
    );
  }
}

/** Tables whose rows name their workspace. */
const OWNED = [
  'workspaces',
  'api_keys',
  'connections',
  'accounts',
  'post_groups',
  'submissions',
  'posts',
  'attempts',
  'events',
  'idempotency_records',
  'post_commands',
  'audit_log',
] as const;

/** Tables whose rows belong to a post or a connection. */
const RELATED = ['left_submissions', 'traffic_pauses', 'rate_budgets'] as const;

// Roles belong to the whole server, so the role is named after its database: the login of one instance must not
// come to the rows of another by way of a shared role.
const ROLE = `
do $$
declare
  tenant constant text := left('postern_tenant_' || current_database(), 63);
  -- Since Postgres 16 a role that one may administer is not yet a role that one may assume.
  assume constant text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if not exists (select from pg_roles where rolname = tenant) then
    begin
      execute format('create role %I nologin', tenant);
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role(session_user, tenant, assume) then
    execute format('grant %I to %I', tenant, session_user);
  end if;
exception when insufficient_privilege then
  raise exception using errcode = 'insufficient_privilege', message = format(
    'The database login %s may not make the role that requests run as. Let an administrator run this once: '
    || 'create role %I nologin; grant %I to %I;', session_user, tenant, tenant, session_user);
end $$;
`;

const FUNCTIONS = `
-- The role's name, fixed as it was made: a copy of this database keeps it.
do $do$ begin
  execute format($fn$create function postern_tenant_role() returns text language sql immutable parallel safe
    return %L$fn$, left('postern_tenant_' || current_database(), 63));
end $do$;

-- Binds the session to one workspace, or with null to none: then it acts as its login again.
create function postern_bind(workspace text) returns void language plpgsql as $$
begin
  if workspace is null then
    reset role;
    perform set_config('postern.workspace_id', '', false);
  else
    perform set_config('postern.workspace_id', workspace, false),
      set_config('role', postern_tenant_role(), false);
  end if;
end $$;

-- Lets requests do the named things with the rows of their workspace, and with no others. The table must have
-- a column workspace_id. May be called again, e.g. to allow more.
create function postern_secure_table(of_table regclass, privileges text default 'select, insert, update, delete')
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', of_table);
  execute format('drop policy if exists tenant on %s', of_table);
  execute format(
    'create policy tenant on %s to %I using (workspace_id = current_setting(''postern.workspace_id'', true))',
    of_table, postern_tenant_role());
  execute format('revoke all on %s from %I', of_table, postern_tenant_role());
  execute format('grant %s on %s to %I', privileges, of_table, postern_tenant_role());
end $$;

-- Requests cannot reach the queue's tables. They may leave a job there that names their own workspace.
do $do$ begin
  execute format($fn$create function postern_add_job(task text, payload json, run_at timestamptz default null)
    returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      if current_setting('role') = %L
        and (payload ->> 'workspaceId') is distinct from current_setting('postern.workspace_id', true)
      then
        raise exception using errcode = 'insufficient_privilege', message = 'The job is not of the own workspace.';
      end if;
      return (select id from graphile_worker.add_job(task, payload, run_at => coalesce(run_at, now()),
        max_attempts => 1));
    end $$$fn$, postern_tenant_role());
end $do$;
`;

const TABLES = `
do $$ begin
  execute format('grant usage on schema %I to %I', current_schema(), postern_tenant_role());
end $$;

select postern_secure_table(t) from unnest(array['post_groups', 'submissions', 'posts', 'idempotency_records',
  'api_keys']::regclass[]) t;
-- Posts name them for ever.
select postern_secure_table(t, 'select, insert, update') from unnest(array['connections', 'accounts',
  'post_commands']::regclass[]) t;
-- The history is written once.
select postern_secure_table('events', 'select, insert'), postern_secure_table('audit_log', 'select, insert'),
  postern_secure_table('attempts', 'select, update');

do $$
declare
  tenant constant text := postern_tenant_role();
begin
  alter table workspaces enable row level security;
  execute format($p$create policy tenant on workspaces to %I
    using (id = current_setting('postern.workspace_id', true))$p$, tenant);
  execute format('grant select, update on workspaces to %I', tenant);

  -- The policies of the tables that are asked here hold within these as well.
  alter table left_submissions enable row level security;
  execute format($p$create policy tenant on left_submissions to %I
    using (exists (select from posts p where p.id = left_submissions.post_id
      and p.workspace_id = current_setting('postern.workspace_id', true)))$p$, tenant);
  execute format('grant select, insert on left_submissions to %I', tenant);

  -- That a provider is paused as a whole is no secret; whose failures told is.
  alter table traffic_pauses enable row level security;
  execute format($p$create policy tenant on traffic_pauses to %I
    using (scope = 'connection' and exists (select from connections c where c.id = traffic_pauses.id
      and c.workspace_id = current_setting('postern.workspace_id', true)))$p$, tenant);
  execute format($p$create policy tenant_providers on traffic_pauses for select to %I
    using (scope = 'provider')$p$, tenant);
  execute format('grant select (scope, id, reason, state, paused_until, since, trips), delete on traffic_pauses to %I',
    tenant);

  alter table rate_budgets enable row level security;
  execute format($p$create policy tenant on rate_budgets to %I
    using (exists (select from connections c where c.id = rate_budgets.connection_id
      and c.workspace_id = current_setting('postern.workspace_id', true)))$p$, tenant);
  execute format('grant select on rate_budgets to %I', tenant);
end $$;
`;
