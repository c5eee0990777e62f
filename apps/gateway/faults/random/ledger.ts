/** Reads the gateway's own books. */
import { derivePostGroupStatus, type PostGroupStatus, type PostStatus } from '@postern/core';
import type { Cluster } from '../house/cluster';
import type { StoredPost } from './verdict';

const OPEN: readonly PostStatus[] = ['scheduled', 'queued', 'publishing', 'unknown', 'pending_approval'];

export async function storedPosts(cluster: Cluster): Promise<Map<string, StoredPost>> {
  const rows = await cluster.query<{
    id: string;
    status: PostStatus;
    round: number;
    attempts: number;
    submission_id: string | null;
    error: StoredPost['error'];
    next_attempt_at: Date | null;
    since_last_call_ms: number | null;
    refusals: string[] | null;
    lost_at: number[] | null;
    was_unknown: boolean;
  }>(
    `select p.id, p.status, p.round, p.attempts, p.submission_id, p.error, s.next_attempt_at,
       (select (extract(epoch from now() - max(coalesce(a.finished_at, now()))) * 1000)::float8 from attempts a
         where a.submission_id = p.submission_id and (a.outcome is null or a.outcome = 'abandoned'
           or exists (select from jsonb_array_elements(a.exchanges) e where e ->> 'method' <> 'GET')))
         as since_last_call_ms,
       (select array_agg((extract(epoch from a.started_at) * 1000)::float8) from attempts a
         where a.submission_id = p.submission_id and coalesce(a.outcome, 'open') in ('open', 'unknown', 'abandoned'))
         as lost_at,
       exists (select from events e where e.post_id = p.id and e.data ->> 'status' = 'unknown') as was_unknown,
       case when p.status = 'failed' then (
         select array_agg(coalesce(e ->> 'responseBody', '')) from attempts a, jsonb_array_elements(a.exchanges) e
         where a.submission_id = p.submission_id and e ->> 'method' <> 'GET') end as refusals
     from posts p left join submissions s on s.id = p.submission_id`,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        status: row.status,
        round: row.round,
        attempts: row.attempts,
        submissionId: row.submission_id,
        error: row.error,
        nextLookAt: row.next_attempt_at,
        sinceLastCallMs: row.since_last_call_ms,
        refusals: row.refusals ?? [],
        lostAt: row.lost_at ?? [],
        wasUnknown: row.was_unknown,
      },
    ]),
  );
}

/** How many posts are in which status. */
export async function statuses(cluster: Cluster): Promise<Map<PostStatus, number>> {
  const rows = await cluster.query<{ status: PostStatus; n: number }>(
    'select status, count(*)::int as n from posts group by status order by status',
  );
  return new Map(rows.map(({ status, n }) => [status, n]));
}

export function openOf(counts: ReadonlyMap<PostStatus, number>): number {
  return OPEN.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
}

interface Check {
  rule: string;
  /** Rows that break it. */
  sql: string;
}

const CHECKS: readonly Check[] = [
  {
    rule: 'no submission is leased once nothing is left to do',
    // One whose outcome is still being looked into may be in hand at this very moment.
    sql: `select id, state, lease_until from submissions where lease_until is not null
      and (state <> 'unknown' or lease_until < now() - interval '30 seconds')`,
  },
  {
    rule: 'no submission of a final post waits to be sent',
    sql: `select s.id, s.state, s.next_attempt_at from submissions s where s.next_attempt_at is not null
      and not exists (select from posts p where p.submission_id = s.id
        and p.status not in ('published', 'failed', 'canceled', 'handed_off'))`,
  },
  {
    rule: 'the last event of a post has the status that the post has',
    sql: `select p.id, p.status, e.status as told from posts p
      join lateral (select data ->> 'status' as status from events where post_id = p.id
        and data ? 'previousStatus' order by id desc limit 1) e on true
      where e.status <> p.status`,
  },
  {
    rule: 'a post that has moved has an event that says so',
    sql: `select p.id, p.status from posts p where p.status not in ('queued', 'scheduled')
      and not exists (select from events e where e.post_id = p.id and e.data ->> 'status' = p.status)`,
  },
  {
    rule: 'events of a post follow one another: each begins where the one before it ended',
    // One change may have two events, such as that it is queued and that it was rescheduled.
    sql: `select post_id, before, previous from (
        select post_id, before, status, lag(before) over story as "beforeThat", lag(status) over story as previous
        from (select post_id, id, data ->> 'previousStatus' as before, data ->> 'status' as status
          from events where post_id is not null and data ? 'previousStatus') change
        window story as (partition by post_id order by id)) e
      where previous is not null and before <> previous and (before, status) <> ("beforeThat", previous)`,
  },
  {
    rule: 'a post leaves a final status only by a retry',
    sql: `select e.post_id, e.data ->> 'previousStatus' as before, e.data ->> 'status' as status
      from events e join posts p on p.id = e.post_id
      where e.data ->> 'previousStatus' in ('published', 'canceled', 'handed_off')
        and e.data ->> 'status' <> e.data ->> 'previousStatus'`,
  },
  {
    rule: 'nothing is told of a double risk',
    sql: `select post_id, data ->> 'status' as status from events where type = 'post.duplicate_risk'`,
  },
  {
    rule: 'an accepted submission has a reference for each of its posts',
    sql: `select p.id, p.status from posts p join submissions s on s.id = p.submission_id
      where s.state = 'accepted' and p.status <> 'canceled' and p.provider_reference is null`,
  },
  {
    rule: 'a request with one Idempotency-Key made one group',
    sql: `select client_reference, count(*)::int as groups from post_groups
      where client_reference is not null group by client_reference having count(*) > 1`,
  },
];

