import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { isSuccess, type ReadResult } from '@postern/core';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import { ConnectionContexts } from '../connections/connection-contexts';
import { Loop } from '../jobs/loop';
import { PostWriter } from '../posts/post-writer';
import { EarlierRoundsRepository, type EarlierRound } from './earlier-rounds.repository';

const EVERY_MS = 2_000;

/**
 * Looks at rounds that were given up for a new one, a few times over a day and whenever a webhook speaks of
 * them: a network can show late what it was said to have refused. `PostWriter` then withdraws the new round.
 */
@Injectable()
export class EarlierRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Earlier rounds');
  private readonly loop = new Loop('Earlier rounds', EVERY_MS, () => this.look());

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: EarlierRoundsRepository,
    private readonly connections: ConnectionContexts,
    private readonly posts: PostWriter,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async look(): Promise<void> {
    const byConnection = new Map<string, EarlierRound[]>();
    for (const round of await this.repository.claim()) {
      byConnection.set(round.connectionId, [...(byConnection.get(round.connectionId) ?? []), round]);
    }
    await Promise.all([...byConnection].map(([connectionId, rounds]) => this.read(connectionId, rounds)));
  }

  /** Never throws: there is a next look, and one connection concerns no other. */
  private async read(connectionId: string, rounds: readonly EarlierRound[]): Promise<void> {
    try {
      const timeoutMs = this.config.upstreamTimeoutSeconds * 1000;
      const { provider, context } = await this.connections.open(connectionId, { timeoutMs });
      const shown = await provider.read(
        context,
        rounds.map(({ reference }) => reference),
      );
      await this.hear(rounds, shown);
    } catch (error) {
      this.logger.warn(`Earlier rounds behind ${connectionId} could not be looked at: ${String(error)}`);
    }
  }

  /** Of an earlier round only a success counts. */
  private async hear(rounds: readonly EarlierRound[], shown: readonly ReadResult[]): Promise<void> {
    // Answers come in the order of the references: a post may be asked for in two rounds.
    const changes = rounds.flatMap(({ round, claimedAt, reference }, index) => {
      const result = shown[index];
      if (result?.outcome !== 'found' || result.postId !== reference.postId) return [];
      if (!isSuccess(result.snapshot.status)) return [];
      return [{ postId: reference.postId, snapshot: { ...result.snapshot, round, asOf: claimedAt } }];
    });
    for (const { postId, snapshot } of changes) {
      this.logger.warn(`${postId}: round ${snapshot.round} is ${snapshot.status ?? ''} after all.`);
    }
    await this.posts.apply(this.dataSource, changes);
  }
}
