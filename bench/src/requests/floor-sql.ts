/** The floor's statements: the rows that the gateway writes and reads, in as few round trips, as its login. */

export const FIND_KEY = `select id, workspace_id as "workspaceId", scopes, expires_at as "expiresAt"
  from api_keys where key_hash = $1 and revoked_at is null`;

export const PREPARE = `
select date_trunc('milliseconds', now()) as now,
  (select json_agg(json_build_object('id', a.id, 'connectionId', a.connection_id, 'provider', a.provider,
      'platform', a.platform, 'handle', a.handle, 'status', a.status))
    from accounts a where a.workspace_id = $1 and a.id = any($2::text[])) as accounts,
  (select json_build_object('response', r.response, 'sameBody', r.body_hash = $4) from idempotency_records r
    where r.workspace_id = $1 and r.method = 'POST' and r.path = '/v1/post-groups' and r.key = $3) as recorded`;

export const INSERT = `
with idempotency as (
  insert into idempotency_records (workspace_id, method, path, key, body_hash, status, response)
  values ($1, 'POST', '/v1/post-groups', $6, $7, 201, $8::json) on conflict do nothing returning 1
), g as (
  insert into post_groups (id, workspace_id, status, content, metadata, client_reference, scheduled_at,
    max_lateness_seconds, created_at, updated_at)
  select i.id, $1, 'scheduled', i.content, i.metadata, i.client_reference, i.scheduled_at, 86400, i.created_at, i.created_at
  from idempotency, jsonb_to_record($2::jsonb) as i(id text, content jsonb, metadata jsonb, client_reference text,
    scheduled_at timestamptz, created_at timestamptz)
  returning id, scheduled_at, created_at
), s as (
  insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, scheduled_at, latest_at,
    next_attempt_at, created_at, updated_at)
  select i.id, $1, g.id, i.connection_id, i.provider, 'held', 1, g.scheduled_at, g.scheduled_at + interval '1 day',
    g.scheduled_at, g.created_at, g.created_at
  from g, jsonb_to_recordset($3::jsonb) as i(id text, connection_id text, provider text)
  returning connection_id, next_attempt_at
), p as (
  insert into posts (id, workspace_id, group_id, position, submission_id, account_id, connection_id, provider,
    platform, handle, content, own_content, options, scheduled_at, status, merge, created_at, updated_at)
  select i.id, $1, g.id, i.position, i.submission_id, i.account_id, i.connection_id, i.provider, i.platform, i.handle,
    i.content, i.own_content, i.options, g.scheduled_at, 'scheduled', i.merge, g.created_at, g.created_at
  from g, jsonb_to_recordset($4::jsonb) as i(id text, position int, submission_id text, account_id text,
    connection_id text, provider text, platform text, handle text, content jsonb, own_content jsonb, options jsonb,
    merge jsonb)
), e as (
  insert into events (id, workspace_id, type, group_id, post_id, data)
  select i.id, $1, i.type, g.id, i.post_id, i.data
  from g, jsonb_to_recordset($5::jsonb) as i(id text, type text, post_id text, data jsonb) order by i.id
), audited as (
  insert into audit_log (id, workspace_id, actor_type, actor_id, action, subject_type, subject_id, request_id, after)
  select $9, $1, 'api_key', $10, 'post_group.create', 'post_group', g.id, $11, $12::jsonb from g
)
select (select count(graphile_worker.add_job('submit',
    json_build_object('workspaceId', $1::text, 'connectionId', due.connection_id), run_at => due.next_attempt_at,
    max_attempts => 1)) from (select distinct connection_id, next_attempt_at from s) due) as jobs
from g`;

const POST_COLUMNS = [
  'id',
  'group_id',
  'account_id',
  'provider',
  'platform',
  'status',
  'upstream_status',
  'handle',
  'content',
  'options',
  'provider_reference',
  'platform_post_id',
  'platform_post_url',
  'scheduled_at',
  'attempted_at',
  'published_at',
  'canceled_at',
  'canceled_by',
  'cancel_reason',
  'parts',
  'attempts',
  'error',
  'created_at',
  'updated_at',
] as const;

const GROUP = `select g.id, g.status, g.version, g.client_reference, g.scheduled_at, g.content, g.metadata, g.created_at,
    g.updated_at, (select json_agg(json_build_object(${POST_COLUMNS.map((column) => `'${column}', p.${column}`).join(', ')})
      order by p.position) from posts p where p.group_id = g.id) as posts
  from post_groups g`;

export const READ_GROUP = `${GROUP} where g.workspace_id = $1 and g.id = $2`;

/** One row more than is shown tells whether there is a further page. */
export const LIST_GROUPS = `${GROUP} where g.workspace_id = $1 order by g.created_at desc, g.id desc limit $2`;

export const LIST_POSTS = `select ${POST_COLUMNS.map((column) => `p.${column}`).join(', ')}
  from posts p where p.workspace_id = $1 order by p.created_at desc, p.id desc limit $2`;
