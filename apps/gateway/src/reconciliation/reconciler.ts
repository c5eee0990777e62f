import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { publishError } from '@postern/core';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  ConnectionUnusableError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { JobQueue } from '../jobs/job-queue';
import { local } from '../publishing/outcome';
import { PostWriter } from '../posts/post-writer';
import { capped } from '../posts/read-cadence';
import { decideReads } from './read-outcome';
import { ReconcileRepository } from './reconcile.repository';

/** Connections read at the same time by one process. */
const PARALLEL = 8;

/**
 * Long enough for a read of many pages; a process that dies in the middle delays one connection this much, and
 * so does a connection that cannot be opened.
 */
const LEASE_SECONDS = 60;

/** Learns what became of accepted posts: reads many states in few calls, connection by connection. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Reconciliation');
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ReconcileRepository,
    private readonly connections: ConnectionContexts,
    private readonly posts: PostWriter,
    private readonly jobs: JobQueue,
  ) {}

  /** Begins to read every connection that has posts to read; one that is slow keeps no other waiting. */
  async reconcile(): Promise<void> {
    if (this.running.size >= PARALLEL) return;
    const claimed = await this.repository.claimConnections(PARALLEL - this.running.size, LEASE_SECONDS);
    for (const id of claimed) {
      // Its lease ran out under a read that is still going on.
      if (this.running.has(id)) continue;
      this.running.set(
        id,
        this.reconcileConnection(id).finally(() => this.running.delete(id)),
      );
    }
  }

  /** Resolves when the reads in hand have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  /** Never throws: what goes wrong with one connection concerns no other. */
  private async reconcileConnection(connectionId: string): Promise<void> {
    try {
      const connection = await this.open(connectionId);
      // It keeps its lease, so that nobody asks again before that has run out.
      if (connection === null) return;
      try {
        await this.read(connectionId, connection);
      } finally {
        await this.repository.release(connectionId);
      }
    } catch (error) {
      this.logger.warn(`Could not read states through ${connectionId}: ${String(error)}`);
    }
  }

  /** `null` where nobody can use the connection: disabled, deleted, or sealed under a key that is not here. */
  private async open(connectionId: string): Promise<OpenConnection | null> {
    const timeoutMs = this.config.upstreamTimeoutSeconds * 1000;
    try {
      return await this.connections.open(connectionId, { timeoutMs });
    } catch (error) {
      if (error instanceof ConnectionGoneError) await this.giveUp(connectionId, error.message);
      if (!(error instanceof ConnectionUnusableError)) throw error;
      this.logger.warn(`Posts wait: ${error.message} Next look in ${LEASE_SECONDS} s.`);
      return null;
    }
  }

  /** Nobody can say any more what became of posts behind a deleted connection. */
  private async giveUp(connectionId: string, reason: string): Promise<void> {
    const { posts, now } = await this.repository.postsBeingRead(connectionId);
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

  private async read(connectionId: string, { provider, context }: OpenConnection): Promise<void> {
    const cadence = capped(provider.descriptor.pollCadence, this.config.pollCapSeconds);
    const { posts, now } = await this.repository.claimPosts(connectionId, cadence);
    if (posts.length === 0) return;
    const results = await provider.read(
      context,
      posts.map((post) => post.reference),
    );
    const failure = results.find((result) => result.outcome === 'failed');
    if (failure?.outcome === 'failed') {
      this.logger.warn(`${connectionId}: some states could not be read: ${failure.error.message}`);
    }
    const outcome = decideReads(posts, results, now, cadence);
    await this.posts.apply(this.dataSource, outcome.changes);
    await this.repository.setNextReads(outcome.nextReads);
    const opened = await this.repository.openGates(outcome.openGates);
    await this.jobs.addAll(
      this.dataSource,
      'submit',
      opened.map((submissionId) => ({ payload: { submissionId }, runAt: null })),
    );
  }
}
