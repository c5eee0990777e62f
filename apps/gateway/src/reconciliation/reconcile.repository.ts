import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { PostReference, PostStatus } from '@postern/core';
import { DataSource } from 'typeorm';
import type { ReadCadence } from '../posts/read-cadence';

/** An accepted post whose state is to be read now. */
export interface PostToRead {
  id: string;
  status: PostStatus;
  round: number;
  /** Milliseconds, database clock. */
  dueAt: number;
  missingSince: number | null;
  submissionId: string | null;
  /** When it is read next as it stands, in the database's own words. */
  nextReadAt: string;
  reference: PostReference;
}

/** Another next read than the one that the claim has planned. */
export interface NextRead {
  postId: string;
  at: Date | null;
  instead: string;
}

/** Posts of one read; providers split it into as many upstream calls as they need. */
const BATCH = 250;

// Pushing the next read forward before reading keeps a slow or failing upstream from being asked again at
// once; the writer sets it anew when the status moves.
const CLAIM_POSTS = `
with due as (
  select id from posts where connection_id = $1 and next_read_at <= now() + interval '500 milliseconds'
  order by next_read_at limit ${BATCH} for update skip locked
), claimed as (
  update posts p set next_read_at = now() + make_interval(secs => case p.status when 'publishing' then $3::float8 else $2::float8 end)
  from due where p.id = due.id
  returning p.*
)
select c.id, c.status, c.round, c.submission_id, c.provider_reference, c.reference_data, c.platform,
  c.content ->> 'text' as text, c.next_read_at::text as next_read_at, a.reference as account_reference, a.data as account_data,
  (extract(epoch from coalesce(c.upstream_scheduled_at, c.scheduled_at, c.created_at)) * 1000)::float8 as due_at,
  (extract(epoch from c.missing_since) * 1000)::float8 as missing_since,
  (extract(epoch from now()) * 1000)::float8 as now
from claimed c join accounts a on a.id = c.account_id`;

interface ClaimRow {
  id: string;
  status: PostStatus;
  round: number;
  submission_id: string | null;
  provider_reference: string | null;
  reference_data: PostReference['data'];
  platform: string;
  text: string | null;
  account_reference: string;
  account_data: PostReference['accountData'];
  due_at: number;
  missing_since: number | null;
  next_read_at: string;
  now: number;
}

@Injectable()
export class ReconcileRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Connections with posts to read, each leased to this process. */
  async claimConnections(limit: number, leaseSeconds: number): Promise<string[]> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `update connections set reconcile_lease_until = now() + make_interval(secs => $2)
       where id in (
         select c.id from connections c
         where (c.reconcile_lease_until is null or c.reconcile_lease_until < now())
           and exists (select from posts p where p.connection_id = c.id and p.next_read_at <= now())
         order by c.reconcile_lease_until nulls first limit $1 for update skip locked)
       returning id`,
      [limit, leaseSeconds],
    );
    return rows.map((row) => row.id);
  }

  async release(connectionId: string): Promise<void> {
    await this.dataSource.query('update connections set reconcile_lease_until = null where id = $1', [
      connectionId,
    ]);
  }

  /** The posts that are due for a read, and the database's clock: the `asOf` of what the read says. */
  async claimPosts(
    connectionId: string,
    cadence: ReadCadence,
  ): Promise<{ posts: PostToRead[]; now: number }> {
    const rows = await this.dataSource.query<ClaimRow[]>(CLAIM_POSTS, [
      connectionId,
      cadence.queued,
      cadence.publishing,
    ]);
    return { posts: rows.map(toPostToRead), now: rows[0]?.now ?? 0 };
  }

  /**
   * Plans the next read of posts whose status did not move, where the cadence of `CLAIM_POSTS` is not meant.
   * A post that a webhook has made due meanwhile stays due.
   */
  async setNextReads(reads: readonly NextRead[]): Promise<void> {
    if (reads.length === 0) return;
    await this.dataSource.query(
      `update posts p set next_read_at = r.at
       from jsonb_to_recordset($1::jsonb) as r("postId" text, at timestamptz, instead timestamptz)
       where p.id = r."postId" and p.next_read_at = r.instead`,
      [JSON.stringify(reads)],
    );
  }

  /** Every post that is being read through a connection, due or not, and the database's clock. */
  async postsBeingRead(
    connectionId: string,
  ): Promise<{ posts: { id: string; round: number }[]; now: number }> {
    const rows = await this.dataSource.query<{ id: string; round: number; now: number }[]>(
      `select id, round, (extract(epoch from clock_timestamp()) * 1000)::float8 as now
       from posts where connection_id = $1 and next_read_at is not null order by next_read_at limit ${BATCH}`,
      [connectionId],
    );
    return { posts: rows, now: rows[0]?.now ?? 0 };
  }

  async stopReading(postIds: readonly string[]): Promise<void> {
    await this.dataSource.query('update posts set next_read_at = null where id = any($1::text[])', [postIds]);
  }

  /** Lets submissions that waited behind a gate go out again. @returns those that did wait */
  async openGates(submissionIds: readonly string[]): Promise<string[]> {
    if (submissionIds.length === 0) return [];
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `update submissions set next_attempt_at = now(), updated_at = now()
       where id = any($1::text[]) and state = 'held' and next_attempt_at is null and lease_until is null
       returning id`,
      [submissionIds],
    );
    return rows.map((row) => row.id);
  }
}

function toPostToRead(row: ClaimRow): PostToRead {
  return {
    id: row.id,
    status: row.status,
    round: row.round,
    dueAt: row.due_at,
    missingSince: row.missing_since,
    submissionId: row.submission_id,
    nextReadAt: row.next_read_at,
    reference: {
      postId: row.id,
      id: row.provider_reference,
      data: row.reference_data,
      platform: row.platform,
      accountReference: row.account_reference,
      accountData: row.account_data,
      text: row.text ?? '',
    },
  };
}
