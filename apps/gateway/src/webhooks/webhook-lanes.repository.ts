import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { idStem } from '../database/ids';
import { prepared } from '../database/prepared';
import { IN_TURN_SQL, restsUntilSql } from './webhook-lane-policy';
import { wantsSql } from './webhook-wants';

/** An endpoint that this worker serves for a while. */
export interface HeldLane {
  endpointId: string;
  workspaceId: string;
  /** Failures in a row. */
  failures: number;
  /** Whether what waits is to be brought forward. */
  catchesUp: boolean;
}

export interface FannedOut {
  endpointId: string;
  /** Deliveries that were made. */
  made: number;
  /** Whether one of them is a test that somebody asked for. */
  tests: boolean;
  /** Whether the log goes on behind what was looked at, or could not be looked at just now. */
  more: boolean;
}

// In order, and the first of them: of an “exists” Postgres expects to meet one soon, and where one workspace has most
// events it reads the whole log for a lane that has seen all of them.
const NEWS = `(select true from events v
  where v.workspace_id = l.workspace_id and v.sequence > l.position and v.sequence is not null
  order by v.sequence limit 1)`;
// An offset keeps Postgres from joining: it is to look into the index, lane by lane.
const due = (rests: string) => `(l.paused_until <= now() and ${rests} exists (select from webhook_deliveries d
    where d.endpoint_id = l.endpoint_id and d.status = 'pending' and d.next_attempt_at <= now() offset 0))`;
const UNLESS_IT_RESTS = `${restsUntilSql('l')} <= now() and`;

// The lock is taken on the lane alone and by skipping: whoever has it locked takes it, or says so in a moment.
const take = (name: string, which: string, rests = UNLESS_IT_RESTS) =>
  prepared(
    name,
    `with free as materialized (
       select l.endpoint_id from webhook_lanes l join webhook_endpoints e on e.id = l.endpoint_id
       where ${which} l.held_until <= now() and e.active and (l.catches_up or ${due(rests)} or ${NEWS})
       limit $3 for update of l skip locked
     )
     update webhook_lanes l set holder = $1, held_until = now() + make_interval(secs => $2::float8)
     from free where l.endpoint_id = free.endpoint_id
     returning l.endpoint_id as "endpointId", l.workspace_id as "workspaceId", l.failures,
       l.catches_up as "catchesUp"`,
  );
const TAKE_ANY = take('webhook_take_any', '');
const TAKE_OF_WORKSPACES = take('webhook_take_of_workspaces', 'l.workspace_id = any($4::text[]) and');
const TAKE_ENDPOINTS = take('webhook_take_endpoints', 'l.endpoint_id = any($4::text[]) and', '');

// Events and position in one snapshot and one statement, under the lane's lock: an event becomes one delivery of an
// endpoint, whoever is killed, and none is passed by. A lane that somebody else has locked is left for the next time.
const FAN_OUT = prepared(
  'webhook_fan_out',
  `
with asked as materialized (
  select l.endpoint_id from webhook_lanes l
  where l.endpoint_id = any($2::text[]) and l.holder = $1 and l.held_until > now() and ${NEWS}
), lane as materialized (
  select l.endpoint_id, l.workspace_id, l.position, p.events
  from asked join webhook_lanes l on l.endpoint_id = asked.endpoint_id
  join webhook_endpoints p on p.id = l.endpoint_id
  where l.holder = $1 and p.active
  for update of l skip locked
), span as materialized (
  select lane.*, looked.upto, looked.count from lane cross join lateral (
    select max(sequence) as upto, count(*) as count from (
      select v.sequence from events v
      where v.workspace_id = lane.workspace_id and v.sequence > lane.position and v.sequence is not null
      order by v.sequence limit $3
    ) next
  ) looked
), wanted as materialized (
  select span.endpoint_id, span.workspace_id, v.id as event_id, v.type, v.sequence,
    coalesce(v.post_id, v.group_id, v.id) as subject,
    row_number() over (order by v.sequence, span.endpoint_id) as place
  from span join events v
    on v.workspace_id = span.workspace_id and v.sequence > span.position and v.sequence <= span.upto
  where ${wantsSql('span')}
), made as (
  insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, next_attempt_at)
  select $4 || lpad(to_hex(w.place), 6, '0'), w.workspace_id, w.endpoint_id, w.event_id, w.type, w.sequence, w.subject,
    greatest(now(), (select max(least(b.next_attempt_at, b.created_at + ${IN_TURN_SQL})) from webhook_deliveries b
      where b.endpoint_id = w.endpoint_id and b.subject = w.subject and b.status = 'pending'))
  from wanted w order by w.place
  returning endpoint_id, event_type
), moved as (
  update webhook_lanes l set position = span.upto
  from span where l.endpoint_id = span.endpoint_id and span.upto > l.position
)
select asked.endpoint_id as "endpointId", coalesce(span.count >= $3, true) as more,
  coalesce(count.made, 0) as made, coalesce(count.tests, false) as tests
from asked left join span on span.endpoint_id = asked.endpoint_id
left join (select endpoint_id, count(*)::int as made, bool_or(event_type = 'test.ping') as tests
  from made group by endpoint_id) count on count.endpoint_id = asked.endpoint_id`,
);

