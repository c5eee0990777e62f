import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import type { EventRow } from '../events/event-view';
import type { Sealed } from '../secrets/seal';
import { TraceContexts } from '../tracing/trace-contexts';
import { IN_TURN_SQL, restsUntilSql } from './webhook-lane-policy';
import type { WebhookFormat, WebhookPayload } from './webhook-message';

/** What a worker asks of an endpoint that it holds. */
export interface LaneWish {
  endpointId: string;
  /** Deliveries that may begin. */
  free: number;
  /** A person waits: the rest after failures does not count. */
  probes: boolean;
}

/** An endpoint as it is now, and what is to be sent to it now. */
export interface LaneClaim {
  endpointId: string;
  workspaceId: string;
  url: string;
  payload: WebhookPayload;
  format: WebhookFormat;
  /** Those that have not expired, the newest first. */
  secrets: Sealed[];
  failures: number;
  /** Of what is noted of it: see `EndedAttempt`. */
  era: number;
  /** Whether what waits for a later try is to be brought forward. */
  catchesUp: boolean;
  /** Until there may be something to send; `null`: nothing waits for its time. */
  nextInMs: number | null;
  deliveries: ClaimedDelivery[];
}

export interface ClaimedDelivery {
  id: string;
  /** That have failed so far. */
  attempts: number;
  /** `null`: it is no longer in the log. */
  event: EventRow | null;
  /** Milliseconds since the epoch, by the database's clock, at the claim. */
  claimedAt: number;
  /** The `traceparent` of the request that made the group of which it tells; `null`: nobody traced it. */
  traceContext: string | null;
}

interface Row {
  endpoint_id: string;
  workspace_id: string;
  url: string;
  payload: WebhookPayload;
  format: WebhookFormat;
  failures: number;
  era: number;
  catches_up: boolean;
  secrets: { bytes: string; keyId: string }[] | null;
  next_in_ms: number | null;
  now: number;
  delivery_id: string | null;
  attempts: number;
  event: Omit<EventRow, 'created_at'> | null;
  event_created_at: Date | null;
}

// A delivery that is due goes out unless an earlier one of its subject waits. Nothing is written: the lane is this
// worker's, and it knows what it has in flight. The offset keeps Postgres from joining a whole backlog for a few rows.
const CLAIM = prepared(
  'webhook_claim',
  `
with lane as materialized (
  select l.endpoint_id, l.workspace_id, l.failures, l.era, l.catches_up, a.free, p.url, p.payload, p.format,
    greatest(l.paused_until, case when a.probes then '-infinity' else ${restsUntilSql('l')} end) as waits_until
  from unnest($2::text[], $3::integer[], $4::boolean[]) a(endpoint_id, free, probes)
  join webhook_lanes l on l.endpoint_id = a.endpoint_id
  join webhook_endpoints p on p.id = l.endpoint_id
  where l.holder = $1 and l.held_until > now() and p.active
)
select lane.endpoint_id, lane.workspace_id, lane.url, lane.payload, lane.format, lane.failures, lane.era,
  lane.catches_up,
  (extract(epoch from now()) * 1000)::float8 as now,
  (extract(epoch from greatest(lane.waits_until, next.at) - now()) * 1000)::float8 as next_in_ms,
  (select jsonb_agg(jsonb_build_object('bytes', encode(s.secret, 'base64'), 'keyId', s.secret_key_id)
      order by s.number desc)
    from webhook_secrets s
    where s.endpoint_id = lane.endpoint_id and (s.expires_at is null or s.expires_at > now())) as secrets,
  d.id as delivery_id, d.attempts, v.event, v.created_at as event_created_at
from lane
left join lateral (
  select f.next_attempt_at as at from webhook_deliveries f
  where f.endpoint_id = lane.endpoint_id and f.status = 'pending'
    and f.next_attempt_at > case when lane.waits_until > now() then '-infinity' else now() end
  order by f.next_attempt_at limit 1
) next on true
left join lateral (
  select d.id, d.attempts, d.event_id, d.next_attempt_at, d.sequence from webhook_deliveries d
  where lane.waits_until <= now() and d.endpoint_id = lane.endpoint_id and d.status = 'pending'
    and d.next_attempt_at <= now() and d.id <> all($5::text[])
    and not exists (select from webhook_deliveries b
      where b.endpoint_id = d.endpoint_id and b.subject = d.subject and b.status = 'pending'
        and (b.sequence, b.id) < (d.sequence, d.id) and b.created_at > now() - ${IN_TURN_SQL} offset 0)
  order by d.next_attempt_at, d.sequence limit lane.free
) d on true
left join lateral (
  select v.created_at, jsonb_build_object('id', v.id, 'sequence', v.sequence, 'type', v.type, 'group_id', v.group_id,
    'post_id', v.post_id, 'data', v.data) as event
  from events v where v.id = d.event_id limit 1
) v on true
order by lane.endpoint_id, d.next_attempt_at, d.sequence`,
);

/** Finds what is to be sent now. */
@Injectable()
export class WebhookClaimsRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly traces: TraceContexts,
  ) {}

  /**
   * @param inFlight deliveries that this worker is sending
   * @returns of the wished-for endpoints those that are active and this holder's
   */
  async claim(
    holder: string,
    wishes: readonly LaneWish[],
    inFlight: readonly string[],
  ): Promise<LaneClaim[]> {
    const rows = await this.dataSource.query<Row[]>(CLAIM, [
      holder,
      wishes.map(({ endpointId }) => endpointId),
      wishes.map(({ free }) => free),
      wishes.map(({ probes }) => probes),
      inFlight,
    ]);
    const traces = await this.traces.ofGroups(rows.map(({ event }) => event?.group_id ?? null));
    const claims = new Map<string, LaneClaim>();
    for (const row of rows) {
      const claim = claims.get(row.endpoint_id) ?? toClaim(row);
      claims.set(row.endpoint_id, claim);
      if (row.delivery_id !== null) {
        const traceContext = traces.get(row.event?.group_id ?? '') ?? null;
        claim.deliveries.push(toDelivery(row, row.delivery_id, traceContext));
      }
    }
    return [...claims.values()];
  }
}

function toClaim(row: Row): LaneClaim {
  return {
    endpointId: row.endpoint_id,
    workspaceId: row.workspace_id,
    url: row.url,
    payload: row.payload,
    format: row.format,
    secrets: (row.secrets ?? []).map(({ bytes, keyId }) => ({ bytes: Buffer.from(bytes, 'base64'), keyId })),
    failures: row.failures,
    era: row.era,
    catchesUp: row.catches_up,
    nextInMs: row.next_in_ms,
    deliveries: [],
  };
}

function toDelivery(row: Row, id: string, traceContext: string | null): ClaimedDelivery {
  const { event, event_created_at: createdAt } = row;
  return {
    id,
    attempts: row.attempts,
    event: event === null || createdAt === null ? null : { ...event, created_at: createdAt },
    claimedAt: row.now,
    traceContext,
  };
}
