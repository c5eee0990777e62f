import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  publishError,
  type PublishError,
  type Provider,
  type Submission,
  type SubmitContext,
  type SubmitResult,
} from '@postern/core';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { JobQueue } from '../jobs/job-queue';
import { PostWriter } from '../posts/post-writer';
import { capped, type ReadCadence } from '../posts/read-cadence';
import { EvidenceRecorder } from './evidence';
import { decideOutcome, type Outcome } from './outcome';
import { isBudgetRefusal } from './retry-policy';
import { LeaseLostError, type ClaimedSubmission } from './submission';
import { SubmissionRepository } from './submission.repository';
import { WORKER_ID } from './worker-id';

/** Together about as long as a database takes to come back. */
const RECORD_TRIES = 60;
const RECORD_PAUSE_MS = 500;

/**
 * Carries one submission from its claim to its record.
 *
 * What it says of the outside world is committed before it acts on it, and it acts only while it holds the
 * lease. So it may die between any two lines: the sweeper finds the row, and the next attempt resumes.
 */
@Injectable()
export class SubmissionRunner {
  private readonly logger = new Logger('Publishing');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly submissions: SubmissionRepository,
    private readonly connections: ConnectionContexts,
    private readonly posts: PostWriter,
    private readonly jobs: JobQueue,
  ) {}

  /** Does nothing where the submission is not due or somebody else holds it. */
  async run(submissionId: string): Promise<void> {
    const claim = await this.submissions.claim(submissionId, this.config.leaseSeconds, WORKER_ID);
    if (claim === null) return;
    const evidence = new EvidenceRecorder();
    const stopRenewing = this.keepLease(claim);
    try {
      const connection = await this.open(claim, evidence);
      if (connection === null) return;
      const { descriptor } = connection.provider;
      const result = claim.late ? tooLate(claim) : await this.submit(connection, claim);
      const outcome = decideOutcome(claim, result, descriptor, new Date(connection.context.now()));
      await this.record(claim, outcome, evidence, capped(descriptor.pollCadence, this.config.pollCapSeconds));
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      this.logger.warn(`${error.message} Another worker goes on with it.`);
    } finally {
      stopRenewing();
    }
  }

  /** A connection that cannot be opened has sent nothing: the submission waits, or fails when it is late. */
  private async open(claim: ClaimedSubmission, evidence: EvidenceRecorder): Promise<OpenConnection | null> {
    try {
      return await this.connections.open(claim.connectionId, {
        onExchange: (exchange) => evidence.add(exchange),
        timeoutMs: this.config.upstreamTimeoutSeconds * 1000,
      });
    } catch (error) {
      const cause = unusable(claim, error);
      const result: SubmitResult = {
        posts: claim.posts.map((post) => ({ postId: post.id, outcome: 'rejected', error: cause })),
      };
      const resolution = cause.retryable ? WAITS : ENDS_WITH_OPERATOR;
      const outcome = decideOutcome(claim, result, resolution, new Date(claim.claimedAt));
      await this.record(claim, outcome, evidence, { queued: 60, publishing: 60 });
      return null;
    }
  }

  private async submit(
    { provider, context }: OpenConnection,
    claim: ClaimedSubmission,
  ): Promise<SubmitResult> {
    const ctx: SubmitContext = {
      ...context,
      checkpoint: (data) => this.submissions.checkpoint(claim, data),
      cancelRequested: () => this.submissions.cancelRequested(claim),
    };
    try {
      const result = await provider.submit(ctx, toSubmission(claim));
      return claim.state === 'unknown' ? await this.lookUp(provider, ctx, claim, result) : result;
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      // A defect of the provider, after an unknown number of bytes: never taken for a failure.
      this.logger.error(`${provider.descriptor.id} threw while submitting ${claim.id}: ${String(error)}`);
      const cause = publishError({
        code: 'INTERNAL',
        provider: provider.descriptor.id,
        message: error instanceof Error ? error.message : String(error),
      });
      return { posts: claim.posts.map((post) => ({ postId: post.id, outcome: 'unknown', error: cause })) };
    }
  }

  /** A refusal of a repeated try proves nothing of the first one; where the provider can look, it looks. */
  private async lookUp(
    provider: Provider,
    ctx: SubmitContext,
    claim: ClaimedSubmission,
    result: SubmitResult,
  ): Promise<SubmitResult> {
    const settled = result.posts.every((post) => post.outcome !== 'rejected' && post.outcome !== 'unknown');
    if (settled || provider.lookup === undefined) return result;
    const found = await provider.lookup(ctx, toSubmission(claim));
    if (found.outcome !== 'found') return result;
    const byId = new Map(found.posts.map((post) => [post.postId, post]));
    return {
      posts: result.posts.map((post) => {
        const hit = byId.get(post.postId);
        return hit === undefined ? post : { ...hit, outcome: 'accepted' };
      }),
    };
  }

  /**
   * What was heard is worth keeping: a database that is away for a moment would make a known outcome unknown.
   * A repetition of a commit whose reply was lost finds the lease ended.
   */
  private async record(
    claim: ClaimedSubmission,
    outcome: Outcome,
    evidence: EvidenceRecorder,
    cadence: ReadCadence,
  ): Promise<void> {
    for (let left = RECORD_TRIES - 1; ; left--) {
      try {
        const released = await this.write(claim, outcome, evidence, cadence);
        return this.tell(claim, outcome, released);
      } catch (error) {
        if (error instanceof LeaseLostError || left === 0) throw error;
        this.logger.warn(`The outcome of ${claim.id} could not be written yet: ${String(error)}`);
        await pause(RECORD_PAUSE_MS);
      }
    }
  }

  /** @returns the new submission of what was released */
  private async write(
    claim: ClaimedSubmission,
    outcome: Outcome,
    evidence: EvidenceRecorder,
    cadence: ReadCadence,
  ): Promise<string | null> {
    const { attempt } = outcome;
    const byBudget = attempt.error !== null && isBudgetRefusal(attempt.error);
    return this.dataSource.transaction(async (em) => {
      await this.submissions.finish(em, claim, outcome.end, {
        ...attempt,
        exchanges: evidence.exchanges,
        counted: !byBudget || evidence.anythingSent,
      });
      const rounds = new Map(claim.posts.map((post) => [post.id, post.round]));
      await this.posts.apply(
        em,
        outcome.posts.map(({ postId, snapshot, referenceData, read }) => ({
          postId,
          snapshot: { ...snapshot, round: rounds.get(postId) ?? claim.round, asOf: claim.claimedAt },
          referenceData,
          cadence: read ? cadence : undefined,
        })),
      );
      const split =
        outcome.released.length > 0 ? await this.submissions.split(em, claim, outcome.released) : null;
      if (split !== null) await this.jobs.add(em, 'submit', { submissionId: split });
      if (outcome.end.nextAttemptAt !== null) {
        await this.jobs.add(em, 'submit', { submissionId: claim.id }, outcome.end.nextAttemptAt);
      }
      return split;
    });
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

  private keepLease(claim: ClaimedSubmission): () => void {
    const every = (this.config.leaseSeconds * 1000) / 3;
    const timer = setInterval(() => {
      this.submissions.renew(claim, this.config.leaseSeconds).catch((error: unknown) => {
        // The next fenced write finds out; until then the attempt goes on.
        this.logger.warn(`Could not renew the lease of ${claim.id}: ${String(error)}`);
      });
    }, every);
    return () => clearInterval(timer);
  }
}

