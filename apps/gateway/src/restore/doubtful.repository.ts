import { Injectable } from '@nestjs/common';
import type { PublishError } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';

export interface Doubt {
  /** When the installation whose database is lost had surely stopped; `null` = just now. */
  stoppedAt: Date | null;
  /** Also what is due later: somebody may have moved it to an earlier time after the backup. */
  allHeld: boolean;
}

interface PostAtRound {
  id: string;
  round: number;
}

const BATCH = 500;

const OPEN = `p.status in ('draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown')`;

// Held and due by then, or behind a gate that may have opened; and whatever was on its way when the backup was made:
// its checkpoint may be older than what was done since. None of it is looked into by itself: a provider finds a post by
// what its checkpoint says, and it is the checkpoint that the backup may lack.
const TAKE = `
with doubtful as (
  select s.id from submissions s
  where (s.state = 'sending'
      or (s.state = 'unknown' and (s.next_attempt_at is not null or s.lease_until is not null))
      or (s.state = 'held' and (s.next_attempt_at is null or $2 or s.next_attempt_at <= coalesce($1, now()))))
    and exists (select from posts p where p.submission_id = s.id and ${OPEN})
  order by s.id limit ${BATCH} for update
), taken as (
  update submissions s set state = 'unknown', next_attempt_at = null, lease_until = null, fence = s.fence + 1,
    first_attempt_at = coalesce(s.first_attempt_at, s.next_attempt_at, now()), updated_at = now()
  from doubtful d where s.id = d.id returning s.id
), abandoned as (
  update attempts a set finished_at = now(), outcome = 'abandoned'
  from taken where a.submission_id = taken.id and a.outcome is null
)
select (select count(*)::int from taken) as submissions,
  (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'round', p.round)), '[]')
    from posts p join taken on taken.id = p.submission_id where ${OPEN}) as posts,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as now`;

/** What a database that was restored cannot know. */
@Injectable()
export class DoubtfulRepository {
  constructor(private readonly db: DataSource) {}

  async workersAlive(): Promise<number> {
    const [row] = await this.db.query<{ count: number }[]>(
      `select count(*)::int as count from workers where beat_at > now() - interval '10 seconds'`,
    );
    return row?.count ?? 0;
  }

  /** Takes a batch of submissions out of everybody's hands. Called again it goes on; at the end it finds none. */
  async take(
    em: EntityManager,
    { stoppedAt, allHeld }: Doubt,
  ): Promise<{ submissions: number; posts: PostAtRound[]; now: number }> {
    const [row] = await em.query<{ submissions: number; posts: PostAtRound[]; now: number }[]>(TAKE, [
      stoppedAt,
      allHeld,
    ]);
    if (row === undefined) throw new Error('Postgres answered a question without a row.');
    return row;
  }

  /** Ends commands that may have been carried out since and would send a post anew. A cancel may be repeated. */
  async endCommands(error: PublishError): Promise<number> {
    const [, ended] = await this.db.query<[unknown[], number]>(
      `update post_commands set state = 'refused', error = $1, finished_at = now(), lease_until = null, fence = fence + 1
       where state = 'pending' and kind in ('retry', 'reschedule')`,
      [JSON.stringify(error)],
    );
    return ended;
  }

  /** Ends imports whose rows may have become groups since. */
  async endImports(message: string): Promise<number> {
    const issue = { column: null, path: '', rule: 'restored', severity: 'error', message, fix: FIX };
    return this.db.transaction(async (em) => {
      await em.query(
        `update import_rows r set result = 'failed', issues = $1::jsonb from imports i
         where i.id = r.import_id and i.status = 'running' and r.result = 'pending'`,
        [JSON.stringify([issue])],
      );
      const [, ended] = await em.query<[unknown[], number]>(
        `update imports i set status = 'done', finished_at = clock_timestamp(), counts = coalesce((
           select jsonb_object_agg(result, count) from (select result, count(*) from import_rows r
             where r.import_id = i.id group by result) by_result), '{}')
         where status = 'running'`,
      );
      return ended;
    });
  }

  /** Numbers of events that others have seen must not be given to other events: what comes is far beyond them. */
  async skipNumbers(by: number): Promise<void> {
    await this.db.query(`select setval('event_numbers', last_value + $1, true) from event_numbers`, [by]);
  }
}

const FIX = 'Look which of the remaining rows went out, and import the others.';
