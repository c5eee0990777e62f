import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { jobKey } from '../jobs/jobs';

interface PostAtRound {
  id: string;
  round: number;
}

/** A job is enqueued with every row; only rows whose job is this late are looked after here. */
const GRACE = "interval '2 seconds'";

const BATCH = 500;

@Injectable()
export class SweeperRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Submissions that are due, held by nobody, and that no job will look at. Where workers are busy a job may
   * wait long; a new one in its place would send it to the end of the queue.
   */
  async overdue(): Promise<string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select s.id from submissions s where s.next_attempt_at < now() - ${GRACE}
         and (s.lease_until is null or s.lease_until < now())
         and not exists (select from graphile_worker.jobs j where j.key = $1 || s.id
           and j.run_at <= now() and j.locked_at is null and j.attempts < j.max_attempts)
       order by s.next_attempt_at limit ${BATCH}`,
      [jobKey('submit', { submissionId: '' })],
    );
    return rows.map((row) => row.id);
  }

  /** Marks submissions with a dead lease `unknown` and due, and their open attempts `abandoned`. */
  async endDeadLeases(
    em: EntityManager,
  ): Promise<{ submissionIds: string[]; posts: PostAtRound[]; now: number }> {
    const [row] = await em.query<
      { submissions: string[] | null; posts: PostAtRound[] | null; now: number }[]
    >(
      `with dead as (
        select id from submissions where lease_until < now() and state in ('sending', 'unknown') order by id limit ${BATCH} for update skip locked
      ), ended as (
        update submissions s set state = 'unknown', lease_until = null, next_attempt_at = now(),
          fence = s.fence + 1, updated_at = now()
        from dead where s.id = dead.id returning s.id
      ), abandoned as (
        update attempts a set finished_at = now(), outcome = 'abandoned'
        from ended where a.submission_id = ended.id and a.outcome is null
      )
      select (select jsonb_agg(id) from ended) as submissions,
        (select jsonb_agg(jsonb_build_object('id', p.id, 'round', p.round))
          from posts p join ended on ended.id = p.submission_id) as posts,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
    );
    return { submissionIds: row?.submissions ?? [], posts: row?.posts ?? [], now: row?.now ?? 0 };
  }

  /** Posts that show `scheduled`, are due, and are not in the upstream's hands. */
  async fallenDue(): Promise<{ posts: PostAtRound[]; now: number }> {
    const [row] = await this.dataSource.query<{ posts: PostAtRound[] | null; now: number }[]>(
      `select (select jsonb_agg(jsonb_build_object('id', due.id, 'round', due.round)) from (
          select p.id, p.round from posts p join submissions s on s.id = p.submission_id
          where p.status = 'scheduled' and p.scheduled_at <= now() and s.state in ('held', 'sending')
          order by p.scheduled_at limit ${BATCH}) due) as posts,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
    );
    return { posts: row?.posts ?? [], now: row?.now ?? 0 };
  }
}
