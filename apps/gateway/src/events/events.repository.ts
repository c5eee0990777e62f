import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { EventType } from '@postern/core';
import { DataSource } from 'typeorm';
import { prepared, preparedShape } from '../database/prepared';
import type { Reads } from '../database/reads';
import { EVENT_COLUMNS, type EventRow } from './event-view';

export interface EventsWanted {
  /** `null` = of every type. */
  types: readonly EventType[] | null;
  groupId: string | null;
  postId: string | null;
}

export interface EventRows {
  rows: EventRow[];
  /** Up to here, inclusive, nothing was left out. */
  reached: number;
  /** Whether there was more to look at. */
  more: boolean;
}

/** What one statement looks through at most, where no index leads to the few that are wanted. */
const LOOK_AT_MOST = 5_000;

@Injectable()
export class EventsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Numbered events after a sequence, ascending. Events of one snapshot: none of them is missing.
   *
   * @param reads for whoever may be told a little later
   */
  async page(
    workspaceId: string,
    wanted: EventsWanted,
    after: number,
    limit: number,
    reads: Reads | null = null,
  ): Promise<EventRows> {
    const parameters: unknown[] = [workspaceId, after, limit];
    const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
    const where = ['e.workspace_id = $1', 'e.sequence > $2', 'e.sequence <= span.upto'];
    if (wanted.types !== null) where.push(`e.type = any(${value(wanted.types)}::text[])`);
    if (wanted.groupId !== null) where.push(`e.group_id = ${value(wanted.groupId)}`);
    if (wanted.postId !== null) where.push(`e.post_id = ${value(wanted.postId)}`);
    const sieve = wanted.types !== null && wanted.groupId === null && wanted.postId === null;
    type Row = EventRow & { upto: number; head: number };
    const given = {
      type: wanted.types !== null,
      group: wanted.groupId !== null,
      post: wanted.postId !== null,
    };
    const name = ['event_page', ...Object.entries(given).flatMap(([key, is]) => (is ? [key] : []))].join('_');
    const ask = (sql: string) =>
      reads?.query<Row>(sql, parameters) ?? this.dataSource.query<Row[]>(sql, parameters);
    const rows = await ask(
      preparedShape(
        name,
        `with head as materialized (
         select greatest($2, coalesce(max(sequence), 0)) as head from events
         where workspace_id = $1 and sequence is not null
       ), span as materialized (
         select head, ${sieve ? `coalesce((${FAR}), head)` : 'head'} as upto from head
       )
       select span.upto::float8 as upto, span.head::float8 as head, e.* from span left join lateral (
         select ${EVENT_COLUMNS} from events e where ${where.join(' and ')} order by e.sequence limit $3
       ) e on true order by e.sequence`,
      ),
    );
    return toRows(rows, limit);
  }

  /**
   * What came after a position, ascending, of many workspaces at once; none of them is missing up to the last one.
   * For the gateway itself: it is not bound to a workspace, so each row goes by the workspace that it names.
   */
  async news(
    positions: readonly { workspaceId: string; after: number }[],
    limit: number,
  ): Promise<Map<string, EventRow[]>> {
    const rows = await this.dataSource.query<(EventRow & { workspace_id: string })[]>(NEWS, [
      positions.map(({ workspaceId }) => workspaceId),
      positions.map(({ after }) => after),
      limit,
    ]);
    const news = new Map<string, EventRow[]>();
    for (const { workspace_id: workspaceId, ...row } of rows) {
      const own = news.get(workspaceId);
      if (own) own.push(row);
      else news.set(workspaceId, [row]);
    }
    return news;
  }

  /** The last sequence of a workspace; 0 where it has none. */
  async head(workspaceId: string): Promise<number> {
    const [head] = await this.heads([workspaceId]);
    return head?.sequence ?? 0;
  }

  /** The last sequence of each workspace that has one. */
  heads(workspaceIds: readonly string[]): Promise<{ workspaceId: string; sequence: number }[]> {
    return this.dataSource.query(
      `select w.id as "workspaceId", last.sequence::float8 as sequence
       from unnest($1::text[]) w(id), lateral (
         select max(sequence) as sequence from events where workspace_id = w.id and sequence is not null) last
       where last.sequence is not null`,
      [workspaceIds],
    );
  }
}

const NEWS = prepared(
  'event_news',
  `select e.workspace_id, ${EVENT_COLUMNS} from unnest($1::text[], $2::bigint[]) w(id, after)
   cross join lateral (
     select * from events where workspace_id = w.id and sequence > w.after order by sequence limit $3) e
   order by e.sequence`,
);

const FAR = `select f.sequence from events f where f.workspace_id = $1 and f.sequence > $2
  order by f.sequence offset ${LOOK_AT_MOST - 1} limit 1`;

/** The outer join shows the span also where nothing is in it. */
function toRows(joined: (EventRow & { upto: number; head: number })[], limit: number): EventRows {
  const [first] = joined;
  if (first === undefined) throw new Error('A span without events is a row, too.');
  const rows = joined.filter(({ id }) => (id as string | null) !== null);
  const last = rows.at(-1);
  const full = rows.length === limit && last !== undefined;
  const reached = full ? last.sequence : first.upto;
  return { rows, reached, more: reached < first.head };
}
