/**
 * What an exchange means to the protocol. The trade's double posts come from taking "I do not know" for "it
 * failed", so only what is surely a refusal is called one.
 */
import { publishError, type HttpOutcome, type PublishError } from '@postern/core';
import { cutText } from './json-text';
import { codeOfStatus, errorFromOutcome, type ErrorContext, type HttpReply } from './upstream-error';

export type CreateVerdict =
  /** A 2xx with a readable body; the provider still has to find its ids in `json`. */
  | { outcome: 'accepted'; reply: HttpReply; json: unknown }
  /** Surely not accepted. */
  | { outcome: 'rejected'; error: PublishError; reply: HttpReply | null }
  /** It may have been accepted. */
  | { outcome: 'unknown'; error: PublishError; reply: HttpReply | null };

export interface CreateContext extends ErrorContext {
  /** Says that a 408, 5xx or 3xx is documented as "nothing was done". */
  isDocumentedRefusal?: (reply: HttpReply) => boolean;
  /** 2xx without JSON counts as accepted (a 204, a presigned upload). */
  bodyOptional?: boolean;
}

/** The meaning of the reply to a call that creates or changes something. */
export function classifyCreate(outcome: HttpOutcome, context: CreateContext): CreateVerdict {
  if (outcome.kind === 'not_sent') {
    return { outcome: 'rejected', error: errorFromOutcome(outcome, context), reply: null };
  }
  if (outcome.kind === 'no_reply') {
    return { outcome: 'unknown', error: unknownError(outcome, context), reply: null };
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) {
    if (outcome.json !== undefined || context.bodyOptional) {
      return { outcome: 'accepted', reply: outcome, json: outcome.json };
    }
    return { outcome: 'unknown', error: unreadableError(outcome, context), reply: outcome };
  }
  const refused = (status >= 400 && status < 500 && status !== 408) || context.isDocumentedRefusal?.(outcome);
  if (refused) return { outcome: 'rejected', error: errorFromOutcome(outcome, context), reply: outcome };
  return { outcome: 'unknown', error: unknownError(outcome, context), reply: outcome };
}

export type ReadVerdict =
  | { outcome: 'ok'; reply: HttpReply; json: unknown }
  /** 404 or 410. */
  | { outcome: 'missing'; error: PublishError; reply: HttpReply }
  | { outcome: 'failed'; error: PublishError; reply: HttpReply | null };

/** The meaning of the reply to a read. A read may always be repeated, so it is never unknown. */
export function classifyRead(outcome: HttpOutcome, context: ErrorContext): ReadVerdict {
  if (outcome.kind !== 'response') {
    return { outcome: 'failed', error: errorFromOutcome(outcome, context), reply: null };
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) {
    if (outcome.json !== undefined) return { outcome: 'ok', reply: outcome, json: outcome.json };
    // Asked again it may be readable, and asking again does no harm.
    const error = { ...unreadableError(outcome, context), retryable: true };
    return { outcome: 'failed', error, reply: outcome };
  }
  const error = errorFromOutcome(outcome, context);
  if (status === 404 || status === 410) return { outcome: 'missing', error, reply: outcome };
  return { outcome: 'failed', error, reply: outcome };
}

/** The evidence of an unknown outcome: never retryable by itself. */
function unknownError(outcome: HttpOutcome, context: ErrorContext): PublishError {
  const error = errorFromOutcome(outcome, context);
  // An envelope that came with a 500 explains nothing that could be trusted as a refusal.
  const code = outcome.kind === 'response' ? codeOfStatus(outcome.status) : error.code;
  return publishError({
    ...error,
    code,
    retryable: false,
    message: 'No trustworthy reply came: the provider may or may not have accepted the post.',
    remedy: 'Nothing yet: Postern finds out before anything is sent again.',
  });
}

/** A 2xx that says nothing, or nothing that names what was created. */
export function unreadableError(reply: HttpReply, context: ErrorContext): PublishError {
  return publishError({
    code: 'UPSTREAM_ERROR',
    retryable: false,
    provider: context.provider,
    platform: context.platform ?? null,
    message: 'The provider answered with a success that could not be read.',
    upstreamHttpStatus: reply.status,
    upstreamRequestId: reply.requestId,
    upstreamMessage: cutText(reply.text.trim(), 1024) || null,
    occurredAt: context.now === undefined ? null : new Date(context.now).toISOString(),
  });
}
