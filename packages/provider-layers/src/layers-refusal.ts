/** What a refusal of the publish call means for its targets. */
import { publishError, type PostSubmitResult, type PublishError, type Submission } from '@postern/core';
import type { HttpReply } from '@postern/provider-kit';
import { gatedAll, rejectedAll, rejectedSome } from './layers-answers';
import { errorOf, pathText } from './layers-errors';
import type { Work } from './layers-look';
import { sameId } from './layers-wire';

/** A clock that is off by more than this is no clock. */
const MOST_SKEW_MS = 15 * 60_000;

/** Same key, other bytes. */
export function isKeyConflict(reply: HttpReply | null): boolean {
  return reply !== null && errorOf(reply)?.code === 'IDEMPOTENCY_CONFLICT';
}

/** Whether the refusal is about what was asked, and not about who asked, how often or where. */
export function isAboutRequest(reply: HttpReply): boolean {
  if (errorOf(reply)?.code === 'APPROVAL_REQUIRED') return true;
  return reply.status === 400 || reply.status === 409 || reply.status === 422;
}

/** The answers where the refused call was surely not taken. */
export function refusalOf(
  { ctx, submission, checkpoint }: Work,
  error: PublishError,
  reply: HttpReply | null,
): PostSubmitResult[] {
  if (reply === null) return rejectedAll(submission, error);
  if (errorOf(reply)?.code === 'APPROVAL_REQUIRED') return gatedAll(submission, checkpoint, 'publish');
  const aheadMs = refusedTime(reply, checkpoint.publish?.scheduledFor ?? null, ctx.now());
  if (aheadMs !== null) return rejectedAll(submission, waitsHere(error, aheadMs));
  const culprits = culpritsOf(reply, submission);
  if (culprits.length === 0) return rejectedAll(submission, error);
  const errors = culprits.map(({ postId, platform }) => [postId, { ...error, platform }] as const);
  return rejectedSome(submission, new Map(errors));
}

/**
 * How far ahead a time is that Layers calls past (Layers docs, schedule-content: 422 on `scheduledFor`); null
 * where the refusal is about something else. Near its time only the clocks differ, and by our clock the post is
 * published at once when it is due.
 */
function refusedTime(reply: HttpReply, scheduledFor: string | null, now: number): number | null {
  if (scheduledFor === null) return null;
  const issues = errorOf(reply)?.details?.issues ?? [];
  const aheadMs = Date.parse(scheduledFor) - now;
  return issues.some(({ path }) => pathText(path) === 'scheduledFor') && aheadMs <= MOST_SKEW_MS
    ? aheadMs
    : null;
}

function waitsHere(error: PublishError, aheadMs: number): PublishError {
  return publishError({
    ...error,
    retryable: true,
    retryAfter: Math.max(0, Math.ceil(aheadMs / 1000)),
    message:
      'By its own clock Layers takes the time for past; the post waits here and is published when it is due.',
    remedy: undefined,
  });
}

/** The targets that a refusal of the whole call names, by index (`targets.2.mode`) or by account. */
function culpritsOf(reply: HttpReply, submission: Submission) {
  const details = errorOf(reply)?.details;
  if (!details) return [];
  const indexes = details.issues.flatMap(
    ({ path }) => /(?:^|\.)targets\.(\d+)(?:\.|$)/.exec(pathText(path))?.[1] ?? [],
  );
  const { socialAccountId } = details;
  return submission.targets.filter(
    ({ accountReference }, index) =>
      indexes.includes(String(index)) || sameId(socialAccountId, accountReference),
  );
}
