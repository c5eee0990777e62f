/** One try at one call: what it is about, and the answers that are the same for all its targets. */
import type {
  PostSubmitResult,
  ProviderContext,
  PublishError,
  Submission,
  SubmissionTarget,
  SubmitContext,
} from '@postern/core';
import type { Engine } from './engine';
import { ownError } from './exchange';

/** What a look-up knows of it. */
export interface CallWork {
  engine: Engine;
  ctx: ProviderContext;
  submission: Submission;
  /** The targets of the call; at least one. */
  targets: readonly [SubmissionTarget, ...SubmissionTarget[]];
  /** The submission's key as the upstream gets it; also `post.reference`. */
  key: string;
}

export interface Work extends CallWork {
  ctx: SubmitContext;
}

export function everyTarget(
  { targets }: CallWork,
  answer: (target: SubmissionTarget) => PostSubmitResult,
): PostSubmitResult[] {
  return targets.map(answer);
}

export function rejectedAll(work: Work, error: PublishError): PostSubmitResult[] {
  return everyTarget(work, ({ postId }) => ({ postId, outcome: 'rejected', error }));
}

export function unknownAll(work: Work, error: PublishError): PostSubmitResult[] {
  return everyTarget(work, ({ postId }) => ({ postId, outcome: 'unknown', error }));
}

export function notKnown(work: Work, message: string): PostSubmitResult[] {
  return unknownAll(work, ownError(work.engine, 'OUTCOME_UNKNOWN', message.trim()));
}

export function withdrawnAll(work: Work): PostSubmitResult[] {
  return everyTarget(work, ({ postId }) => ({ postId, outcome: 'withdrawn' }));
}

/** Each refusal speaks of every try there was. */
export function neverAccepted(answers: PostSubmitResult[]): PostSubmitResult[] {
  return answers.map((answer) =>
    answer.outcome === 'rejected' ? { ...answer, neverAccepted: true } : answer,
  );
}

/** Some targets cannot be sent; the others go out without them. */
export function rejectedSome(work: Work, errors: ReadonlyMap<string, PublishError>): PostSubmitResult[] {
  return everyTarget(work, ({ postId }) => {
    const error = errors.get(postId);
    return error ? { postId, outcome: 'rejected', error } : { postId, outcome: 'released' };
  });
}
