import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { prepared } from '../database/prepared';
import { cursorTime, type Cursor } from '../http/pagination';
import type { TimelineRow } from './timeline';

// Attempts are those of every submission that the post is or was in. Which posts an attempt was for is noted when
// it ends; one of which no end was noted was for those that had not left by then.
// What is of a post is not older than it is; the day is for clocks that were set.
const timelineSql = (further: (table: string, time: string) => string) => `
with begun as materialized (
  select created_at - interval '1 day' as at from posts where workspace_id = $1 and id = $2
), submission as (
  select p.submission_id as id, 'infinity'::timestamptz as left_at from posts p
  where p.workspace_id = $1 and p.id = $2 and p.submission_id is not null
  union all
  select l.submission_id, l.left_at from posts p join left_submissions l on l.post_id = p.id
  where p.workspace_id = $1 and p.id = $2
), item as (
  (select e.id, e.created_at as at, jsonb_build_object('kind', 'event', 'type', e.type, 'data', e.data) as body
   from events e where e.workspace_id = $1 and e.post_id = $2
     and e.created_at >= (select at from begun) ${further('e', 'created_at')}
   order by e.created_at, e.id limit $3)
  union all
  (select a.id, a.started_at, jsonb_build_object('kind', 'attempt', 'submissionId', a.submission_id,
      'round', s.round, 'number', a.number, 'fence', a.fence, 'worker', a.worker,
      'finishedAt', a.finished_at, 'outcome', a.outcome, 'error', a.error, 'exchanges', a.exchanges)
   from submission o join submissions s on s.id = o.id join attempts a on a.submission_id = o.id
   where coalesce($2 = any(a.post_ids), a.started_at <= o.left_at)
     and a.started_at >= (select at from begun) ${further('a', 'started_at')}
   order by a.started_at, a.id limit $3)
)
select id, at, body, ${cursorTime('at')} as position from item order by at, id limit $3`;

// To plan over all partitions takes longer than to read.
const FIRST = prepared(
  'timeline',
  timelineSql(() => ''),
);
const FURTHER = prepared(
  'timeline_further',
  timelineSql((table, time) => `and (${table}.${time}, ${table}.id) > ($4::timestamptz, $5)`),
);

@Injectable()
export class TimelineRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Oldest first; one row more than `limit` where there is a further page. */
  list(workspaceId: string, postId: string, after: Cursor | null, limit: number): Promise<TimelineRow[]> {
    const parameters = [workspaceId, postId, limit + 1];
    return after === null
      ? this.dataSource.query<TimelineRow[]>(FIRST, parameters)
      : this.dataSource.query<TimelineRow[]>(FURTHER, [...parameters, after.at, after.id]);
  }
}
