import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { planGroup, type AppliedChange, type PostChange } from './post-plan';
import { PostWriterRepository } from './post-writer.repository';

/** Two writers of one group meet rarely, and each lost turn means that somebody else made progress. */
const MAX_TURNS = 50;

/**
 * The only writer of a post's status.
 *
 * Reads the groups concerned, merges in memory with the pure rules of `@postern/core`, and writes posts,
 * derived group status and events in one statement that does nothing for a group whose version has moved
 * meanwhile; those are read and merged again. So a caller costs one round trip where nothing changes and
 * two where something does, and no status is ever written beside its event.
 */
@Injectable()
export class PostWriter {
  constructor(private readonly repository: PostWriterRepository) {}

  /** Applies in the caller's transaction if `db` is one. Changes of posts that do not exist are ignored. */
  async apply(db: DataSource | EntityManager, changes: readonly PostChange[]): Promise<AppliedChange[]> {
    const applied: AppliedChange[] = [];
    let pending = [...changes];
    for (let turn = 0; pending.length > 0; turn++) {
      if (turn === MAX_TURNS)
        throw new Error(`Gave up writing ${pending.length} changes after ${turn} turns.`);
      const { now, groups } = await this.repository.load(db, [...new Set(pending.map((c) => c.postId))]);
      const plans = groups.map((group) => planGroup(group, pending, now));
      const written = await this.repository.write(
        db,
        plans.flatMap((plan) => plan.write ?? []),
      );
      const lost = plans.filter((plan) => plan.write !== null && !written.has(plan.groupId));
      applied.push(...plans.filter((plan) => !lost.includes(plan)).flatMap((plan) => plan.applied));
      const again = new Set(lost.flatMap((plan) => plan.applied.map((change) => change.postId)));
      pending = pending.filter((change) => again.has(change.postId));
    }
    return applied;
  }
}
