import { Injectable } from '@nestjs/common';
import { FINAL_POST_STATUSES, type PublishError } from '@postern/core';
import type { EntityManager } from 'typeorm';
import type { HandOver } from '../posts/hand-over';
import { currentTraceParent } from '../tracing/spans';
import type { CommandResult, NewCommand } from './decision';

/** A submission to be written, and the posts that it is to carry. */
export interface NewSubmission extends HandOver {
  id: string;
  workspaceId: string;
  groupId: string;
  connectionId: string;
  provider: string;
  round: number;
  postIds: string[];
}

// What a post shows as it leaves is kept: a new round forgets it, and its history is asked for later.
const INSERT_SUBMISSIONS = `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as i(id text, "workspaceId" text, "groupId" text,
    "connectionId" text, provider text, round int, "scheduledAt" timestamptz, "latestAt" timestamptz,
    "nextAttemptAt" timestamptz, "postIds" jsonb)
), s as (
  insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, scheduled_at,
    latest_at, next_attempt_at, created_at, updated_at)
  select id, "workspaceId", "groupId", "connectionId", provider, 'held', round, "scheduledAt", "latestAt",
    "nextAttemptAt", now(), now()
  from input returning id
), moving as (
  select p.id, s.id as submission_id, i.round > p.round as anew from s join input i on i.id = s.id
    cross join lateral jsonb_array_elements_text(i."postIds") as m(post_id) join posts p on p.id = m.post_id
), remembered as (
  insert into left_submissions (post_id, submission_id, round, status, upstream_status, provider_reference,
    reference_data, error, next_look_at)
  select p.id, p.submission_id, p.round, p.status, p.upstream_status, p.provider_reference, p.reference_data,
    p.error, case when m.anew and p.provider_reference is not null then now() + interval '1 minute' end
  from posts p join moving m on m.id = p.id where p.submission_id is not null
  on conflict do nothing
)
update posts p set submission_id = m.submission_id, cancel_requested_at = null from moving m where m.id = p.id`;

// A held submission was surely not accepted: without one of its posts it goes out as another try, and without
// any it has ended. What a provider stored for it may name the post that left.
const LEAVE = `
update submissions s set
  state = case when open.posts = 0 then 'rejected' else s.state end,
  next_attempt_at = case when open.posts = 0 then null else s.next_attempt_at end,
  generation = s.generation + 1, checkpoint = null, first_attempt_at = null, updated_at = now()
from (select x.id, (select count(*) from posts p where p.submission_id = x.id and p.status <> all($2::text[])) as posts
  from unnest($1::text[]) as x(id)) open
where s.id = open.id and s.state = 'held'`;

const MOVE = `
update submissions s set scheduled_at = i."scheduledAt", latest_at = i."latestAt",
  next_attempt_at = i."nextAttemptAt",
  generation = s.generation + case when s.first_attempt_at is null and s.checkpoint is null then 0 else 1 end,
  checkpoint = null, first_attempt_at = null, updated_at = now()
from jsonb_to_recordset($1::jsonb) as i(id text, "scheduledAt" timestamptz, "latestAt" timestamptz,
  "nextAttemptAt" timestamptz)
where s.id = i.id and s.state = 'held'`;

// The next fenced write of whoever still thinks that he holds it finds out.
const SETTLE = `
with settled as (
  update submissions s set fence = s.fence + 1, lease_until = null, next_attempt_at = null, updated_at = now(),
    state = case when f.open > 0 then 'unknown' when f.good > 0 then 'accepted' else 'rejected' end
  from (
    select x.id, count(*) filter (where p.status <> all($2::text[])) as open,
      count(*) filter (where p.status in ('published', 'handed_off')) as good
    from unnest($1::text[]) as x(id) join posts p on p.submission_id = x.id group by x.id
  ) f
  where s.id = f.id and s.state in ('sending', 'unknown') returning s.id, s.first_attempt_at
)
update attempts a set finished_at = now(), outcome = 'abandoned'
from settled where a.submission_id = settled.id and a.outcome is null
  and a.started_at >= coalesce(settled.first_attempt_at, '-infinity')`;

const GROUP_TIMES = `
update post_groups g set scheduled_at = agreed.at
from (
  select p.group_id, min(p.scheduled_at) as at from posts p
  where p.group_id in (select group_id from posts where id = any($1::text[])) and p.status <> all($2::text[])
  group by p.group_id
  having count(*) = count(p.scheduled_at) and min(p.scheduled_at) = max(p.scheduled_at)
) agreed
where g.id = agreed.group_id and g.scheduled_at is distinct from agreed.at`;

