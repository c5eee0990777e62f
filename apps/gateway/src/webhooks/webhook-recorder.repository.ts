import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import { FAILING_AFTER, IN_TURN_SQL } from './webhook-lane-policy';

/** An attempt that has ended, and what follows from it for its delivery. */
export interface EndedAttempt {
  deliveryId: string;
  endpointId: string;
  /** `lost`: nothing was sent, and nothing can be; this says nothing of the endpoint. */
  kind: 'delivered' | 'failed' | 'lost';
  /** That had failed before it. */
  attempts: number;
  pauseSeconds: number;
  /** See `RetryPlan`. */
  last: boolean;
  lifeSeconds: number;
  /** Seconds that the endpoint asks us to wait. */
  retryAfter: number | null;
  url: string;
  /** Of the endpoint when it began. Where that has passed, it says nothing of the endpoint as it is now. */
  era: number;
  /** Milliseconds since the epoch, by the database's clock. */
  attemptedAt: number;
  durationMs: number;
  status: number | null;
  body: string | null;
  error: string | null;
}

export interface RecordedAttempt {
  id: string;
  status: 'pending' | 'delivered' | 'failed';
  /** Of the endpoint, in a row. */
  failures: number;
  /** Whether the endpoint answers again after it had failed. */
  catchesUp: boolean;
  /** Whether it says something of the endpoint as it is now. */
  isNow: boolean;
  /** Whether nothing has succeeded for too long. */
  over: boolean;
}

export interface SwitchOff {
  endpointId: string;
  reason: 'gone' | 'failing';
  /** The address that was sent to: another one is another endpoint. */
  url: string;
  message: string;
}

// Locks in one order, endpoint, lane, delivery, which is also that of a deletion. What another worker recorded
// meanwhile stands: a failure counts only for a delivery that has had no attempt since. That it was delivered is true
// whoever says so. What the address was before, or before it was switched on again, counts for its delivery alone.
const RECORD = prepared(
  'webhook_record',
  `
with given as materialized (
  select * from jsonb_to_recordset($1::jsonb) as g(n integer, "deliveryId" text, kind text, attempts integer,
    "pauseSeconds" float8, last boolean, "lifeSeconds" float8, "retryAfter" float8, url text, era integer,
    "attemptedAt" float8, "durationMs" integer, status integer, body text, error text)
), endpoint as materialized (
  select id from webhook_endpoints where id = any($3::text[]) order by id for key share
), lane as materialized (
  select l.endpoint_id, l.failures, l.era from webhook_lanes l
  where l.endpoint_id = any($3::text[]) and l.endpoint_id in (select id from endpoint)
  order by l.endpoint_id for update of l
), held as materialized (
  select d.id, d.workspace_id, d.endpoint_id, d.attempts + 1 as number, g.n, g.kind, g."retryAfter", g.url,
    g."attemptedAt", g."durationMs", g.status, g.body, g.error, g.era = lane.era as "isNow",
    case when g.kind = 'delivered' then 'delivered'
      when g.kind = 'lost' or (g.last and g.era = lane.era and d.created_at + make_interval(secs => g."lifeSeconds") <= now()) then 'failed'
      else 'pending' end as becomes,
    now() + case when g.era = lane.era then make_interval(secs => greatest(g."pauseSeconds", g."retryAfter"))
      else interval '0' end as next_attempt_at
  from webhook_deliveries d join given g on g."deliveryId" = d.id join lane on lane.endpoint_id = d.endpoint_id
  where d.id = any($2::text[])
    and d.status = 'pending' and (g.kind = 'delivered' or d.attempts = g.attempts)
  order by d.id for update of d
), ended as (
  update webhook_deliveries d set attempts = h.number, status = h.becomes,
    next_attempt_at = case h.becomes when 'pending' then h.next_attempt_at else d.next_attempt_at end,
    ended_at = case when h.becomes <> 'pending' then now() end
  from held h where d.id = h.id
), noted as (
  insert into webhook_attempts (delivery_id, number, workspace_id, url, attempted_at, duration_ms, response_status,
    response_body, error)
  select h.id, h.number, h.workspace_id, h.url, to_timestamp(h."attemptedAt" / 1000), h."durationMs", h.status,
    h.body, h.error
  from held h
), turned as (
  select endpoint_id, max(n) filter (where kind = 'delivered') as succeeded,
    max("retryAfter") filter (where kind = 'failed') as retry_after
  from held where kind <> 'lost' and "isNow" group by endpoint_id
), counted as materialized (
  select t.endpoint_id, t.succeeded is not null as succeeded, t.retry_after,
    count(*) filter (where h.kind = 'failed') as failed,
    count(*) filter (where h.kind = 'failed' and h.n > coalesce(t.succeeded, -1)) as failures
  from turned t join held h on h.endpoint_id = t.endpoint_id and h."isNow" group by 1, 2, 3
), told as (
  update webhook_lanes l set
    failures = c.failures + case when c.succeeded then 0 else l.failures end,
    failing_since = case when c.failures = 0 then null
      when c.succeeded then now() else coalesce(l.failing_since, now()) end,
    last_success_at = case when c.succeeded then now() else l.last_success_at end,
    last_failure_at = case when c.failed > 0 then now() else l.last_failure_at end,
    paused_until = greatest(l.paused_until, now() + make_interval(secs => coalesce(c.retry_after, 0))),
    catches_up = l.catches_up or (c.succeeded and l.failures >= ${FAILING_AFTER})
  from counted c where l.endpoint_id = c.endpoint_id
  returning l.endpoint_id, l.failures, l.catches_up, l.failing_since
)
select h.id, h.becomes as status, h."isNow", coalesce(t.failures, lane.failures) as failures,
  coalesce(t.catches_up, false) as "catchesUp",
  coalesce(t.failures >= ${FAILING_AFTER} and t.failing_since < now() - make_interval(days => $4), false) as over
from held h join lane on lane.endpoint_id = h.endpoint_id left join told t on t.endpoint_id = h.endpoint_id`,
);

