import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { blockedSql } from '../traffic/blocked.sql';

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
}

// Every part reads an index of what is open, due or paused: never the history.
const SAMPLE = `
with due as (
  select connection_id, count(*)::int as count, min(next_attempt_at) as oldest_at from submissions
  where next_attempt_at <= now() and state in ('held', 'unknown') and (lease_until is null or lease_until < now())
  group by connection_id
), due_by_block as (
  select ${blockedSql('c')} as blocked, sum(due.count)::int as count,
    extract(epoch from now() - min(due.oldest_at))::float8 as seconds
  from due join connections c on c.id = due.connection_id group by 1
), alive as (
  select state from workers where beat_at > now() - interval '10 seconds'
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
  (select count(*)::int from alive where jsonb_array_length(alive.state -> 'stalled') > 0) as "workersStalled"`;

@Injectable()
export class GaugesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async sample(): Promise<Sample> {
    const [row] = await this.dataSource.query<Sample[]>(SAMPLE);
    if (row === undefined) throw new Error('Postgres answered a question without a row.');
    return row;
  }
}
