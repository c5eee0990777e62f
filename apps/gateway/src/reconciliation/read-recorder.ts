import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { publishError, type PostStatus } from '@postern/core';
import { DataSource } from 'typeorm';
import { JobQueue } from '../jobs/job-queue';
import { local } from '../publishing/outcome';
import type { AppliedChange, PostChange } from '../posts/post-plan';
import { PostWriter } from '../posts/post-writer';
import type { PostToRead } from './post-to-read';
import type { ReadOutcome } from './read-outcome';
import { ReconcileRepository } from './reconcile.repository';

/** Posts written by one statement: a bound on its locks and its memory. */
const BATCH = 500;
/** Posts whose last snapshot is remembered. */
const MOST_REMEMBERED = 50_000;

/** Writes what reads have found. */
@Injectable()
export class ReadRecorder {
  /** By post: the row's version and the snapshot that were merged last. */
  private readonly merged = new Map<string, string>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ReconcileRepository,
    private readonly posts: PostWriter,
    private readonly jobs: JobQueue,
  ) {}

  async record(
    connection: { id: string; workspaceId: string },
    read: readonly PostToRead[],
    outcome: ReadOutcome,
  ): Promise<void> {
    for (const news of inBatches(this.news(read, outcome.changes))) {
      const changes = news.map(({ change }) => change);
      await this.tellAccounts(changes, await this.posts.apply(this.dataSource, changes));
      for (const { change, print } of news) this.merged.set(change.postId, print);
    }
    for (const plans of inBatches(outcome.plans)) await this.repository.keep(plans);
    await this.repository.needAttention(outcome.attention);
    const opened = await this.repository.openGates(outcome.openGates);
    if (opened.length === 0) return;
    const { id: connectionId, workspaceId } = connection;
    await this.jobs.add(this.dataSource, 'submit', { workspaceId, connectionId });
  }

  /** Nobody can say any more what became of the posts behind a deleted connection. */
  async giveUp(connectionId: string, reason: string): Promise<void> {
    for (;;) {
      const { posts, now } = await this.repository.postsBeingRead(connectionId, BATCH);
      if (posts.length === 0) return;
      const error = publishError({
        code: 'OUTCOME_UNKNOWN',
        message: `${reason} What became of the post cannot be read.`,
        occurredAt: new Date(now).toISOString(),
      });
      await this.posts.apply(
        this.dataSource,
        posts.map(({ id, round }) => ({
          postId: id,
          snapshot: { ...local('unknown', error), round, asOf: now },
        })),
      );
      await this.repository.stopReading(posts.map((post) => post.id));
    }
  }

  private async tellAccounts(
    changes: readonly PostChange[],
    applied: readonly AppliedChange[],
  ): Promise<void> {
    const entered = (status: PostStatus) =>
      applied.flatMap(({ postId, before, after }) => (after === status && before !== status ? [postId] : []));
    const failed = new Set(entered('failed'));
    const unauthorised = changes.flatMap(({ postId, snapshot }) =>
      failed.has(postId) && snapshot.error?.code === 'AUTH_EXPIRED' ? [postId] : [],
    );
    await this.repository.tellAccounts(entered('published'), unauthorised);
  }

  /**
   * Leaves out what says the same of the same row as the read before. Merging it would change nothing, but
   * first load the group with all its posts: for thousands of open posts, again and again.
   */
  private news(read: readonly PostToRead[], changes: readonly PostChange[]): News[] {
    const versions = new Map(read.map((post) => [post.id, post.updatedAt]));
    if (this.merged.size > MOST_REMEMBERED) this.merged.clear();
    return changes.flatMap((change) => {
      const { asOf: _when, ...said } = change.snapshot;
      const { postId, referenceData, missingSince } = change;
      const content = JSON.stringify([versions.get(postId), said, referenceData, missingSince]);
      const print = createHash('sha1').update(content).digest('base64');
      return this.merged.get(postId) === print ? [] : [{ change, print }];
    });
  }
}

/** A change, and what it is remembered by once it is written. */
interface News {
  change: PostChange;
  print: string;
}

function* inBatches<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
}
