import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { manifestOfSql, type ProviderSource } from '../providers/provider-source';
import { blockedSql, readsBlockedSql } from '../traffic/blocked.sql';

/** One look at the database for all gauges. */
export interface Sample {
  /** Open posts by status; a status without posts is absent. */
  openPosts: { status: string; count: number }[];
  /** Since the last attempt at the post that has been `unknown` for longest; 0 = none is. */
  oldestUnknownSeconds: number;
  /** Submissions that are due and that nobody holds. */
  due: { blocked: boolean; count: number; oldestSeconds: number }[];
  pauses: { scope: string; reason: string; state: string; count: number }[];
  connections: { provider: string; status: string; count: number }[];
  /** Age of the event that has waited longest for its number; 0 = none waits. */
  eventsWaitingSeconds: number;
  /** Deliveries that wait, of endpoints that are active; 0 seconds = none waits. */
  webhooks: { pending: number; oldestSeconds: number };
  /** Endpoints that Postern switched off. */
  webhooksOff: { reason: string; count: number }[];
  workersAlive: number;
  workersStalled: number;
  /** For how long the read of a state has been due that nothing blocks; 0 = none is. */
  readsLateSeconds: number;
  /** Cancels, reschedules and retries that are not carried out yet. */
  commandsPending: number;
  /** Of the busiest connection of each provider: calls that count against its budget now. */
  budgets: (ProviderSource & { kind: 'read' | 'write'; spent: number })[];
  databaseBytes: number;
}

// Every part reads an index of what is open, due or paused, never the history; the reads that are due from connection
// to connection, and of the budgets, of which a connection has two, those that were drawn on just now.
const SAMPLE = `
with recursive due as (
  select connection_id, count(*)::int as count, min(next_attempt_at) as oldest_at from submissions
  where next_attempt_at <= now() and state in ('held', 'unknown') and (lease_until is null or lease_until < now())
  group by connection_id
), due_by_block as (
  select ${blockedSql('c')} as blocked, sum(due.count)::int as count,
    extract(epoch from now() - min(due.oldest_at))::float8 as seconds
  from due join connections c on c.id = due.connection_id group by 1
), alive as (
  select state from workers where beat_at > now() - interval '10 seconds'
), reading as (
  (select connection_id as id from posts where next_read_at is not null order by connection_id limit 1)
  union all
  select (select p.connection_id from posts p
    where p.next_read_at is not null and p.connection_id > reading.id order by p.connection_id limit 1)
  from reading where reading.id is not null
), spent as (
  select c.provider, ${manifestOfSql('c')} as manifest, b.kind,
    (select coalesce(sum(n), 0)::int from unnest(b.counts) with ordinality count(n, age)
      where b.slot - count.age + 22 >= floor(extract(epoch from now()) / (b.per_seconds / 20.0))) as calls
  from rate_budgets b join connections c on c.id = b.connection_id
  where b.slot + 22 > floor(extract(epoch from now()) / (b.per_seconds / 20.0))
)
select
  (select coalesce(jsonb_agg(jsonb_build_object('status', p.status, 'count', p.count)), '[]') from (
    select status, count(*)::int from posts
    where status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown')
    group by status) p) as "openPosts",
  (select coalesce(extract(epoch from now() - min(attempted_at)), 0)::float8 from posts
    where status = 'unknown') as "oldestUnknownSeconds",
  (select coalesce(jsonb_agg(jsonb_build_object(
      'blocked', blocked, 'count', count, 'oldestSeconds', seconds)), '[]') from due_by_block) as due,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'scope', t.scope, 'reason', t.reason, 'state', t.state, 'count', t.count)), '[]') from (
    select scope, reason, state, count(*)::int from traffic_pauses
    where reason = 'breaker' or paused_until > now() group by 1, 2, 3) t) as pauses,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'provider', c.provider, 'status', c.status, 'count', c.count)), '[]') from (
    select provider, status, count(*)::int from connections group by 1, 2) c) as connections,
  coalesce((select extract(epoch from now() - created_at)::float8 from events
    where sequence is null order by arrival limit 1), 0) as "eventsWaitingSeconds",
  (select jsonb_build_object('pending', count(*),
      'oldestSeconds', coalesce(extract(epoch from now() - min(d.created_at)), 0))
    from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
    where d.status = 'pending' and e.active) as webhooks,
  (select coalesce(jsonb_agg(jsonb_build_object('reason', w.reason, 'count', w.count)), '[]') from (
    select disabled_reason as reason, count(*)::int from webhook_endpoints
    where not active and disabled_reason is not null group by 1) w) as "webhooksOff",
  (select count(*)::int from alive) as "workersAlive",
  (select count(*)::int from alive where jsonb_array_length(alive.state -> 'stalled') > 0) as "workersStalled",
  (select coalesce(greatest(0, extract(epoch from now() - min(oldest.at))), 0)::float8
    from reading join connections c on c.id = reading.id
    cross join lateral (select p.next_read_at as at from posts p
      where p.connection_id = c.id and p.next_read_at is not null order by p.next_read_at limit 1) oldest
    where c.status <> 'disabled' and (c.read_after is null or c.read_after < now())
      and not ${readsBlockedSql('c')}) as "readsLateSeconds",
  (select count(*)::int from post_commands where state = 'pending') as "commandsPending",
  (select coalesce(jsonb_agg(jsonb_build_object('provider', b.provider, 'manifest', b.manifest, 'kind', b.kind,
      'spent', b.calls)), '[]')
    from (select provider, manifest, kind, max(calls) as calls from spent group by 1, 2, 3) b) as budgets,
  pg_database_size(current_database())::float8 as "databaseBytes"`;

@Injectable()
export class GaugesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async sample(): Promise<Sample> {
    const [row] = await this.dataSource.query<Sample[]>(SAMPLE);
    if (row === undefined) throw new Error('Postgres answered a question without a row.');
    return row;
  }
}
