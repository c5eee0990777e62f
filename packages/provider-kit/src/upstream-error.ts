/** Builds complete PublishErrors from what HTTP brought. */
import {
  publishError,
  type HttpOutcome,
  type PublishError,
  type PublishErrorCode,
  type PublishErrorInput,
} from '@postern/core';
import { cutText } from './json-text';
import { boundedPause, parseRetryAfter } from './retry-after';

export type HttpReply = Extract<HttpOutcome, { kind: 'response' }>;

/** What a provider can read from an upstream's error reply; only what is known. */
export type UpstreamWords = Partial<
  Pick<
    PublishErrorInput,
    | 'code'
    | 'message'
    | 'remedy'
    | 'retryable'
    | 'retryAfter'
    | 'upstreamCode'
    | 'upstreamMessage'
    | 'upstreamRequestId'
    | 'platformCode'
    | 'platformHttpStatus'
    | 'platformMessage'
    | 'occurredAt'
  >
>;

export interface ErrorContext {
  /** The descriptor's id. */
  provider: string;
  platform?: string | null;
  /** Milliseconds; for `Retry-After` dates and `occurredAt`. */
  now?: number;
  /** The provider's reading of an error reply. */
  readError?: (reply: HttpReply) => UpstreamWords;
}

const LONGEST_MESSAGE = 1024;

/** The error of a call that did not bring what was asked for; every key is set. */
export function errorFromOutcome(outcome: HttpOutcome, context: ErrorContext): PublishError {
  const base = {
    provider: context.provider,
    platform: context.platform ?? null,
    occurredAt: context.now === undefined ? null : new Date(context.now).toISOString(),
  };
  switch (outcome.kind) {
    case 'not_sent':
      return publishError({ ...base, ...notSentError(outcome) });
    case 'no_reply':
      return publishError({
        ...base,
        code: outcome.cause === 'timeout' ? 'TIMEOUT' : 'NETWORK_ERROR',
        upstreamMessage: outcome.message,
      });
    case 'response': {
      const words = stripEmpty(context.readError?.(outcome) ?? {});
      return publishError({
        ...base,
        upstreamHttpStatus: outcome.status,
        upstreamRequestId: outcome.requestId,
        upstreamMessage: shortText(outcome),
        retryAfter: parseRetryAfter(outcome.headers['retry-after'], context.now),
        ...words,
        ...(words.retryAfter == null ? {} : { retryAfter: boundedPause(words.retryAfter) }),
        code: words.code ?? codeOfStatus(outcome.status),
      });
    }
  }
}

/** Our code for an HTTP status that the upstream does not explain. */
export function codeOfStatus(status: number): PublishErrorCode {
  if (status === 401 || status === 403) return 'AUTH_FORBIDDEN';
  if (status === 402) return 'QUOTA_EXHAUSTED';
  if (status === 408) return 'TIMEOUT';
  if (status === 413) return 'CONTENT_TOO_LARGE';
  if (status === 429) return 'RATE_LIMITED';
  if (status === 502 || status === 503 || status === 504) return 'UPSTREAM_UNAVAILABLE';
  return status >= 400 && status < 500 ? 'UPSTREAM_REJECTED' : 'UPSTREAM_ERROR';
}

function notSentError(outcome: Extract<HttpOutcome, { kind: 'not_sent' }>): PublishErrorInput {
  const common = { retryAfter: outcome.retryAfter, upstreamMessage: outcome.message };
  switch (outcome.cause) {
    case 'budget':
      return {
        ...common,
        code: 'RATE_LIMITED',
        message: 'The rate budget of this connection is used up for now; nothing was sent.',
      };
    case 'blocked':
      return {
        ...common,
        code: 'NETWORK_ERROR',
        retryable: false,
        message: `The address is not allowed: ${outcome.message}`,
        remedy: 'Use a public address, or ask the operator to allow this host.',
      };
    case 'invalid':
      return { ...common, code: 'INTERNAL', message: `The request could not be made: ${outcome.message}` };
    case 'refused':
    case 'dns':
      return {
        ...common,
        code: 'NETWORK_ERROR',
        message: 'The provider could not be reached; nothing was sent.',
      };
  }
}

/** A body that is no JSON (a gateway's HTML page) still says something to a person. */
function shortText(reply: HttpReply): string | null {
  const text = reply.text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? null : cutText(text, LONGEST_MESSAGE);
}

/** A reader's null must not hide what the transport knows. */
function stripEmpty(words: UpstreamWords): UpstreamWords {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value != null));
}
