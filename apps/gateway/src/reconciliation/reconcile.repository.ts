import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { FINAL_POST_STATUSES, type PostReference, type PostStatus } from '@postern/core';
import { DataSource } from 'typeorm';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import type { ReadCadence } from '../posts/read-cadence';
import type { AttentionReason, PostToRead, ReadPlan } from './post-to-read';

// Pushing the next read forward before reading keeps a slow or failing upstream from being asked again at
// once; the writer sets it anew when the status moves. Posts that are read at one cadence are drawn together:
// where one is due, those that would be due within half of their interval come along, and are read with it
// from then on. A walk through the pages costs the same for one of them as for all.
const CLAIM_POSTS = prepared(
  'claim_reads',
  `
with near as materialized (
  select p.id, p.next_read_at, due.at as due_at, every.class, every.seconds
  from posts p
  cross join lateral (select greatest(coalesce(p.upstream_scheduled_at, p.scheduled_at, p.created_at),
    least(p.attempted_at, now())) as at) due
  cross join lateral (select * from (values
      (1, 'far', 3600::float8, now() < due.at - interval '61 seconds'),
      (2, 'silent', 3600, now() > due.at + interval '24 hours'),
      (3, 'publishing', $3::float8, p.status = 'publishing'),
      (4, 'queued', $2::float8, true)
    ) v(place, class, seconds, applies) where applies order by place limit 1) every
  where p.connection_id = $1 and p.next_read_at <= now() + interval '30 minutes'
), wanted as materialized (
  select id from near
  where next_read_at <= now() + interval '500 milliseconds'
    or (next_read_at <= now() + make_interval(secs => seconds / 2)
      and class in (select class from near where next_read_at <= now() + interval '500 milliseconds'))
  order by next_read_at, due_at limit $4
), held as materialized (
  select p.id, p.next_read_at as was from posts p join wanted on wanted.id = p.id for update of p skip locked
), claimed as (
  update posts p set next_read_at = now() + make_interval(secs => case p.status when 'publishing' then $3::float8 else $2::float8 end)
  from held where p.id = held.id
  returning p.*, held.was
)
select c.id, c.status, c.upstream_status, c.round, c.submission_id, c.provider_reference, c.reference_data, c.platform,
  c.content ->> 'text' as text, c.was::text as was_due_at, c.next_read_at::text as next_read_at,
  c.updated_at::text as updated_at, case when c.attention like '% ' || c.round then split_part(c.attention, ' ', 1) end as attention,
  c.cancel_requested_at is not null as cancel_requested,
  c.cancel_requested_at is not null and exists (select from post_commands m
    where m.post_id = c.id and m.state = 'pending' and not m.internal and m.sent_at is not null) as cancel_sent,
  a.reference as account_reference, a.data as account_data,
  (extract(epoch from greatest(coalesce(c.upstream_scheduled_at, c.scheduled_at, c.created_at),
    least(c.attempted_at, now()))) * 1000)::float8 as due_at,
  (extract(epoch from least(c.attempted_at, now())) * 1000)::float8 as handed_over_at,
  (extract(epoch from c.missing_since) * 1000)::float8 as missing_since,
  case when c.hinted_at > now() - interval '1 minute'
    then (extract(epoch from now() - c.hinted_at) * 1000)::float8 end as hinted_for,
  (extract(epoch from now()) * 1000)::float8 as now
from claimed c join accounts a on a.id = c.account_id
order by c.was, due_at`,
);

interface ClaimRow {
  id: string;
  status: PostStatus;
  upstream_status: string | null;
  round: number;
  submission_id: string | null;
  provider_reference: string | null;
  reference_data: PostReference['data'];
  platform: string;
  text: string | null;
  account_reference: string;
  account_data: PostReference['accountData'];
  due_at: number;
  handed_over_at: number | null;
  missing_since: number | null;
  hinted_for: number | null;
  cancel_requested: boolean;
  cancel_sent: boolean;
  attention: AttentionReason | null;
  was_due_at: string;
  next_read_at: string;
  updated_at: string;
  now: number;
}

