import { Injectable } from '@nestjs/common';
import { FINAL_POST_STATUSES, type PostGroupStatus } from '@postern/core';
import type { DataSource, EntityManager } from 'typeorm';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import type { GroupChange, LoadedGroup, PostUpdate } from './post-plan';
import type { PostRow } from './post-row';
import type { Withdrawal } from './withdrawal';

const LOAD = prepared(
  'load_groups',
  `
select g.id, g.workspace_id, g.version, g.status, to_jsonb(p) as post,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now
from post_groups g join posts p on p.group_id = g.id
where g.id in (select group_id from posts where id = any($1::text[]))
order by g.id, p.position`,
);

// Groups are locked in the order of their ids, so that two writers of many groups cannot deadlock.
const WRITE = prepared(
  'write_groups',
  `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as i(id text, version int, status text)
), locked as (
  select g.id, i.status from post_groups g join input i on i.id = g.id
  where g.version = i.version order by g.id for update of g
), written as (
  update post_groups g set status = l.status, version = g.version + 1, updated_at = clock_timestamp()
  from locked l where g.id = l.id returning g.id
), changed as (
  update posts p set
    status = c.status, round = c.round, scheduled_at = c.scheduled_at, upstream_status = c.upstream_status,
    provider_reference = c.provider_reference, reference_data = c.reference_data,
    platform_post_id = c.platform_post_id, platform_post_url = c.platform_post_url,
    upstream_scheduled_at = c.upstream_scheduled_at, attempted_at = c.attempted_at,
    published_at = c.published_at, canceled_at = c.canceled_at, canceled_by = c.canceled_by,
    cancel_reason = c.cancel_reason, parts = nullif(c.parts, 'null'), error = nullif(c.error, 'null'),
    merge = c.merge, missing_since = c.missing_since,
    -- A webhook may have made it due since it was loaded, which changes no version: it stays due.
    next_read_at = case when c.next_read_at is not null and p.next_read_at < now() - interval '12 hours'
      then p.next_read_at else c.next_read_at end,
    cancel_requested_at = case when c.stops then coalesce(p.cancel_requested_at, now())
      else p.cancel_requested_at end,
    started_at = case when c.round = p.round or c.scheduled_at is not distinct from p.scheduled_at
      then p.started_at end,
    ended_at = case when c.status <> all($5::text[]) then null when c.status = p.status then p.ended_at
      else clock_timestamp() end,
    updated_at = clock_timestamp()
  from jsonb_to_recordset($2::jsonb) as c(
    id text, group_id text, status text, round int, scheduled_at timestamptz, upstream_status text, provider_reference text,
    reference_data jsonb, platform_post_id text, platform_post_url text, upstream_scheduled_at timestamptz,
    attempted_at timestamptz, published_at timestamptz, canceled_at timestamptz, canceled_by text,
    cancel_reason text, parts jsonb, error jsonb, merge jsonb, next_read_at timestamptz,
    missing_since timestamptz, stops boolean)
  where p.id = c.id and c.group_id in (select id from written)
), withdrawn as (
  select w.* from jsonb_to_recordset($4::jsonb) as w(id text, workspace_id text, group_id text, post_id text,
    connection_id text, round int, reason text, provider_reference text, reference_data jsonb)
  where w.group_id in (select id from written)
), dropped as (
  -- Nothing of it was accepted: what remains of it goes out as another try, and nothing remaining ends it.
  update submissions s set
    state = case when d.alone then 'rejected' else s.state end,
    next_attempt_at = case when d.alone then null else s.next_attempt_at end,
    generation = s.generation + 1, checkpoint = null, first_attempt_at = null, updated_at = now()
  from (
    select p.submission_id, not exists (
      select from posts other where other.submission_id = p.submission_id and other.id <> p.id
        and other.status <> all($5::text[])) as alone
    from withdrawn w join posts p on p.id = w.post_id
  ) d
  where s.id = d.submission_id and s.state = 'held'
), commanded as (
  insert into post_commands (id, workspace_id, post_id, connection_id, round, kind, internal, reason,
    provider_reference, reference_data, next_attempt_at)
  select id, workspace_id, post_id, connection_id, round, 'cancel', true, reason,
    provider_reference, reference_data, now()
  from withdrawn where reference_data is not null
), logged as (
  insert into events (id, workspace_id, type, group_id, post_id, data)
  select e.id, e.workspace_id, e.type, e.group_id, e.post_id, e.data
  from jsonb_to_recordset($3::jsonb) as e(
    id text, workspace_id text, type text, group_id text, post_id text, data jsonb)
  where e.group_id in (select id from written)
  order by e.id
)
select id from written`,
);

