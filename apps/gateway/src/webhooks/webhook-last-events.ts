import type { EntityManager } from 'typeorm';
import { idStem } from '../database/ids';
import { wantsSql } from './webhook-wants';

// The time of an endpoint comes with milliseconds, that of an event with microseconds.
const LAST_EVENTS = `
with wanted as (
  select v.id, v.type, v.sequence, coalesce(v.post_id, v.group_id, v.id) as subject,
    row_number() over (order by v.sequence) as place
  from (select l.endpoint_id, l.position, e.events from webhook_lanes l join webhook_endpoints e on e.id = l.endpoint_id
    where l.workspace_id = $1 and l.endpoint_id = $2) lane
  join events v on v.workspace_id = $1 and v.sequence > lane.position
  where v.created_at < $3::timestamptz + interval '1 millisecond' and ${wantsSql('lane')}
)
insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject)
select $4 || lpad(to_hex(w.place), 6, '0'), $1, $2, w.id, w.type, w.sequence, w.subject from wanted w order by w.place`;

/**
 * Makes deliveries of what had happened when an endpoint was switched off, and that no worker had come to: the lane
 * begins at the head of the log when it is switched on, and a replay since then would not find them.
 *
 * @param em within the transaction that has locked the endpoint, before its lane moves
 */
export async function deliverLastEvents(
  em: EntityManager,
  endpoint: { workspaceId: string; id: string },
  offSince: Date,
): Promise<void> {
  const { workspaceId, id } = endpoint;
  // A worker that saw it active may be in the middle of making them.
  await em.query('select from webhook_lanes where workspace_id = $1 and endpoint_id = $2 for update', [
    workspaceId,
    id,
  ]);
  await em.query(LAST_EVENTS, [workspaceId, id, offSince.toISOString(), idStem('whd')]);
}
