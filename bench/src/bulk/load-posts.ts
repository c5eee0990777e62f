/**
 * Many posts at once, as the gateway would have written them: groups of four posts to one connection, each with its
 * submission, attempt and events. Written by SQL, for through the API two million would take a day.
 */
import { applySnapshot, EMPTY_SNAPSHOT, newMergedPost, type PostStatus } from '@postern/core';
import { eventData } from '../events-stream/event-writer';
import type { Pool } from 'pg';
import type { Seat } from './seats';

export interface Load {
  /** Numbers of the groups, which are part of their ids: from, inclusive, to, exclusive. */
  from: number;
  to: number;
  status: Extract<PostStatus, 'queued' | 'scheduled' | 'published'>;
  /** Before now; the groups of one load lie one behind the other within it. SQL interval. */
  over: string;
}

/** Groups of one statement: what it holds in memory is bounded, and progress is seen. */
const GROUPS_AT_ONCE = 25_000;
const POSTS_OF_A_GROUP = 4;

/**
 * The first seat has a fifth of the groups, so that its lists are full however few there are; the others share the
 * rest.
 */
export async function loadPosts(db: Pool, seats: readonly Seat[], load: Load): Promise<void> {
  for (let from = load.from; from < load.to; from += GROUPS_AT_ONCE) {
    await loadSome(db, seats, load, from, Math.min(load.to, from + GROUPS_AT_ONCE));
  }
}

async function loadSome(
  db: Pool,
  seats: readonly Seat[],
  { from: first, to: last, status, over }: Load,
  from: number,
  to: number,
): Promise<void> {
  await db.query(
    `with seat as materialized (
       select (n - 1)::int as n, s ->> 'workspaceId' as workspace_id, s ->> 'connectionId' as connection_id,
         s -> 'accountIds' as account_ids
       from jsonb_array_elements($1::jsonb) with ordinality as seats(s, n)
     ), g as materialized (
       select i, lpad(i::text, 26, '0') as id, seat.*, ${PROVIDER} as provider,
         now() - $5::interval * (1 - (i - $3::int)::float8 / greatest(1, $4::int - $3::int)) as at,
         'Post ' || i || ' of a load: as long as posts are, with a link to https://example.com/articles/' || i as text
       from generate_series($6::int, $7::int - 1) i
       join seat on seat.n = case when i % 5 = 0 or $8::int = 1 then 0 else 1 + i % ($8::int - 1) end
     ), groups as (
       insert into post_groups (id, workspace_id, status, content, metadata, scheduled_at, max_lateness_seconds,
         created_at, updated_at)
       select 'pg_' || id, workspace_id, $2, jsonb_build_object('text', text, 'media', '[]'::jsonb),
         '{}', case when $2 = 'scheduled' then now() + interval '300 days' end, 86400, at, at from g
     ), subs as (
       insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, scheduled_at,
         latest_at, next_attempt_at, attempts, first_attempt_at, created_at, updated_at)
       select 'sub_' || id, workspace_id, 'pg_' || id, connection_id, provider,
         case when $2 = 'scheduled' then 'held' else 'accepted' end, 1,
         case when $2 = 'scheduled' then now() + interval '300 days' end, at + interval '400 days',
         case when $2 = 'scheduled' then now() + interval '300 days' end,
         case when $2 = 'scheduled' then 0 else 1 end, case when $2 <> 'scheduled' then at end, at, at from g
     ), tries as (
       insert into attempts (id, workspace_id, submission_id, number, fence, worker, started_at, finished_at, outcome,
         exchanges)
       select 'att_' || id, workspace_id, 'sub_' || id, 1, 1, 'bench', at, at + interval '1 second', 'accepted',
         ${EXCHANGES} from g where $2 <> 'scheduled'
     ), p as (
       select g.*, place, 'post_' || lpad((g.i::bigint * ${POSTS_OF_A_GROUP} + place)::text, 26, '0') as post_id,
         account_ids ->> place as account_id from g, generate_series(0, ${POSTS_OF_A_GROUP - 1}) place
     ), written as (
       insert into posts (id, workspace_id, group_id, position, submission_id, account_id, connection_id, provider,
         platform, content, options, scheduled_at, status, upstream_status, provider_reference, platform_post_id,
         platform_post_url, attempted_at, published_at, merge, attempts, next_read_at, started_at, ended_at,
         created_at, updated_at)
       select post_id, p.workspace_id, 'pg_' || p.id, place, 'sub_' || p.id, a.id, p.connection_id, p.provider,
         a.platform, jsonb_build_object('text', text, 'media', '[]'::jsonb, 'thread', '[]'::jsonb, 'firstComment', null),
         '{}', case when $2 = 'scheduled' then now() + interval '300 days' end, $2,
         case when $2 <> 'scheduled' then $2 end, case when $2 <> 'scheduled' then 'up-' || post_id end,
         case when $2 = 'published' then post_id end,
         case when $2 = 'published' then 'https://example.com/' || post_id end,
         case when $2 <> 'scheduled' then at end, case when $2 = 'published' then at end, $9::jsonb,
         case when $2 = 'scheduled' then 0 else 1 end, case when $2 = 'queued' then now() end,
         case when $2 <> 'scheduled' then at end, case when $2 = 'published' then at end, at, at
       from p join accounts a on a.id = p.account_id
     )
     insert into events (id, workspace_id, type, group_id, post_id, data, created_at, sequence)
     select 'evt_' || lpad((p.i::bigint * 100 + p.place * 10 + e.n)::text, 26, '0'), workspace_id, e.type,
       'pg_' || id, post_id, $10::jsonb || jsonb_build_object('postId', post_id, 'groupId', 'pg_' || id), at,
       nextval('event_numbers')
     from p, (values (0, 'post.created'), (1, 'post.queued'), (2, 'post.published')) e(n, type)
     where $2 = 'published' or e.n = 0 or ($2 = 'queued' and e.n = 1)`,
    [
      JSON.stringify(seats),
      status,
      first,
      last,
      over,
      from,
      to,
      seats.length,
      JSON.stringify(mergeOf(status)),
      JSON.stringify(eventData('', '')),
    ],
  );
}

/** Of the seat's connection, so that a load is of one provider. */
const PROVIDER = '(select c.provider from connections c where c.id = seat.connection_id)';

/** What an attempt keeps of a call: as large as it usually is. */
const EXCHANGES = `jsonb_build_array(jsonb_build_object('method', 'POST', 'url', 'https://upstream.example.com/api/v1/posts',
  'status', 200, 'outcome', 'answered', 'durationMs', 120, 'request', jsonb_build_object('content', text),
  'response', jsonb_build_object('success', true, 'postGroupId', id)))`;

/** The state of the merge, as the merge itself makes it. */
function mergeOf(status: Load['status']): unknown {
  const born = newMergedPost(status === 'scheduled' ? 'scheduled' : 'queued');
  if (status !== 'published') return born.merge;
  const heard = { ...EMPTY_SNAPSHOT, status, round: 1, asOf: Date.now() };
  return applySnapshot(born, heard).post.merge;
}