/** Which posts are read when. */
@Injectable()
export class ReconcileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The posts that are due for a read, and the database's clock: the `asOf` of what the read says. */
  async claimPosts(
    connectionId: string,
    cadence: ReadCadence,
    limit: number,
  ): Promise<{ posts: PostToRead[]; now: number }> {
    const rows = await this.dataSource.query<ClaimRow[]>(CLAIM_POSTS, [
      connectionId,
      cadence.queued,
      cadence.publishing,
      limit,
    ]);
    return { posts: rows.map(toPostToRead), now: rows[0]?.now ?? 0 };
  }

  /** Writes when each post was read and is read next; the writer has stopped reading those that ended. */
  async keep(plans: readonly ReadPlan[]): Promise<void> {
    if (plans.length === 0) return;
    const rows = plans.map(({ next, ...plan }) => ({
      ...plan,
      next: next ?? null,
      planned: next !== undefined,
    }));
    await this.dataSource.query(
      `update posts p set last_read_at = coalesce(r."readAt", p.last_read_at),
         next_read_at = case when r.planned and p.status <> all($2::text[])
           and coalesce(p.next_read_at, r.instead) = r.instead then r.next else p.next_read_at end,
         attention = case when r."atEase" then null else p.attention end
       from jsonb_to_recordset($1::jsonb) as r("postId" text, "readAt" timestamptz, next timestamptz,
         planned boolean, instead timestamptz, "atEase" boolean)
       where p.id = r."postId"`,
      [JSON.stringify(rows), FINAL_POST_STATUSES],
    );
  }

  /** Tells the history, once for each reason, that a person has to look at these posts. */
  async needAttention(posts: readonly { postId: string; reason: AttentionReason }[]): Promise<void> {
    if (posts.length === 0) return;
    await this.dataSource.query(
      `with noted as (
         update posts p set attention = r.reason || ' ' || p.round
         from jsonb_to_recordset($1::jsonb) as r("postId" text, reason text)
         where p.id = r."postId" and p.attention is distinct from r.reason || ' ' || p.round
         returning p.*
       )
       insert into events (id, workspace_id, type, group_id, post_id, data)
       select r."eventId", p.workspace_id, 'post.needs_attention', p.group_id, p.id,
         jsonb_build_object('postId', p.id, 'groupId', p.group_id, 'accountId', p.account_id,
           'provider', p.provider, 'platform', p.platform, 'status', p.status, 'previousStatus', p.status,
           'upstreamStatus', p.upstream_status, 'providerReference', p.provider_reference,
           'platformPostId', p.platform_post_id, 'platformPostUrl', p.platform_post_url, 'error', p.error,
           'reason', r.reason)
       from noted p join jsonb_to_recordset($1::jsonb) as r("postId" text, reason text, "eventId" text)
         on r."postId" = p.id`,
      [JSON.stringify(posts.map((post) => ({ ...post, eventId: newId('evt') })))],
    );
  }

  /** What posts that ended say of their accounts: one that was published shows that its account works. */
  async tellAccounts(published: readonly string[], unauthorised: readonly string[]): Promise<void> {
    if (published.length + unauthorised.length === 0) return;
    await this.dataSource.query(
      `with ended as (
         select p.account_id, bool_or(p.id = any($1::text[])) as works from posts p
         where p.id = any($1::text[]) or p.id = any($2::text[]) group by p.account_id
       ), locked as (
         select a.id, ended.works from accounts a join ended on ended.account_id = a.id
         where a.status <> 'disconnected' order by a.id for update of a
       )
       update accounts a set updated_at = now(),
         status = case when l.works then 'connected' else 'reauth_required' end,
         last_success_at = case when l.works then now() else a.last_success_at end
       from locked l where a.id = l.id`,
      [published, unauthorised],
    );
  }

  /** Some of the posts that are being read through a connection, due or not, and the database's clock. */
  async postsBeingRead(
    connectionId: string,
    limit: number,
  ): Promise<{ posts: { id: string; round: number }[]; now: number }> {
    const rows = await this.dataSource.query<{ id: string; round: number; now: number }[]>(
      `select id, round, (extract(epoch from clock_timestamp()) * 1000)::float8 as now
       from posts where connection_id = $1 and next_read_at is not null order by next_read_at limit $2`,
      [connectionId, limit],
    );
    return { posts: rows, now: rows[0]?.now ?? 0 };
  }

  async stopReading(postIds: readonly string[]): Promise<void> {
    await this.dataSource.query('update posts set next_read_at = null where id = any($1::text[])', [postIds]);
  }

  /** Lets submissions that waited behind a gate go out again. @returns those that did wait */
  async openGates(submissionIds: readonly string[]): Promise<string[]> {
    if (submissionIds.length === 0) return [];
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `update submissions set next_attempt_at = now(), updated_at = now()
       where id = any($1::text[]) and state = 'held' and next_attempt_at is null and lease_until is null
       returning id`,
      [submissionIds],
    );
    return rows.map((row) => row.id);
  }
}

function toPostToRead(row: ClaimRow): PostToRead {
  return {
    id: row.id,
    status: row.status,
    upstreamStatus: row.upstream_status,
    round: row.round,
    dueAt: row.due_at,
    handedOverAt: row.handed_over_at,
    missingSince: row.missing_since,
    hintedFor: row.hinted_for,
    cancelRequested: row.cancel_requested,
    cancelSent: row.cancel_sent,
    attention: row.attention,
    submissionId: row.submission_id,
    wasDueAt: row.was_due_at,
    nextReadAt: row.next_read_at,
    updatedAt: row.updated_at,
    reference: {
      postId: row.id,
      id: row.provider_reference,
      data: row.reference_data,
      platform: row.platform,
      accountReference: row.account_reference,
      accountData: row.account_data,
      text: row.text ?? '',
    },
  };
}
