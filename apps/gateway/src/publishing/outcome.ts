import {
  EMPTY_SNAPSHOT,
  publishError,
  type PostSubmitResult,
  type PostStatus,
  type ProviderDescriptor,
  type ProviderSnapshot,
  type PublishError,
  type ReferenceData,
  type SubmitResult,
} from '@postern/core';
import { budgetDelay, isBudgetRefusal, MAX_ATTEMPTS, retryDelay } from './retry-policy';
import type { AttemptEnd, ClaimedSubmission, SubmissionEnd } from './submission';

/** What to record of an attempt, in one transaction. */
export interface Outcome {
  end: SubmissionEnd;
  attempt: Pick<AttemptEnd, 'outcome' | 'error'>;
  posts: PostOutcome[];
  /** Posts that go out in a submission of their own. */
  released: string[];
}

export interface PostOutcome {
  postId: string;
  snapshot: ProviderSnapshot;
  referenceData?: ReferenceData;
  /** The upstream holds the post, or a gate before it: read its state from now on. */
  read: boolean;
}

/** The part of a descriptor that decides how an unknown outcome ends. */
export interface Resolution {
  capabilities: Pick<ProviderDescriptor['capabilities'], 'unknownResolution' | 'idempotencyWindowSeconds'>;
}

/** What is known beside the provider's answer. */
export interface Circumstances {
  /** Posts that their caller wants back. */
  canceled: ReadonlySet<string>;
  /** The connection itself does not work: its posts wait until it does, or until they are too late. */
  connectionDown: boolean;
}

const NONE: Circumstances = { canceled: new Set(), connectionDown: false };

/** An unknown outcome is looked into at least this often while it can still be settled by itself. */
const UNKNOWN_CEILING_MS = 60_000;
/** One that must not be sent again is only looked for, which may take its time. */
const SETTLE_MS = 5 * 60_000;
/** A connection that does not work is asked again by others; its posts look up this often. */
const DOWN_MS = 5_000;

/**
 * Turns what the provider said into what is recorded. Pure.
 *
 * `rejected` speaks of its own attempt only: once an attempt's outcome was unknown, a later refusal proves
 * nothing about it, so the submission stays `unknown` until a replay, a look-up, a read or a person ends it.
 */
export function decideOutcome(
  claim: ClaimedSubmission,
  result: SubmitResult,
  descriptor: Resolution,
  now: Date,
  { canceled, connectionDown }: Circumstances = NONE,
): Outcome {
  const posts: PostOutcome[] = [];
  const released: string[] = [];
  const errors: PublishError[] = [];
  let unknown = false;
  let waits = false;
  let retry: PublishError | null = null;
  let gated = false;
  const accepted = result.posts.some((answer) => answer.outcome === 'accepted');
  // Of tries before this one; a provider that can vouch for them says so.
  const doubtful = claim.state === 'unknown' && !result.posts.some(isNeverAccepted);
  for (const answer of result.posts) {
    switch (answer.outcome) {
      case 'accepted':
        posts.push(heldUpstream(answer, now));
        break;
      case 'gated':
        posts.push(heldUpstream(answer, now));
        gated = true;
        break;
      case 'withdrawn':
        // Surely not sent, now or before. Why it was not: its caller's wish, its lateness, or another's wish.
        if (canceled.has(answer.postId)) {
          posts.push({ postId: answer.postId, snapshot: withdrawn(now), read: false });
        } else if (claim.late) {
          const error = tooLate(claim);
          errors.push(error);
          posts.push({ postId: answer.postId, snapshot: failed(error, now), read: false });
        } else released.push(answer.postId);
        break;
      case 'released':
        // An earlier try may have been accepted with this post in it: a new submission could be a second post.
        if (doubtful) unknown = true;
        else released.push(answer.postId);
        break;
      case 'unknown':
        unknown = true;
        errors.push(answer.error);
        posts.push(unknownPost(answer.postId, answer.error));
        break;
      case 'rejected':
        errors.push(answer.error);
        if (doubtful) {
          unknown = true;
        } else if (connectionDown && answer.error.category === 'auth' && now < claim.latestAt && !accepted) {
          waits = true;
          posts.push({ postId: answer.postId, snapshot: waiting(claim, now), read: false });
        } else if (!canRetry(claim, answer.error, now)) {
          posts.push({ postId: answer.postId, snapshot: failed(answer.error, now), read: false });
        } else if (accepted) {
          // Tried again alone: with the others, those that are accepted would go out twice.
          released.push(answer.postId);
        } else {
          retry = answer.error;
          posts.push({ postId: answer.postId, snapshot: waiting(claim, now), read: false });
        }
        break;
    }
  }
  return {
    end: endOf(claim, { unknown, waits, retry, gated, accepted }, descriptor, now),
    attempt: {
      outcome: unknown ? 'unknown' : errors.length > 0 && !accepted ? 'rejected' : 'accepted',
      error: errors[0] ?? null,
    },
    posts,
    released: unknown ? [] : released,
  };
}

function isNeverAccepted(answer: PostSubmitResult): boolean {
  return answer.outcome === 'rejected' && answer.neverAccepted === true;
}

