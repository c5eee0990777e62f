import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { blockedSql } from '../traffic/blocked.sql';
import type { LoopState } from './turning-loops';

/** A worker that is silent for longer than this is taken for dead. It beats every two seconds. */
const ALIVE_SECONDS = 10;
const FORGET = "interval '10 minutes'";

/** How the part of Postern that publishes is doing, over all worker processes. */
export interface SchedulerState {
  workersAlive: number;
  /** Names of loops that do not turn, over all live workers. */
  stalledLoops: string[];
  /** Age in seconds of the oldest due submission that nobody holds and nothing blocks; 0 = none waits. */
  lagSeconds: number;
}

// From connection to connection through the index, so that the length of a backlog does not matter.
const STATE = `
with recursive lane as (
  (select connection_id as id from submissions where next_attempt_at is not null order by connection_id limit 1)
  union all
  select (select s.connection_id from submissions s
    where s.next_attempt_at is not null and s.connection_id > lane.id order by s.connection_id limit 1)
  from lane where lane.id is not null
), alive as (
  select state from workers where beat_at > now() - interval '${ALIVE_SECONDS} seconds'
)
select (select count(*)::int from alive) as "workersAlive",
  (select coalesce(jsonb_agg(distinct loop), '[]') from alive
    cross join lateral jsonb_array_elements_text(alive.state -> 'stalled') loop) as "stalledLoops",
  (select coalesce(greatest(0, extract(epoch from now() - min(oldest.at))), 0)::float8
    from lane join connections c on c.id = lane.id
    cross join lateral (
      select s.next_attempt_at as at from submissions s
      where s.connection_id = lane.id and s.next_attempt_at <= now() and s.state in ('held', 'unknown')
        and (s.lease_until is null or s.lease_until < now())
      order by s.next_attempt_at limit 1
    ) oldest
    where not ${blockedSql('c')}) as "lagSeconds"`;

@Injectable()
export class WorkersRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async beat(id: string, version: string, state: LoopState): Promise<void> {
    await this.dataSource.query(
      `insert into workers (id, version, state) values ($1, $2, $3)
       on conflict (id) do update set beat_at = now(), state = excluded.state`,
      [id, version, JSON.stringify(state)],
    );
  }

  async leave(id: string): Promise<void> {
    await this.dataSource.query('delete from workers where id = $1', [id]);
  }

  async forgetDead(): Promise<void> {
    await this.dataSource.query(`delete from workers where beat_at < now() - ${FORGET}`);
  }

  async schedulerState(): Promise<SchedulerState> {
    const [row] = await this.dataSource.query<SchedulerState[]>(STATE);
    if (row === undefined) throw new Error('Postgres answered a question without a row.');
    return row;
  }
}
