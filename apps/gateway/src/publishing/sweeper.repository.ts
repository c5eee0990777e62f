import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';

interface PostAtRound {
  id: string;
  round: number;
}

const BATCH = 500;

@Injectable()
export class SweeperRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

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
        from dead where s.id = dead.id returning s.id, s.first_attempt_at
      ), abandoned as (
        update attempts a set finished_at = now(), outcome = 'abandoned'
        from ended where a.submission_id = ended.id and a.outcome is null
          and a.started_at >= coalesce(ended.first_attempt_at, '-infinity')
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
