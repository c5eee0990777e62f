import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { blockedSql } from '../traffic/blocked.sql';
import type { Lane } from './lanes';

/** A moment at which a lane has something due: past, or soon. */
export interface DueLane extends Lane {
  /** Milliseconds since the epoch, database clock; rounded up to `GRAIN`. */
  dueAt: number;
  inMs: number;
}

const GRAIN = "interval '20 milliseconds'";

// The earliest due submission of each connection that has one, and the moments to come: from connection to
// connection through the index, so that the length of a backlog does not matter.
const DUE_LANES = prepared(
  'due_lanes',
  `
with recursive lane as (
  (select connection_id as id from submissions where next_attempt_at is not null order by connection_id limit 1)
  union all
  select (select s.connection_id from submissions s
    where s.next_attempt_at is not null and s.connection_id > lane.id order by s.connection_id limit 1)
  from lane where lane.id is not null
)
select c.id as "connectionId", c.workspace_id as "workspaceId",
  (extract(epoch from moment.at) * 1000)::float8 as "dueAt",
  (extract(epoch from moment.at - clock_timestamp()) * 1000)::float8 as "inMs"
from lane join connections c on c.id = lane.id
cross join lateral (
  (select s.next_attempt_at as at from submissions s
    where s.connection_id = lane.id and s.next_attempt_at is not null order by s.next_attempt_at limit 1)
  union
  select distinct date_bin(${GRAIN}, s.next_attempt_at, 'epoch') + ${GRAIN} from submissions s
    where s.connection_id = lane.id and s.next_attempt_at > now()
      and s.next_attempt_at <= now() + make_interval(secs => $1::float8)
) moment
where moment.at <= now() + make_interval(secs => $1::float8) and not ${blockedSql('c')}`,
);

/** Finds the connections with due work. */
@Injectable()
export class DueLanesRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param aheadMs how far ahead to look */
  within(aheadMs: number): Promise<DueLane[]> {
    return this.dataSource.query<DueLane[]>(DUE_LANES, [aheadMs / 1000]);
  }
}
