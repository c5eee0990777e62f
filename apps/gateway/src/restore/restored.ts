import { Injectable } from '@nestjs/common';
import { publishError } from '@postern/core';
import { DataSource } from 'typeorm';
import { PostWriter } from '../posts/post-writer';
import { local } from '../publishing/outcome';
import { type Doubt, DoubtfulRepository } from './doubtful.repository';

/** More events than any installation writes between a backup and its restoration. */
const NUMBERS = 1_000_000_000;

const WHY = 'The database was restored from a backup, which does not know what happened afterwards.';

export interface Settled {
  posts: number;
  commands: number;
  imports: number;
}

export class WorkersAliveError extends Error {
  override readonly name = 'WorkersAliveError';
  constructor(count: number) {
    super(`${count} worker(s) work on this database. Stop them, wait ten seconds, and begin again.`);
  }
}

/**
 * Makes a database that was restored safe to work on: whatever may have gone out between the backup and the loss is
 * `unknown`, for a person to settle, and nothing of it is sent by itself. May be broken off and begun again.
 */
@Injectable()
export class Restored {
  constructor(
    private readonly db: DataSource,
    private readonly doubtful: DoubtfulRepository,
    private readonly posts: PostWriter,
  ) {}

  /**
   * @param told after each batch, with how many posts are in doubt so far
   * @throws WorkersAliveError
   */
  async settle(doubt: Doubt, told: (posts: number) => void): Promise<Settled> {
    const alive = await this.doubtful.workersAlive();
    if (alive > 0) throw new WorkersAliveError(alive);
    await this.doubtful.skipNumbers(NUMBERS);
    const commands = await this.doubtful.endCommands(
      publishError({ code: 'OUTCOME_UNKNOWN', message: `${WHY} Look at the post, and ask for it again.` }),
    );
    const imports = await this.doubtful.endImports(WHY);
    let posts = 0;
    for (let taken = -1; taken !== 0;) {
      const batch = await this.doubtBatch(doubt);
      taken = batch.submissions;
      posts += batch.posts;
      if (taken > 0) told(posts);
    }
    return { posts, commands, imports };
  }

  private doubtBatch(doubt: Doubt): Promise<{ submissions: number; posts: number }> {
    return this.db.transaction(async (em) => {
      const { submissions, posts, now } = await this.doubtful.take(em, doubt);
      const error = publishError({
        code: 'OUTCOME_UNKNOWN',
        message: `${WHY} Whether this post went out meanwhile must be looked up on the network.`,
        occurredAt: new Date(now).toISOString(),
      });
      await this.posts.apply(
        em,
        posts.map(({ id, round }) => ({
          postId: id,
          snapshot: { ...local('unknown', error), round, asOf: now },
        })),
      );
      return { submissions, posts: posts.length };
    });
  }
}