interface LoadedRow {
  id: string;
  workspace_id: string;
  version: number;
  status: PostGroupStatus;
  post: PostRow;
  now: number;
}

/** The two statements of `PostWriter`. */
@Injectable()
export class PostWriterRepository {
  /** The groups of these posts, each with all its posts, and the database's clock in milliseconds. */
  async load(
    db: DataSource | EntityManager,
    postIds: string[],
  ): Promise<{ now: number; groups: LoadedGroup[] }> {
    const rows = await db.query<LoadedRow[]>(LOAD, [postIds]);
    const groups = new Map<string, LoadedGroup>();
    for (const row of rows) {
      const group = groups.get(row.id);
      if (group) group.posts.push(row.post);
      else
        groups.set(row.id, {
          id: row.id,
          workspaceId: row.workspace_id,
          version: row.version,
          status: row.status,
          posts: [row.post],
        });
    }
    return { now: rows[0]?.now ?? 0, groups: [...groups.values()] };
  }

  /** Writes all or nothing of each group. @returns the ids of the groups whose version still held */
  async write(db: DataSource | EntityManager, groups: readonly GroupChange[]): Promise<Set<string>> {
    if (groups.length === 0) return new Set();
    const written = await db.query<{ id: string }[]>(WRITE, [
      JSON.stringify(groups.map(({ id, version, status }) => ({ id, version, status }))),
      JSON.stringify(groups.flatMap((group) => group.posts.map((update) => columns(group.id, update)))),
      JSON.stringify(groups.flatMap((group) => group.events)),
      JSON.stringify(groups.flatMap((group) => group.withdrawals.map(withdrawalColumns))),
      FINAL_POST_STATUSES,
    ]);
    return new Set(written.map((row) => row.id));
  }
}

function withdrawalColumns({ postId, workspaceId, groupId, connectionId, round, reference }: Withdrawal) {
  return {
    id: newId('cmd'),
    workspace_id: workspaceId,
    group_id: groupId,
    post_id: postId,
    connection_id: connectionId,
    round,
    reason: 'An earlier try of this post was published.',
    provider_reference: reference?.id ?? null,
    reference_data: reference?.data ?? null,
  };
}

function columns(groupId: string, update: PostUpdate) {
  const { id, post, referenceData, scheduledAt, missingSince, nextReadAt, stops } = update;
  return {
    id,
    group_id: groupId,
    status: post.status,
    round: post.round,
    scheduled_at: scheduledAt,
    upstream_status: post.upstreamStatus,
    provider_reference: post.providerReference,
    reference_data: referenceData,
    platform_post_id: post.platformPostId,
    platform_post_url: post.platformPostUrl,
    upstream_scheduled_at: post.upstreamScheduledAt,
    attempted_at: post.attemptedAt,
    published_at: post.publishedAt,
    canceled_at: post.canceledAt,
    canceled_by: post.canceledBy,
    cancel_reason: post.cancelReason,
    parts: post.parts,
    error: post.error,
    merge: post.merge,
    next_read_at: nextReadAt,
    missing_since: missingSince,
    stops,
  };
}
