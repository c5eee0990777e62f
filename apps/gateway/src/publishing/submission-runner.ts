import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  publishError,
  type PublishError,
  type Provider,
  type Submission,
  type SubmitContext,
  type SubmitResult,
} from '@postern/core';
import { CONFIG, type Config } from '../config/config';
import {
  ConnectionContexts,
  ConnectionGoneError,
  type OpenConnection,
} from '../connections/connection-contexts';
import { outlast } from '../database/outlast';
import { PublishMetrics } from '../metrics/publish-metrics';
import { RateBudgetUnavailableError } from '../connections/rate-budgets';
import { capped } from '../posts/read-cadence';
import { noteInSpan } from '../tracing/spans';
import { contentRefusal } from './content-check';
import { EvidenceRecorder } from './evidence';
import { decideOutcome, tooLate, type Outcome } from './outcome';
import { OutcomeRecorder } from './outcome-recorder';
import { LeaseLostError, ReferencesTakenError, type ClaimedSubmission } from './submission';
import { SubmissionRepository } from './submission.repository';
import { UpstreamHealth } from './upstream-health';

/** How long a step waits for a database that is away; providers do not send what they noted much earlier. */
const AWAY_MS = 20_000;

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
    private readonly submissions: SubmissionRepository,
    private readonly connections: ConnectionContexts,
    private readonly recorder: OutcomeRecorder,
    private readonly upstream: UpstreamHealth,
    private readonly metrics: PublishMetrics,
  ) {}

  /** @returns whether something of the same connection is due at once */
  async carry(claim: ClaimedSubmission): Promise<boolean> {
    const evidence = new EvidenceRecorder();
    try {
      if (claim.posts.length === 0 || (claim.late && claim.state === 'sending')) {
        return await this.endUnsent(claim, evidence);
      }
      const connection = await this.open(claim, evidence);
      if (connection === null) return false;
      const { context } = connection;
      this.metrics.startedLate((context.now() - claim.dueAt) / 1000, claim.provider);
      const refusal = contentRefusal(claim, connection.provider.descriptor);
      const result = refusal ?? (await this.submit(connection, claim, evidence));
      const outcome = await this.conclude(connection, claim, result, evidence);
      await this.upstream.sample(connection, outcome, evidence);
      return outcome.released.length > 0;
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      this.logger.warn(`${error.message} Another worker goes on with it.`);
      return false;
    }
  }

  /** Decides what the answer means and writes it down. */
  private async conclude(
    connection: OpenConnection,
    claim: ClaimedSubmission,
    result: SubmitResult,
    evidence: EvidenceRecorder,
  ): Promise<Outcome> {
    const { descriptor } = connection.provider;
    const outcome = decideOutcome(claim, result, descriptor, new Date(connection.context.now()), {
      canceled: await outlast(() => this.canceledOf(claim, result), AWAY_MS),
      connectionDown: await outlast(() => this.upstream.isDown(connection, claim, result), AWAY_MS),
    });
    try {
      const cadence = capped(descriptor.pollCadence, this.config.pollCapSeconds);
      await this.recorder.record(claim, outcome, evidence, cadence);
    } catch (error) {
      if (!(error instanceof ReferencesTakenError)) throw error;
      return this.conclude(connection, claim, withoutTaken(claim, result, error), evidence);
    }
    this.metrics.attemptEnded(outcome.attempt.outcome, claim.provider);
    noteInSpan({ 'postern.outcome': outcome.attempt.outcome });
    return outcome;
  }

  /** Nothing is left of it, or it is too late: it ends as it is, and the provider is not asked. */
  private async endUnsent(claim: ClaimedSubmission, evidence: EvidenceRecorder): Promise<boolean> {
    const error = tooLate(claim);
    const posts = claim.posts.map((post) => ({ postId: post.id, outcome: 'rejected' as const, error }));
    const outcome = decideOutcome(claim, { posts }, ENDS_WITH_OPERATOR, new Date(claim.claimedAt));
    await this.recorder.record(claim, outcome, evidence, { queued: 60, publishing: 60 });
    return false;
  }

  private async canceledOf(claim: ClaimedSubmission, result: SubmitResult): Promise<Set<string>> {
    const asked = result.posts.some((post) => post.outcome === 'withdrawn');
    return asked ? this.submissions.cancelRequested(claim) : new Set();
  }

  /** A connection that cannot be opened has sent nothing: the submission waits, or fails when it is late. */
  private async open(claim: ClaimedSubmission, evidence: EvidenceRecorder): Promise<OpenConnection | null> {
    try {
      return await this.connections.open(claim.connectionId, {
        onExchange: (exchange) => evidence.add(exchange),
        timeoutMs: this.config.upstreamTimeoutSeconds * 1000,
        version: claim.connectionVersion,
      });
    } catch (error) {
      const cause = unusable(claim, error);
      const result: SubmitResult = {
        posts: claim.posts.map((post) => ({ postId: post.id, outcome: 'rejected', error: cause })),
      };
      const resolution = cause.retryable ? WAITS : ENDS_WITH_OPERATOR;
      const outcome = decideOutcome(claim, result, resolution, new Date(claim.claimedAt));
      await this.recorder.record(claim, outcome, evidence, { queued: 60, publishing: 60 });
      return null;
    }
  }

  private async submit(
    { provider, context }: OpenConnection,
    claim: ClaimedSubmission,
    evidence: EvidenceRecorder,
  ): Promise<SubmitResult> {
    const ctx: SubmitContext = {
      ...context,
      // A database that is away for a moment would otherwise leave an outcome unknown that nobody doubts.
      checkpoint: (data) => outlast(() => this.submissions.checkpoint(claim, data), AWAY_MS),
      cancelRequested: () => outlast(() => this.mustNotSend(claim), AWAY_MS),
    };
    try {
      const result = await provider.submit(ctx, toSubmission(claim));
      if (claim.state !== 'unknown') return result;
      return await this.lookUp(provider, ctx, claim, result);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      if (error instanceof RateBudgetUnavailableError && !evidence.anythingSent) return goesOn(claim, error);
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

  /** Late ones that may have been accepted are settled like canceled ones: found, or surely absent. */
  private async mustNotSend(claim: ClaimedSubmission): Promise<boolean> {
    return claim.late || (await this.submissions.cancelRequested(claim)).size > 0;
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
}

/** An unknown outcome behind a connection that does not open is looked into again, */
const WAITS = { capabilities: { unknownResolution: 'lookup', idempotencyWindowSeconds: null } } as const;
/** and behind one that was deleted is a person's. */
const ENDS_WITH_OPERATOR = {
  capabilities: { unknownResolution: 'operator', idempotencyWindowSeconds: null },
} as const;

/** Nothing was asked of anybody: the same try goes on in a moment, as after a refusal by our own budget. */
function goesOn(claim: ClaimedSubmission, { message }: RateBudgetUnavailableError): SubmitResult {
  const error = publishError({ code: 'RATE_LIMITED', retryAfter: 1, message });
  return { posts: claim.posts.map((post) => ({ postId: post.id, outcome: 'rejected', error })) };
}

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

/** The answer without what is another post's: of this post nothing is known. */
function withoutTaken(
  claim: ClaimedSubmission,
  result: SubmitResult,
  { references, message }: ReferencesTakenError,
): SubmitResult {
  return {
    posts: result.posts.map((post) => {
      if (post.outcome !== 'accepted') return post;
      const id = post.snapshot.providerReference ?? post.reference.id;
      if (id === null || !references.has(id)) return post;
      const error = publishError({ code: 'OUTCOME_UNKNOWN', provider: claim.provider, message });
      return { postId: post.postId, outcome: 'unknown', error };
    }),
  };
}
