import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { JsonObject } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '../database/ids';
import {
  LeaseLostError,
  type AttemptEnd,
  type ClaimedPost,
  type ClaimedSubmission,
  type SubmissionEnd,
} from './submission';

// Claim, attempt row and posts in one statement: committed before a byte leaves.
const CLAIM = `
with claimed as (
  update submissions s set
    state = case when s.state = 'held' then 'sending' else s.state end,
    attempts = s.attempts + 1,
    first_attempt_at = coalesce(s.first_attempt_at, now()),
    fence = s.fence + 1,
    lease_until = now() + make_interval(secs => $2),
    next_attempt_at = null,
    updated_at = now()
  where s.id = $1 and s.state in ('held', 'unknown') and s.next_attempt_at <= now()
    and (s.lease_until is null or s.lease_until < now())
  returning s.*, (s.state = 'sending' and s.latest_at < now()) as late
), attempt as (
  insert into attempts (id, workspace_id, submission_id, number, fence, worker, started_at)
  select $3, c.workspace_id, c.id, c.attempts, c.fence, $4, now() from claimed c
), counted as (
  update posts p set attempts = p.attempts + 1 from claimed c where p.submission_id = c.id and not c.late
)
select c.id, c.workspace_id, c.group_id, c.connection_id, c.provider, c.state, c.round, c.generation, c.scheduled_at,
  c.latest_at, c.attempts, c.checkpoint, c.fence, c.late,
  (extract(epoch from c.first_attempt_at) * 1000)::float8 as first_attempt_at,
  (extract(epoch from now()) * 1000)::float8 as claimed_at,
  (select jsonb_agg(jsonb_build_object('id', p.id, 'platform', p.platform, 'round', p.round,
      'accountReference', a.reference, 'accountData', a.data, 'content', p.content, 'options', p.options)
      order by p.position)
    from posts p join accounts a on a.id = p.account_id where p.submission_id = c.id) as posts
from claimed c`;

interface ClaimRow {
  id: string;
  workspace_id: string;
  group_id: string;
  connection_id: string;
  provider: string;
  state: 'sending' | 'unknown';
  round: number;
  generation: number;
  scheduled_at: Date | null;
  latest_at: Date;
  attempts: number;
  checkpoint: JsonObject | null;
  fence: string;
  late: boolean;
  first_attempt_at: number;
  claimed_at: number;
  posts: ClaimedPost[] | null;
}

@Injectable()
export class SubmissionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns `null` where the submission is not due, not open, or held by somebody else */
  async claim(id: string, leaseSeconds: number, worker: string): Promise<ClaimedSubmission | null> {
    const [row] = await this.dataSource.query<ClaimRow[]>(CLAIM, [id, leaseSeconds, newId('att'), worker]);
    if (row === undefined) return null;
    return {
      id: row.id,
      workspaceId: row.workspace_id,
      groupId: row.group_id,
      connectionId: row.connection_id,
      provider: row.provider,
      state: row.state,
      round: row.round,
      generation: row.generation,
      scheduledAt: row.scheduled_at,
      latestAt: row.latest_at,
      attempts: row.attempts,
      checkpoint: row.checkpoint,
      fence: row.fence,
      late: row.late,
      firstAttemptAt: row.first_attempt_at,
      claimedAt: row.claimed_at,
      posts: row.posts ?? [],
    };
  }

  /** @throws LeaseLostError */
  async renew(claim: ClaimedSubmission, leaseSeconds: number): Promise<void> {
    await this.fenced(
      claim,
      // A renewal that arrives behind the end of its attempt must not bring the lease back.
      `update submissions set lease_until = now() + make_interval(secs => $3)
       where id = $1 and fence = $2 and lease_until is not null returning id`,
      [leaseSeconds],
    );
  }

  /** @throws LeaseLostError */
  async checkpoint(claim: ClaimedSubmission, data: JsonObject): Promise<void> {
    await this.fenced(
      claim,
      `update submissions set checkpoint = $3
       where id = $1 and fence = $2 and lease_until is not null returning id`,
      [JSON.stringify(data)],
    );
  }

  async cancelRequested(claim: ClaimedSubmission): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'select 1 from posts where submission_id = $1 and cancel_requested_at is not null limit 1',
      [claim.id],
    );
    return rows.length > 0;
  }

  /** Ends the attempt and the lease, once: a repetition finds no lease. @throws LeaseLostError */
  async finish(
    em: EntityManager,
    claim: ClaimedSubmission,
    end: SubmissionEnd,
    attempt: AttemptEnd,
  ): Promise<void> {
    const rows = await em.query<unknown[]>(
      `with ended as (
        update submissions set state = $3, next_attempt_at = $4, lease_until = null,
          generation = generation + case when $5 then 1 else 0 end,
          first_attempt_at = case when $5 then null else first_attempt_at end,
          checkpoint = case when $6 then null else checkpoint end,
          attempts = attempts - case when $10 then 0 else 1 end, updated_at = now()
        where id = $1 and fence = $2 and lease_until is not null returning id
      ), told as (
        update attempts set finished_at = now(), outcome = $7, error = $8, exchanges = $9
        where submission_id = $1 and fence = $2 and $10 and exists (select from ended)
      ), forgotten as (
        delete from attempts where submission_id = $1 and fence = $2 and not $10 and exists (select from ended)
      ), uncounted as (
        update posts set attempts = attempts - 1
        where submission_id = $1 and not $10 and exists (select from ended)
      )
      select id from ended`,
      [
        claim.id,
        claim.fence,
        end.state,
        end.nextAttemptAt,
        end.newGeneration,
        end.clearCheckpoint,
        attempt.outcome,
        attempt.error && JSON.stringify(attempt.error),
        JSON.stringify(attempt.exchanges),
        attempt.counted,
      ],
    );
    if (rows.length === 0) throw new LeaseLostError(claim.id);
  }

  /** Moves posts that another target held back into a submission of their own, due at once. */
  async split(em: EntityManager, claim: ClaimedSubmission, postIds: readonly string[]): Promise<string> {
    const id = newId('sub');
    await em.query(
      `with split as (
        insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round,
          scheduled_at, latest_at, next_attempt_at, created_at, updated_at)
        select $1, workspace_id, group_id, connection_id, provider, 'held', round, scheduled_at, latest_at,
          now(), now(), now()
        from submissions where id = $2 returning id
      )
      update posts set submission_id = split.id from split where posts.id = any($3::text[])`,
      [id, claim.id, postIds],
    );
    return id;
  }

  private async fenced(claim: ClaimedSubmission, sql: string, rest: unknown[]): Promise<void> {
    const result = await this.dataSource.query<[unknown[], number]>(sql, [claim.id, claim.fence, ...rest]);
    if (result[1] === 0) throw new LeaseLostError(claim.id);
  }
}