interface Verdict {
  unknown: boolean;
  waits: boolean;
  retry: PublishError | null;
  gated: boolean;
  accepted: boolean;
}

function endOf(claim: ClaimedSubmission, verdict: Verdict, descriptor: Resolution, now: Date): SubmissionEnd {
  if (verdict.unknown) {
    return {
      state: 'unknown',
      nextAttemptAt: nextResolution(claim, descriptor, now),
      newGeneration: false,
      clearCheckpoint: false,
    };
  }
  if (verdict.waits) {
    const again = new Date(now.getTime() + DOWN_MS);
    return { state: 'held', nextAttemptAt: again, newGeneration: true, clearCheckpoint: true };
  }
  if (verdict.retry !== null && isBudgetRefusal(verdict.retry)) {
    // Our own budget stopped the try half way: it goes on where it stopped, as the same try, where the
    // provider can repeat itself. Beginning anew would spend the next budget on the same first steps.
    const { unknownResolution } = descriptor.capabilities;
    const anew = unknownResolution !== 'idempotency_key' && unknownResolution !== 'checkpoint';
    return {
      state: 'held',
      nextAttemptAt: new Date(now.getTime() + budgetDelay(verdict.retry.retryAfter)),
      newGeneration: anew,
      clearCheckpoint: anew,
    };
  }
  if (verdict.retry !== null) {
    const delay = retryDelay(claim.attempts, verdict.retry.retryAfter);
    return {
      state: 'held',
      nextAttemptAt: new Date(now.getTime() + delay),
      newGeneration: true,
      clearCheckpoint: true,
    };
  }
  // Behind a gate the post is submitted again, as a new try, once a read says that the gate is open.
  if (verdict.gated)
    return { state: 'held', nextAttemptAt: null, newGeneration: true, clearCheckpoint: false };
  return {
    state: verdict.accepted ? 'accepted' : 'rejected',
    nextAttemptAt: null,
    newGeneration: false,
    clearCheckpoint: false,
  };
}

/** When an unknown outcome is looked into again; `null` where only a read or a person can end it. */
function nextResolution(claim: ClaimedSubmission, descriptor: Resolution, now: Date): Date | null {
  const { unknownResolution, idempotencyWindowSeconds } = descriptor.capabilities;
  if (unknownResolution === 'operator') return null;
  const wait = claim.late ? SETTLE_MS : Math.min(UNKNOWN_CEILING_MS, 500 + retryDelay(claim.attempts, null));
  const at = now.getTime() + wait;
  const windowEnds =
    unknownResolution === 'idempotency_key' && idempotencyWindowSeconds !== null
      ? claim.firstAttemptAt + idempotencyWindowSeconds * 1000
      : Infinity;
  return at < windowEnds ? new Date(at) : null;
}

function canRetry(claim: ClaimedSubmission, error: PublishError, now: Date): boolean {
  const triesLeft = claim.attempts < MAX_ATTEMPTS || isBudgetRefusal(error);
  return error.retryable && triesLeft && now < claim.latestAt;
}

/** A refusal that ends an unknown outcome and is tried again: the post waits here as it did before. */
function waiting(claim: ClaimedSubmission, now: Date): ProviderSnapshot {
  if (claim.state !== 'unknown') return EMPTY_SNAPSHOT;
  const ahead = claim.scheduledAt !== null && claim.scheduledAt > now;
  return local(ahead ? 'scheduled' : 'queued', null);
}

function heldUpstream(
  answer: Extract<PostSubmitResult, { outcome: 'accepted' | 'gated' }>,
  now: Date,
): PostOutcome {
  return {
    postId: answer.postId,
    snapshot: {
      ...answer.snapshot,
      providerReference: answer.snapshot.providerReference ?? answer.reference.id,
      attemptedAt: answer.snapshot.attemptedAt ?? now.toISOString(),
    },
    referenceData: answer.reference.data,
    read: true,
  };
}

function unknownPost(postId: string, cause: PublishError): PostOutcome {
  const error = publishError({
    ...cause,
    code: 'OUTCOME_UNKNOWN',
    retryable: false,
    remedy: undefined,
    message: `It is not known whether the provider accepted the post: ${cause.message}`,
  });
  return { postId, snapshot: local('unknown', error), read: false };
}

function failed(error: PublishError, now: Date): ProviderSnapshot {
  return { ...local('failed', error), attemptedAt: now.toISOString() };
}

/** It could not be handed over in time. */
export function tooLate(claim: ClaimedSubmission): PublishError {
  return publishError({
    code: 'TOO_LATE',
    message: `The post could not be handed over before ${claim.latestAt.toISOString()}.`,
    occurredAt: new Date(claim.claimedAt).toISOString(),
  });
}

function withdrawn(now: Date): ProviderSnapshot {
  return { ...local('canceled', null), canceledAt: now.toISOString(), canceledBy: 'caller' };
}

/** A snapshot of what Postern itself knows. */
export function local(status: PostStatus, error: PublishError | null): ProviderSnapshot {
  return { ...EMPTY_SNAPSHOT, status, error };
}