// A batch, by the index of what is due, and of it in the order of the log: a whole backlog would keep the worker from
// its other endpoints. What has few tries left loses none by it, since it is not given up before its schedule would
// have ended.
const BRING_FORWARD = `
with lane as materialized (
  select endpoint_id from webhook_lanes where endpoint_id = $2 and holder = $1 and catches_up for update
), late as materialized (
  select next.id, row_number() over (order by next.sequence) as place from (
    select d.id, d.sequence from webhook_deliveries d
    where d.endpoint_id = (select endpoint_id from lane) and d.status = 'pending'
      and d.next_attempt_at > now() + interval '1 second'
    order by d.next_attempt_at limit $3) next
), brought as (
  update webhook_deliveries d set next_attempt_at = now() + late.place * interval '1 second' / $3
  from late where d.id = late.id and d.status = 'pending' returning d.id
)
update webhook_lanes l set catches_up = (select count(*) from brought) >= $3 from lane
where l.endpoint_id = lane.endpoint_id
returning l.catches_up as more`;

/** Who serves an endpoint, and how far the log has been turned into its deliveries. */
@Injectable()
export class WebhookLanesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Endpoints that have something to do and that nobody holds. */
  takeAny(holder: string, leaseSeconds: number, most: number): Promise<HeldLane[]> {
    return this.take(TAKE_ANY, [holder, leaseSeconds, most]);
  }

  takeOfWorkspaces(
    holder: string,
    leaseSeconds: number,
    most: number,
    workspaceIds: readonly string[],
  ): Promise<HeldLane[]> {
    return this.take(TAKE_OF_WORKSPACES, [holder, leaseSeconds, most, workspaceIds]);
  }

  /** A person waits for these: that they rest after failures does not count. */
  takeEndpoints(
    holder: string,
    leaseSeconds: number,
    most: number,
    endpointIds: readonly string[],
  ): Promise<HeldLane[]> {
    return this.take(TAKE_ENDPOINTS, [holder, leaseSeconds, most, endpointIds]);
  }

  /** @returns those that are still this holder's */
  async renew(holder: string, leaseSeconds: number, endpointIds: readonly string[]): Promise<string[]> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `with mine as materialized (
         select endpoint_id from webhook_lanes where endpoint_id = any($3::text[]) and holder = $1
         order by endpoint_id for update
       )
       update webhook_lanes l set held_until = now() + make_interval(secs => $2::float8)
       from mine where l.endpoint_id = mine.endpoint_id returning l.endpoint_id as id`,
      [holder, leaseSeconds, endpointIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Lets another worker begin at once. */
  async release(holder: string, endpointIds: readonly string[]): Promise<void> {
    await this.dataSource.query(
      `with mine as materialized (
         select endpoint_id from webhook_lanes where endpoint_id = any($2::text[]) and holder = $1
         order by endpoint_id for update
       )
       update webhook_lanes l set holder = null, held_until = '-infinity'
       from mine where l.endpoint_id = mine.endpoint_id`,
      [holder, endpointIds],
    );
  }

  /**
   * Makes deliveries of the events after each lane's position.
   *
   * @param most events that are looked at for each endpoint
   * @returns the lanes of which there was news
   */
  fanOut(holder: string, endpointIds: readonly string[], most: number): Promise<FannedOut[]> {
    return this.dataSource.query<FannedOut[]>(FAN_OUT, [holder, endpointIds, most, idStem('whd')]);
  }

  /**
   * An endpoint answers again: what waits for a later try is due within a second.
   *
   * @param most deliveries that are brought forward
   * @returns whether there are more
   */
  async bringForward(holder: string, endpointId: string, most: number): Promise<boolean> {
    const [rows] = await this.dataSource.query<[{ more: boolean }[], number]>(BRING_FORWARD, [
      holder,
      endpointId,
      most,
    ]);
    return rows[0]?.more ?? false;
  }

  private async take(sql: string, parameters: unknown[]): Promise<HeldLane[]> {
    const [rows] = await this.dataSource.query<[HeldLane[], number]>(sql, parameters);
    return rows;
  }
}
