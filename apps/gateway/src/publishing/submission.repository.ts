import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { JsonObject } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { Batch } from '../database/batch';
import { newId } from '../database/ids';
import { prepared } from '../database/prepared';
import { LeaseLostError, type AttemptEnd, type ClaimedSubmission, type SubmissionEnd } from './submission';

// An attempt began with its claim, in one statement: by that time it is found in one partition of all.
const FINISH = prepared(
  'finish_attempts',
  `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as i(id text, fence bigint, state text, next_attempt_at timestamptz,
    new_generation boolean, clear_checkpoint boolean, outcome text, error jsonb, exchanges jsonb, counted boolean,
    post_ids text[], claimed_at float8)
), ended as (
  update submissions s set state = i.state, next_attempt_at = i.next_attempt_at, lease_until = null,
    generation = s.generation + case when i.new_generation then 1 else 0 end,
    first_attempt_at = case when i.new_generation then null else s.first_attempt_at end,
    checkpoint = case when i.clear_checkpoint then null else s.checkpoint end,
    attempts = s.attempts - case when i.counted then 0 else 1 end, updated_at = now()
  from input i where s.id = i.id and s.fence = i.fence and s.lease_until is not null
  returning s.id, s.fence, i.outcome, i.error, i.exchanges, i.counted, i.post_ids,
    to_timestamp(i.claimed_at / 1000) - interval '1 second' as since, to_timestamp(i.claimed_at / 1000) + interval '1 second' as until
), told as (
  update attempts a set finished_at = now(), outcome = e.outcome, error = nullif(e.error, 'null'),
    exchanges = e.exchanges, post_ids = e.post_ids
  from ended e where a.submission_id = e.id and a.fence = e.fence and e.counted
    and a.started_at >= e.since and a.started_at <= e.until
), forgotten as (
  delete from attempts a using ended e where a.submission_id = e.id and a.fence = e.fence and not e.counted
    and a.started_at >= e.since and a.started_at <= e.until
), uncounted as (
  update posts p set attempts = p.attempts - 1, started_at = case when p.attempts > 1 then p.started_at end
  from ended e where p.submission_id = e.id and not e.counted
)
select id from ended`,
);

/** Items of one statement. An attempt's evidence may be large. */
const MOST = 50;

const CHECKPOINT = prepared(
  'checkpoint',
  `update submissions s set checkpoint = i.data
   from jsonb_to_recordset($1::jsonb) as i(id text, fence bigint, data jsonb)
   where s.id = i.id and s.fence = i.fence and s.lease_until is not null returning s.id`,
);

const CANCEL_REQUESTS = prepared(
  'cancel_requests',
  'select id, submission_id from posts where submission_id = any($1::text[]) and cancel_requested_at is not null',
);

// Not of those that were claimed a moment ago: most of what a busy worker holds. A renewal that arrives behind the
// end of its attempt must not bring the lease back. One that somebody else writes to right now is left for the next
// time: waiting for it with the others locked, the two could wait for each other.
const RENEW = prepared(
  'renew_leases',
  `with due as (
     select s.id from submissions s join unnest($1::text[], $2::bigint[]) as held(id, fence)
       on s.id = held.id and s.fence = held.fence
     where s.lease_until < now() + make_interval(secs => $3::float8 * 0.8)
     order by s.id for update of s skip locked
   )
   update submissions s set lease_until = now() + make_interval(secs => $3) from due where s.id = due.id`,
);

/** What an attempt ends with. */
export interface FinishedClaim {
  claim: ClaimedSubmission;
  end: SubmissionEnd;
  attempt: AttemptEnd;
}

interface Progress {
  claim: ClaimedSubmission;
  data: JsonObject;
}

/** What a worker writes and asks of the submissions it holds. Much of it in batches: many are in hand at once. */
@Injectable()
export class SubmissionRepository {
  private readonly checkpoints = new Batch((items: Progress[]) => this.storeCheckpoints(items), MOST);
  private readonly cancelRequests = new Batch((ids: string[]) => this.findCancelRequests(ids), 500);

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Extends the leases that still hold; in one statement, however many. */
  async renew(claims: readonly ClaimedSubmission[], leaseSeconds: number): Promise<void> {
    if (claims.length === 0) return;
    await this.dataSource.query(RENEW, [
      claims.map((claim) => claim.id),
      claims.map((claim) => claim.fence),
      leaseSeconds,
    ]);
  }