/** An unknown outcome behind a connection that does not open is looked into again, */
const WAITS = { capabilities: { unknownResolution: 'lookup', idempotencyWindowSeconds: null } } as const;
/** and behind one that was deleted is a person's. */
const ENDS_WITH_OPERATOR = {
  capabilities: { unknownResolution: 'operator', idempotencyWindowSeconds: null },
} as const;

/** A connection that does not open has sent nothing; whether it may open later decides about waiting. */
function unusable(claim: ClaimedSubmission, error: unknown): PublishError {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof ConnectionGoneError) {
    return publishError({
      code: 'CONNECTION_DISABLED',
      message: reason,
      remedy: 'Publish the content as a new post through another connection.',
      occurredAt: new Date(claim.claimedAt).toISOString(),
    });
  }
  return publishError({
    code: 'INTERNAL',
    retryable: true,
    message: `The connection ${claim.connectionId} cannot be used: ${reason}`,
  });
}

function toSubmission(claim: ClaimedSubmission): Submission {
  // A time that has come means "at once": upstreams refuse or shift times in the past.
  const future = claim.scheduledAt !== null && claim.scheduledAt.getTime() > claim.claimedAt;
  return {
    id: claim.id,
    idempotencyKey: `${claim.id}-${claim.round}-${claim.generation}`,
    scheduledAt: future ? (claim.scheduledAt?.toISOString() ?? null) : null,
    targets: claim.posts.map(({ id, platform, accountReference, accountData, content, options }) => ({
      postId: id,
      platform,
      accountReference,
      accountData,
      content,
      options,
    })),
    checkpoint: claim.checkpoint,
    firstAttemptAt: claim.firstAttemptAt,
  };
}

function tooLate(claim: ClaimedSubmission): SubmitResult {
  const error = publishError({
    code: 'TOO_LATE',
    message: `The post could not be handed over before ${claim.latestAt.toISOString()}.`,
    occurredAt: new Date(claim.claimedAt).toISOString(),
  });
  return { posts: claim.posts.map((post) => ({ postId: post.id, outcome: 'rejected', error })) };
}