/** The statements of `CommandWriter`; each does all of its kind at once. */
@Injectable()
export class EffectsRepository {
  async insertSubmissions(em: EntityManager, submissions: readonly NewSubmission[]): Promise<void> {
    if (submissions.length > 0) await em.query(INSERT_SUBMISSIONS, [JSON.stringify(submissions)]);
  }

  async leave(em: EntityManager, submissionIds: readonly string[]): Promise<void> {
    if (submissionIds.length > 0) await em.query(LEAVE, [submissionIds, FINAL_POST_STATUSES]);
  }

  async move(em: EntityManager, moves: readonly (HandOver & { id: string })[]): Promise<void> {
    if (moves.length > 0) await em.query(MOVE, [JSON.stringify(moves)]);
  }

  async settle(em: EntityManager, submissionIds: readonly string[]): Promise<void> {
    if (submissionIds.length > 0) await em.query(SETTLE, [submissionIds, FINAL_POST_STATUSES]);
  }

  /** A group's time is the one that all of its open posts have. */
  async agreeOnTimes(em: EntityManager, postIds: readonly string[]): Promise<void> {
    if (postIds.length > 0) await em.query(GROUP_TIMES, [postIds, FINAL_POST_STATUSES]);
  }

  async ask(em: EntityManager, postIds: readonly string[], wakes: readonly string[]): Promise<void> {
    if (postIds.length === 0) return;
    await em.query(
      `update posts set cancel_requested_at = coalesce(cancel_requested_at, now()) where id = any($1::text[])`,
      [postIds],
    );
    if (wakes.length === 0) return;
    await em.query(
      `update submissions set next_attempt_at = now(), updated_at = now()
       where id = any($1::text[]) and state = 'unknown' and (lease_until is null or lease_until < now())`,
      [wakes],
    );
  }

  async unask(em: EntityManager, postIds: readonly string[]): Promise<void> {
    if (postIds.length === 0) return;
    await em.query('update posts set cancel_requested_at = null where id = any($1::text[])', [postIds]);
  }

  async insertCommands(
    em: EntityManager,
    commands: readonly (NewCommand & {
      workspaceId: string;
      postId: string;
      connectionId: string;
      round: number;
    })[],
  ): Promise<void> {
    if (commands.length === 0) return;
    await em.query(
      `insert into post_commands (id, workspace_id, post_id, connection_id, round, kind, force, reason,
         scheduled_at, next_attempt_at, trace_context)
       select id, "workspaceId", "postId", "connectionId", round, kind, force, reason, "scheduledAt", now(), $2
       from jsonb_to_recordset($1::jsonb) as i(id text, "workspaceId" text, "postId" text, "connectionId" text,
         round int, kind text, force boolean, reason text, "scheduledAt" timestamptz)`,
      [JSON.stringify(commands), currentTraceParent()],
    );
  }

  /** Whoever is at such a command finds out at his next write. */
  async finishCommands(
    em: EntityManager,
    ends: readonly { commandId: string; state: CommandResult; error: PublishError | null }[],
  ): Promise<void> {
    if (ends.length === 0) return;
    await em.query(
      `update post_commands c set state = i.state, error = nullif(i.error, 'null'), fence = c.fence + 1,
         lease_until = null, finished_at = now()
       from jsonb_to_recordset($1::jsonb) as i("commandId" text, state text, error jsonb)
       where c.id = i."commandId" and c.state = 'pending'`,
      [JSON.stringify(ends)],
    );
  }

  async amendCommands(
    em: EntityManager,
    changes: readonly { commandId: string; scheduledAt: string | null; force: boolean }[],
  ): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ commandId, scheduledAt, force }) => ({ commandId, scheduledAt, force }));
    await em.query(
      `update post_commands c set scheduled_at = coalesce(i."scheduledAt", c.scheduled_at),
         force = c.force or i.force, fence = c.fence + 1, next_attempt_at = now()
       from jsonb_to_recordset($1::jsonb) as i("commandId" text, "scheduledAt" timestamptz, force boolean)
       where c.id = i."commandId" and c.state = 'pending'`,
      [JSON.stringify(rows)],
    );
  }
}