  /** Ends the leases that still hold now, as if their time had run out: the sweeper of another worker finds them. */
  async letGo(claims: readonly ClaimedSubmission[]): Promise<void> {
    if (claims.length === 0) return;
    await this.dataSource.query(
      `update submissions s set lease_until = now() from unnest($1::text[], $2::bigint[]) as held(id, fence)
       where s.id = held.id and s.fence = held.fence and s.lease_until > now()`,
      [claims.map((claim) => claim.id), claims.map((claim) => claim.fence)],
    );
  }

  /** @throws LeaseLostError */
  async checkpoint(claim: ClaimedSubmission, data: JsonObject): Promise<void> {
    if (!(await this.checkpoints.add({ claim, data }))) throw new LeaseLostError(claim.id);
  }

  /** The posts of the submission that their caller wants back. */
  cancelRequested(claim: ClaimedSubmission): Promise<Set<string>> {
    return this.cancelRequests.add(claim.id);
  }

  /**
   * Of these references, those that another post of the same connection has. Until the transaction ends nobody
   * else of the connection is told, so that two posts of equal content cannot both take what only one of them is.
   */
  async takenReferences(
    em: EntityManager,
    claim: ClaimedSubmission,
    references: readonly string[],
  ): Promise<Set<string>> {
    await em.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [claim.connectionId]);
    const rows = await em.query<{ provider_reference: string }[]>(
      `select provider_reference from posts
       where connection_id = $1 and provider_reference = any($2::text[]) and id <> all($3::text[])`,
      [claim.connectionId, references, claim.posts.map((post) => post.id)],
    );
    return new Set(rows.map((row) => row.provider_reference));
  }

  /**
   * Ends attempts and their leases, each once: a repetition finds no lease.
   *
   * @returns the ids of the submissions whose lease still held
   */
  async finish(em: EntityManager, ends: readonly FinishedClaim[]): Promise<Set<string>> {
    const rows = await em.query<{ id: string }[]>(FINISH, [
      JSON.stringify(
        ends.map(({ claim, end, attempt }) => ({
          id: claim.id,
          fence: claim.fence,
          state: end.state,
          next_attempt_at: end.nextAttemptAt,
          new_generation: end.newGeneration,
          clear_checkpoint: end.clearCheckpoint,
          post_ids: claim.posts.map((post) => post.id),
          claimed_at: claim.claimedAt,
          ...attempt,
        })),
      ),
    ]);
    return new Set(rows.map((row) => row.id));
  }

  /** Moves posts that another target held back into a submission of their own, due at once; they remember this one. */
  async split(em: EntityManager, claim: ClaimedSubmission, postIds: readonly string[]): Promise<string> {
    const id = newId('sub');
    await em.query(
      `with split as (
        insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round,
          scheduled_at, latest_at, next_attempt_at, created_at, updated_at)
        select $1, workspace_id, group_id, connection_id, provider, 'held', round, scheduled_at, latest_at,
          now(), now(), now()
        from submissions where id = $2 returning id
      ), remembered as (
        insert into left_submissions (post_id, submission_id, round, status, upstream_status, provider_reference,
          reference_data, error)
        select id, submission_id, round, status, upstream_status, provider_reference, reference_data, error
        from posts where id = any($3::text[]) on conflict do nothing
      )
      update posts set submission_id = split.id from split where posts.id = any($3::text[])`,
      [id, claim.id, postIds],
    );
    return id;
  }

  private async storeCheckpoints(items: readonly Progress[]): Promise<boolean[]> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(CHECKPOINT, [
      JSON.stringify(items.map(({ claim, data }) => ({ id: claim.id, fence: claim.fence, data }))),
    ]);
    const stored = new Set(rows.map((row) => row.id));
    return items.map(({ claim }) => stored.has(claim.id));
  }

  private async findCancelRequests(submissionIds: readonly string[]): Promise<Set<string>[]> {
    const rows = await this.dataSource.query<{ id: string; submission_id: string }[]>(CANCEL_REQUESTS, [
      submissionIds,
    ]);
    return submissionIds.map(
      (id) => new Set(rows.filter((row) => row.submission_id === id).map((row) => row.id)),
    );
  }
}
