import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { ConnectionContexts } from '../connections/connection-contexts';
import { JobQueue } from '../jobs/job-queue';
import { PostWriter } from '../posts/post-writer';
import { capped } from '../posts/read-cadence';
import { decideReads } from './read-outcome';
import { ReconcileRepository } from './reconcile.repository';

/** Connections read at the same time by one process. */
const PARALLEL = 8;

/** Long enough for a read of many pages; a process that dies in the middle delays one connection this much. */
const LEASE_SECONDS = 60;

/** Learns what became of accepted posts: reads many states in few calls, connection by connection. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Reconciliation');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: ReconcileRepository,
    private readonly connections: ConnectionContexts,
    private readonly posts: PostWriter,
    private readonly jobs: JobQueue,
  ) {}

  /** Reads every connection that has posts to read, until none of them is due. */
  async reconcile(): Promise<void> {
    const connections = await this.repository.claimConnections(PARALLEL, LEASE_SECONDS);
    const ends = await Promise.allSettled(connections.map((id) => this.reconcileConnection(id)));
    ends.forEach((end, index) => {
      if (end.status === 'rejected') {
        this.logger.warn(`Could not read states through ${connections[index]}: ${String(end.reason)}`);
      }
    });
  }

  private async reconcileConnection(connectionId: string): Promise<void> {
    try {
      const { provider, context } = await this.connections.open(connectionId);
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
    } finally {
      await this.repository.release(connectionId);
    }
  }
}
