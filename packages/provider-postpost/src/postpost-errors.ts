/** PostPost's refusals and post errors as PublishErrors. */
import { mapUpstreamCode, publishError, type PublishError, type PublishErrorInput } from '@postern/core';
import {
  readWire,
  textOf,
  type ErrorContext,
  type HttpReply,
  type UpstreamWords,
} from '@postern/provider-kit';
import { errorBodyWire, type RowError } from './postpost-wire';

export const PROVIDER_ID = 'postpost';

/** What every verdict on a PostPost reply is made with. */
export function errorContext(now: number, platform: string | null = null): ErrorContext {
  return { provider: PROVIDER_ID, platform, now, readError: readErrorBody };
}

/** Refusals that speak of the content rather than of the request around it (PostPost docs, create-post). */
const CONTENT_REFUSALS = /^(content is required|invalid platformsettings|platformsettings must)/i;

/**
 * Reads `{error}`, `{message}` and the limit object. HTML of an unknown route and the storage's XML say
 * nothing here: their text is kept by the caller.
 */
export function readErrorBody(reply: HttpReply): UpstreamWords {
  const body = readWire(errorBodyWire, reply.json);
  if (body === null) return {};
  const error = errorText(body.error);
  const words: UpstreamWords = {
    upstreamCode: body.code,
    upstreamMessage: body.message ?? error,
    retryAfter: body.retryAfter,
  };
  // A used-up plan is a 403 with a code; a 403 without one is about the key (create-post, "plan limits").
  if (reply.status === 403 && body.code !== null) {
    return {
      ...words,
      code: 'QUOTA_EXHAUSTED',
      message: `PostPost’s plan does not allow it: ${error ?? body.code}.`,
    };
  }
  if (reply.status === 400 && error !== null && CONTENT_REFUSALS.test(error)) {
    return { ...words, code: 'CONTENT_INVALID' };
  }
  return words;
}

function errorText(error: unknown): string | null {
  const said = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof said === 'string' ? textOf(said) : null;
}

/**
 * Why a row failed. The set of codes is open: an unlisted one is passed through. `retryable` is PostPost's
 * own word where it gives one.
 */
export function errorOfRow(error: RowError | null, platform: string): PublishError {
  const code = mapUpstreamCode(error?.code ?? null);
  return publishError({
    code,
    provider: PROVIDER_ID,
    platform,
    retryable: error?.retryable ?? undefined,
    upstreamCode: error?.code ?? null,
    upstreamMessage: error?.message ?? null,
    platformHttpStatus: error?.platformStatusCode ?? null,
    platformMessage: error?.platformError ?? null,
    occurredAt: error?.failedAt ?? null,
  });
}

/** The group is further along than `draft` and `scheduled`; a 409 is the sibling product's later word for it. */
export function isPastEditing(reply: HttpReply | null): boolean {
  if (reply === null) return false;
  return reply.status === 409 || (reply.status === 400 && /cannot update post/i.test(reply.text));
}

/** Some versions refuse a past time instead of moving it to now (update guide against endpoint page). */
export function isPastTime(reply: HttpReply | null): boolean {
  return reply?.status === 400 && /in the past|SCHEDULED_TIME_IN_PAST/i.test(reply.text);
}

/** An error that was found here, before or between calls. */
export function localError(now: number, input: PublishErrorInput): PublishError {
  return publishError({ provider: PROVIDER_ID, occurredAt: new Date(now).toISOString(), ...input });
}
