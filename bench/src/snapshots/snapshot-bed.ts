/** The reconciler's own steps with made-up answers of an upstream: claim, decide, record. */
import { EMPTY_SNAPSHOT, type ProviderSnapshot, type ReadResult } from '@postern/core';
import { JobQueue } from '@postern/gateway/dist/jobs/job-queue';
import { PostWriter } from '@postern/gateway/dist/posts/post-writer';
import { PostWriterRepository } from '@postern/gateway/dist/posts/post-writer.repository';
import type { PostToRead } from '@postern/gateway/dist/reconciliation/post-to-read';
import { decideReads } from '@postern/gateway/dist/reconciliation/read-outcome';
import { ReadRecorder } from '@postern/gateway/dist/reconciliation/read-recorder';
import { ReconcileRepository } from '@postern/gateway/dist/reconciliation/reconcile.repository';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { resetStatements } from '../stack/usage';

export type ReadStatus = 'publishing' | 'published';

/** What some snapshots have cost. */
export interface Turn {
  snapshots: number;
  ms: number;
  statements: number;
  /** Of the bench's own process, which does here what a worker does. */
  cpuMs: number;
}

const CADENCE = { queued: 3_600, publishing: 3_600 };
const STATUSES = { queued: 'queued', publishing: 'publishing', published: 'published' } as const;

export class SnapshotBed {
  private readonly repository: ReconcileRepository;
  private readonly recorder: ReadRecorder;

  constructor(
    readonly db: Pool,
    dataSource: DataSource,
    readonly workspaceId: string,
    readonly connectionId: string,
  ) {
    this.repository = new ReconcileRepository(dataSource);
    const writer = new PostWriter(new PostWriterRepository());
    this.recorder = new ReadRecorder(dataSource, this.repository, writer, new JobQueue());
  }

  /** All posts are queued again, as if nothing had been heard of them. */
  async reset(): Promise<void> {
    await this.db.query(
      `update posts set status = 'queued', upstream_status = 'queued', published_at = null, ended_at = null,
         platform_post_id = null, platform_post_url = null, provider_reference = 'up-' || id,
         merge = '{"keys": {}, "errors": {}, "accepted": false, "earlierSuccess": false}',
         next_read_at = now() + interval '1 day'
       where connection_id = $1`,
      [this.connectionId],
    );
    await this.db.query(`update post_groups set status = 'queued' where workspace_id = $1`, [
      this.workspaceId,
    ]);
    await this.db.query('delete from events where workspace_id = $1', [this.workspaceId]);
    await this.db.query('vacuum posts, post_groups, events');
  }

  /** Reads so many posts, all of which are now in this state; a batch falls due, and is read, at a time. */
  turn(status: ReadStatus, batch: number, posts: number): Promise<Turn> {
    return measureTurn(this.db, posts, batch, async (from) => {
      await this.makeDue(from, batch);
      return () => this.readOnce(status, batch);
    });
  }

  private async makeDue(from: number, count: number): Promise<void> {
    await this.db.query(
      `update posts set next_read_at = now() where id in
         (select id from posts where connection_id = $1 order by id offset $2 limit $3)`,
      [this.connectionId, from, count],
    );
  }

  private async readOnce(status: ReadStatus, batch: number): Promise<void> {
    const { posts, now } = await this.repository.claimPosts(this.connectionId, CADENCE, batch);
    if (posts.length === 0) throw new Error('No post was due for a read.');
    const results = posts.map((post) => found(post, status));
    const turn = { asOf: now, cadence: CADENCE, refused: false, statusTable: STATUSES };
    const connection = { id: this.connectionId, workspaceId: this.workspaceId };
    await this.recorder.record(connection, posts, decideReads(posts, results, turn));
  }
}

/** @param prepare of each batch, unmeasured; answers with what is measured */
export async function measureTurn(
  db: Pool,
  posts: number,
  batch: number,
  prepare: (from: number) => Promise<() => Promise<void>>,
): Promise<Turn> {
  const turn: Turn = { snapshots: posts, ms: 0, statements: 0, cpuMs: 0 };
  for (let from = 0; from < posts; from += batch) {
    const work = await prepare(from);
    await resetStatements(db);
    const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
    await work();
    turn.ms += performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    turn.cpuMs += (user + system) / 1_000;
    turn.statements += await statementsSince(db);
  }
  return turn;
}

async function statementsSince(db: Pool): Promise<number> {
  const { rows } = await db.query<{ calls: number }>(
    `select coalesce(sum(calls), 0)::float8 as calls from pg_stat_statements s join pg_database d on d.oid = s.dbid
     where d.datname = current_database() and query not like '%pg_stat_statements%'`,
  );
  return rows[0]?.calls ?? 0;
}

function found({ id }: PostToRead, status: ReadStatus): ReadResult {
  return { postId: id, outcome: 'found', snapshot: snapshotOf(id, status) };
}

export function snapshotOf(postId: string, status: ReadStatus): ProviderSnapshot {
  const known = { ...EMPTY_SNAPSHOT, status, upstreamStatus: status, providerReference: `up-${postId}` };
  if (status === 'publishing') return known;
  return {
    ...known,
    platformPostId: `7170${postId}`,
    platformPostUrl: `https://www.linkedin.com/feed/update/${postId}`,
    publishedAt: new Date().toISOString(),
  };
}
