import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { EMPTY_SNAPSHOT } from '@postern/core';
import { DataSource, type EntityManager } from 'typeorm';
import { Batch } from '../database/batch';
import type { PostChange } from '../posts/post-plan';
import { PostWriter } from '../posts/post-writer';
import type { ReadCadence } from '../posts/read-cadence';
import type { EvidenceRecorder } from './evidence';
import type { Outcome, PostOutcome } from './outcome';
import { isBudgetRefusal } from './retry-policy';
import { LeaseLostError, ReferencesTakenError, type ClaimedSubmission } from './submission';
import { type FinishedClaim, SubmissionRepository } from './submission.repository';

/** Together about as long as a database takes to come back. */
const RECORD_TRIES = 240;
const RECORD_PAUSE_MS = 500;

/** Attempts of one transaction. */
const MOST = 50;

interface Ending {
  claim: ClaimedSubmission;
  outcome: Outcome;
  evidence: EvidenceRecorder;
  cadence: ReadCadence;
}

interface Written {
  /** Whether the lease still held; else nothing was written. */
  held: boolean;
  /** The new submission of what was released. */
  split: string | null;
}

/** Writes down what became of an attempt: submission, attempt, posts and events in one transaction. */
@Injectable()
export class OutcomeRecorder {
  private readonly logger = new Logger('Publishing');
  private readonly batch = new Batch((endings: Ending[]) => this.write(endings), MOST);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly submissions: SubmissionRepository,
    private readonly posts: PostWriter,
  ) {}

  /**
   * What was heard is worth keeping: a database that is away for a moment would make a known outcome unknown.
   * A repetition of a commit whose reply was lost finds the lease ended. Where the lease was lost, whoever has it
   * decides; but that the provider has the post, and where, is no less true for coming late.
   *
   * @throws LeaseLostError
   * @throws ReferencesTakenError where what was found is not this submission's; nothing is written then
   */
  async record(
    claim: ClaimedSubmission,
    outcome: Outcome,
    evidence: EvidenceRecorder,
    cadence: ReadCadence,
  ): Promise<void> {
    const ending: Ending = { claim, outcome, evidence, cadence };
    for (let left = RECORD_TRIES - 1; ; left--) {
      try {
        // Together with others; what fails is repeated alone, lest one that cannot be written stops them all.
        const [written] =
          left === RECORD_TRIES - 1 ? [await this.batch.add(ending)] : await this.write([ending]);
        if (!written?.held) {
          await this.posts.apply(this.dataSource, toChanges(ending).filter(isAcceptance));
          throw new LeaseLostError(claim.id);
        }
        return this.tell(claim, outcome, written.split);
      } catch (error) {
        if (error instanceof LeaseLostError || left === 0) throw error;
        if (error instanceof ReferencesTakenError && left < RECORD_TRIES - 1) throw error;
        this.logger.warn(`The outcome of ${claim.id} could not be written yet: ${String(error)}`);
        await pause(RECORD_PAUSE_MS);
      }
    }
  }

  /** In one transaction: attempts and leases, posts and events, and the new submissions of what was released. */
  private write(endings: readonly Ending[]): Promise<Written[]> {
    return this.dataSource.transaction(async (em) => {
      await this.refuseTaken(em, endings);
      const held = await this.submissions.finish(em, endings.map(toFinished));
      const kept = endings.filter(({ claim }) => held.has(claim.id));
      await this.posts.apply(em, kept.flatMap(toChanges));
      const splits = new Map<string, string>();
      for (const { claim, outcome } of kept) {
        if (outcome.released.length === 0) continue;
        splits.set(claim.id, await this.submissions.split(em, claim, outcome.released));
      }
      return endings.map(({ claim }) => ({ held: held.has(claim.id), split: splits.get(claim.id) ?? null }));
    });
  }

  /** Only a repetition can find another's post: a first try gets its own. */
  private async refuseTaken(em: EntityManager, endings: readonly Ending[]): Promise<void> {
    const doubtful = endings.filter(({ claim }) => claim.state === 'unknown');
    // In one order, so that two batches cannot wait for each other.
    doubtful.sort((a, b) => (a.claim.connectionId < b.claim.connectionId ? -1 : 1));
    for (const { claim, outcome } of doubtful) {
      const found = outcome.posts.flatMap(({ snapshot }) => snapshot.providerReference ?? []);
      if (found.length === 0) continue;
      const taken = await this.submissions.takenReferences(em, claim, found);
      if (taken.size > 0) throw new ReferencesTakenError(taken);
    }
  }

  private tell(claim: ClaimedSubmission, outcome: Outcome, released: string | null): void {
    const platforms = claim.posts.map((post) => post.platform).join(', ');
    const what = `${platforms} via ${claim.provider} (${claim.id}, attempt ${claim.attempts}):`;
    const error = outcome.attempt.error;
    const why = error === null ? '' : `, ${error.code}: ${error.message.replace(/\.$/, '')}`;
    const next =
      outcome.end.nextAttemptAt === null ? '' : ` Next try at ${outcome.end.nextAttemptAt.toISOString()}.`;
    const rest = released === null ? '' : ` ${outcome.released.length} posts go on as ${released}.`;
    const line = `${what} ${outcome.attempt.outcome}${why}.${next}${rest}`;
    if (outcome.attempt.outcome === 'accepted') this.logger.log(line);
    else this.logger.warn(line);
  }
}

function toFinished({ claim, outcome, evidence }: Ending): FinishedClaim {
  const { attempt, end } = outcome;
  const byBudget = attempt.error !== null && isBudgetRefusal(attempt.error);
  return {
    claim,
    end,
    attempt: {
      ...attempt,
      exchanges: evidence.exchanges,
      counted: claim.posts.length > 0 && (!byBudget || evidence.anythingSent),
    },
  };
}

function isAcceptance({ cadence }: PostChange): boolean {
  return cadence !== undefined;
}

function toChanges({ claim, outcome, cadence }: Ending): PostChange[] {
  const rounds = new Map(claim.posts.map((post) => [post.id, post.round]));
  // Nobody looks into it any more but a person.
  const left = outcome.end.state === 'unknown' && outcome.end.nextAttemptAt === null;
  const heard = new Set(outcome.posts.map((post) => post.postId));
  const silent: PostOutcome[] = claim.posts
    .filter((post) => left && !heard.has(post.id))
    .map((post) => ({ postId: post.id, snapshot: EMPTY_SNAPSHOT, read: false }));
  return [...outcome.posts, ...silent].map(({ postId, snapshot, referenceData, read }) => ({
    postId,
    snapshot: { ...snapshot, round: rounds.get(postId) ?? claim.round, asOf: claim.claimedAt },
    referenceData,
    cadence: read ? cadence : undefined,
    tells: left && !read ? [{ type: 'post.needs_attention', data: { reason: 'unresolved' } }] : undefined,
  }));
}
