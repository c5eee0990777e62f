import type { EventType } from '@postern/core';
import type { EntityManager } from 'typeorm';
import { idStem, newId } from '../database/ids';
import { DELIVERY_COLUMNS, type DeliveryRow, LAST_ATTEMPT } from './webhook-delivery-view';

export interface ReplayAsked {
  endpointId: string;
  /** RFC 3339 in UTC. */
  since: string;
  types: readonly EventType[];
  /** A sequence. */
  after: number;
  /** How many deliveries are made. */
  most: number;
  /** How many events are looked at for them. */
  lookAt: number;
}

export interface Replayed {
  count: number;
  /** The sequence up to which events were looked at; `null`: all of them were. */
  nextAfter: number | null;
}

/**
 * Events that the lane has passed, from a time on. `sequence` rises with the time of writing, but for the length of
 * a transaction: so the first event is found by halving, ten minutes early, rather than by looking at all of them.
 * What is pending anyway is left out, and that the endpoint was switched off itself. `taken` is counted so that all of it is there before the first is written: else
 * each look for an earlier delivery would pass all rows of this statement. The new ids rise with the sequence.
 */
const REPLAY = `
with recursive search(low, high) as (
  select coalesce(min(sequence), 1), coalesce(max(sequence), 0) + 1 from events
  where workspace_id = $1 and sequence is not null
  union all
  select case when probe.early then probe.sequence + 1 else s.low end,
    case when probe.early then s.high else (s.low + s.high) / 2 end
  from search s cross join lateral (
    select e.sequence, e.created_at < $3::timestamptz - interval '10 minutes' as early from events e
    where e.workspace_id = $1 and e.sequence >= (s.low + s.high) / 2 order by e.sequence limit 1) probe
  where s.low < s.high
), bounds as materialized (
  select greatest((select min(high) from search), $5::bigint + 1) as low,
    (select position from webhook_lanes where workspace_id = $1 and endpoint_id = $2) as high
), span as materialized (
  select low, high, coalesce((
    select f.sequence from events f where f.workspace_id = $1 and f.sequence >= b.low
    order by f.sequence offset $7::bigint - 1 limit 1), high) as upto from bounds b
), wanted as materialized (
  select e.id, e.type, e.sequence, coalesce(e.post_id, e.group_id, e.id) as subject, earlier.latest
  from events e cross join lateral (
    select coalesce(bool_or(d.status = 'pending'), false) as pending,
      (array_agg(d.id order by d.created_at desc, d.id desc))[1] as latest
    from webhook_deliveries d where d.event_id = e.id and d.endpoint_id = $2) earlier
  where e.workspace_id = $1 and e.sequence >= (select low from span)
    and e.sequence <= (select least(upto, high) from span)
    and e.created_at >= $3::timestamptz and e.type = any($4::text[]) and not earlier.pending
    and (e.type <> 'webhook_endpoint.disabled' or e.data ->> 'endpointId' is distinct from $2)
  order by e.sequence limit $6::bigint + 1
), taken as materialized (
  select w.*, row_number() over (order by w.sequence) as place, count(*) over () as count from wanted w
), made as (
  insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, replay_of)
  select $8 || lpad(to_hex(t.place), 6, '0'), $1, $2, t.id, t.type, t.sequence, t.subject, t.latest
  from taken t where t.count > 0 and t.place <= $6 order by t.place
  returning sequence
)
select count(*)::int as count, (case
    when (select count(*) from wanted) > $6 then max(sequence)
    when (select upto < high from span) then (select upto from span) end)::float8 as "nextAfter"
from made`;

/** @param em within the transaction that has locked the endpoint */
export async function replaySince(
  em: EntityManager,
  workspaceId: string,
  asked: ReplayAsked,
): Promise<Replayed> {
  const { endpointId, since, types, after, most, lookAt } = asked;
  const values = [workspaceId, endpointId, since, types, after, most, lookAt, idStem('whd')];
  const [row] = await em.query<Replayed[]>(REPLAY, values);
  if (row === undefined) throw new Error('An aggregate is a row.');
  return row;
}

/** A new delivery of the same event. `null`: the event is no longer in the log. */
export async function replayOne(em: EntityManager, delivery: DeliveryRow): Promise<DeliveryRow | null> {
  const id = newId('whd');
  const { workspace_id: workspaceId } = delivery;
  await em.query(
    `insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, replay_of)
     select $3, d.workspace_id, d.endpoint_id, d.event_id, d.event_type, d.sequence, d.subject, d.id
     from webhook_deliveries d join events e on e.id = d.event_id and e.workspace_id = $1
     where d.workspace_id = $1 and d.id = $2`,
    [workspaceId, delivery.id, id],
  );
  return deliveryIn(em, workspaceId, id);
}

export async function deliveryIn(
  em: EntityManager,
  workspaceId: string,
  id: string,
): Promise<DeliveryRow | null> {
  const [row] = await em.query<DeliveryRow[]>(
    `select ${DELIVERY_COLUMNS} from webhook_deliveries d ${LAST_ATTEMPT} where d.workspace_id = $1 and d.id = $2`,
    [workspaceId, id],
  );
  return row ?? null;
}
