import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { publishError } from '@postern/core';
import { DataSource } from 'typeorm';
import { PostWriter } from '../posts/post-writer';
import { local } from './outcome';
import { SweeperRepository } from './sweeper.repository';

/**
 * Makes rows the truth: finds every row that waits for nobody and sets it moving again. Any number of
 * workers may sweep at once; what two of them do twice, claims and merges make once.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Sweeper');

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: SweeperRepository,
    private readonly posts: PostWriter,
  ) {}

  async sweep(): Promise<void> {
    await this.endDeadLeases();
    await this.announceDuePosts();
  }

  /** An attempt whose process died in the middle: it may or may not have been accepted. */
  private async endDeadLeases(): Promise<void> {
    await this.dataSource.transaction(async (em) => {
      const { submissionIds, posts, now } = await this.repository.endDeadLeases(em);
      if (submissionIds.length === 0) return;
      this.logger.warn(
        `The process that held ${submissionIds.join(', ')} is gone; the outcome is looked into.`,
      );
      const error = publishError({
        code: 'OUTCOME_UNKNOWN',
        message: 'The process that was sending this post ended before it heard the reply.',
        occurredAt: new Date(now).toISOString(),
      });
      await this.posts.apply(
        em,
        posts.map(({ id, round }) => ({
          postId: id,
          snapshot: { ...local('unknown', error), round, asOf: now },
        })),
      );
    });
  }

  /** A post that waits here is `scheduled` before its time and `queued` after it. */
  private async announceDuePosts(): Promise<void> {
    const { posts, now } = await this.repository.fallenDue();
    await this.posts.apply(
      this.dataSource,
      posts.map(({ id, round }) => ({
        postId: id,
        snapshot: { ...local('queued', null), round, asOf: now },
      })),
    );
  }
}