// What waits behind a delivery that will be tried again later is not looked at until then.
const QUEUE_BEHIND = prepared(
  'webhook_queue_behind',
  `
with first as materialized (
  select d.endpoint_id, d.subject, d.sequence, d.id, least(d.next_attempt_at, d.created_at + ${IN_TURN_SQL}) as at
  from webhook_deliveries d where d.id = any($1::text[]) and d.status = 'pending'
)
update webhook_deliveries s set next_attempt_at = first.at from first
where s.endpoint_id = first.endpoint_id and s.subject = first.subject and s.status = 'pending'
  and (s.sequence, s.id) > (first.sequence, first.id) and s.next_attempt_at < first.at and s.id <> all($1::text[])`,
);

const SWITCH_OFF = `
with off as (
  update webhook_endpoints e set active = false, disabled_reason = x.reason, disabled_at = now(), updated_at = now()
  from jsonb_to_recordset($1::jsonb) as x("endpointId" text, reason text, url text, message text, "eventId" text)
  where e.id = x."endpointId" and e.active and e.url = x.url
    and (x.reason = 'gone' or exists (select from webhook_lanes l where l.endpoint_id = e.id
      and l.failures >= ${FAILING_AFTER} and l.failing_since < now() - make_interval(days => $2)))
  returning e.id, e.workspace_id, e.url, e.disabled_reason, x.message, x."eventId"
), told as (
  insert into events (id, workspace_id, type, data)
  select "eventId", workspace_id, 'webhook_endpoint.disabled',
    jsonb_build_object('endpointId', id, 'url', url, 'reason', disabled_reason, 'message', message)
  from off
)
select id from off`;

/** Writes what became of attempts. */
@Injectable()
export class WebhookRecorderRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Deliveries, attempts and lanes in one statement, in the order in which the attempts ended.
   *
   * @returns what was written; of what somebody else ended meanwhile nothing is
   */
  record(attempts: readonly EndedAttempt[], disableDays: number): Promise<RecordedAttempt[]> {
    return this.dataSource.query<RecordedAttempt[]>(RECORD, [
      JSON.stringify(attempts.map((attempt, n) => ({ ...attempt, n }))),
      attempts.map(({ deliveryId }) => deliveryId),
      [...new Set(attempts.map(({ endpointId }) => endpointId))],
      disableDays,
    ]);
  }

  async queueBehind(deliveryIds: readonly string[]): Promise<void> {
    if (deliveryIds.length > 0) await this.dataSource.query(QUEUE_BEHIND, [deliveryIds]);
  }

  /** With its event, once, whoever else does it. @returns those that were active until now */
  async switchOff(endpoints: readonly SwitchOff[], disableDays: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(SWITCH_OFF, [
      JSON.stringify(endpoints.map((endpoint) => ({ ...endpoint, eventId: newId('evt') }))),
      disableDays,
    ]);
    return rows.map(({ id }) => id);
  }
}