export interface Breach {
  rule: string;
  rows: unknown[];
}

/** What must hold of the books after every run. */
export async function breaches(cluster: Cluster): Promise<Breach[]> {
  const found: Breach[] = [];
  for (const { rule, sql } of CHECKS) {
    const rows = await cluster.query(sql);
    if (rows.length > 0) found.push({ rule, rows });
  }
  const groups = await cluster.query<{ id: string; status: PostGroupStatus; posts: PostStatus[] }>(
    `select g.id, g.status, array_agg(p.status order by p.position) as posts
     from post_groups g join posts p on p.group_id = g.id group by g.id`,
  );
  const wrong = groups.filter(({ status, posts }) => derivePostGroupStatus(posts) !== status);
  if (wrong.length > 0)
    found.push({ rule: 'a group has the status that follows from its posts', rows: wrong });
  return found;
}

/** Everything that the database knows of one post, in the order in which it happened. */
export async function timeline(cluster: Cluster, postId: string): Promise<unknown> {
  const [post] = await cluster.query('select * from posts where id = $1', [postId]);
  const submissions = await cluster.query(
    `select distinct s.* from submissions s join posts p on p.group_id = s.group_id where p.id = $1`,
    [postId],
  );
  const attempts = await cluster.query(
    `select a.* from attempts a join submissions s on s.id = a.submission_id
       join posts p on p.group_id = s.group_id where p.id = $1 order by a.started_at`,
    [postId],
  );
  const events = await cluster.query('select * from events where post_id = $1 order by id', [postId]);
  return { post, submissions, attempts, events };
}

/** Events and attempts of one post as lines, in the order in which they happened. */
export async function story(cluster: Cluster, postId: string): Promise<string[]> {
  const rows = await cluster.query<{ line: string }>(
    `select to_char(at, 'HH24:MI:SS.MS') || '  ' || line as line from (
      select created_at as at, type || ' ' || coalesce(data ->> 'previousStatus', '') || ' → ' || (data ->> 'status')
        || coalesce(' ' || (data -> 'error' ->> 'message'), '') as line
      from events where post_id = $1 and data ? 'status'
      union all
      select a.started_at, 'attempt ' || a.number || ' of ' || a.submission_id || ' by ' || a.worker || ': '
        || coalesce(a.outcome, 'open') || coalesce(' at ' || to_char(a.finished_at, 'HH24:MI:SS.MS'), '')
        || coalesce((select string_agg(concat_ws(' ', ' |', e ->> 'method', e ->> 'url', e ->> 'status', e ->> 'outcome'), '')
          from jsonb_array_elements(a.exchanges) e), '')
      from attempts a join posts p on p.submission_id = a.submission_id where p.id = $1) happened
    order by at`,
    [postId],
  );
  return [postId, ...rows.map(({ line }) => `  ${line}`)];
}

/** Groups of which one post was published and another was not, by provider. */
export async function publishedInPart(cluster: Cluster): Promise<Map<string, number>> {
  const rows = await cluster.query<{ provider: string; n: number }>(
    `select s.provider, count(distinct g.id)::int as n from post_groups g join submissions s on s.group_id = g.id
     where g.status = 'partially_published' group by s.provider`,
  );
  return new Map(rows.map(({ provider, n }) => [provider, n]));
}

/** Attempts beyond the first of each submission, by provider. */
export async function retries(cluster: Cluster): Promise<Map<string, number>> {
  const rows = await cluster.query<{ provider: string; n: number }>(
    `select s.provider, count(*)::int as n from attempts a join submissions s on s.id = a.submission_id
     where a.number > 1 group by s.provider`,
  );
  return new Map(rows.map(({ provider, n }) => [provider, n]));
}
