/** Layers' error codes in our taxonomy (Layers docs, errors; the table there is open-ended). */
import { publishError, type ProviderContext, type PublishError, type PublishErrorCode } from '@postern/core';
import { readWire, type CreateContext, type HttpReply, type UpstreamWords } from '@postern/provider-kit';
import { LAYERS_ID } from './layers-descriptor';
import { codeOfPlatform } from './layers-platform-codes';
import { wireErrorEnvelope, type WireError } from './layers-wire';

const CODES: Readonly<Record<string, PublishErrorCode>> = {
  UNAUTHENTICATED: 'AUTH_FORBIDDEN',
  FORBIDDEN_SCOPE: 'AUTH_FORBIDDEN',
  CREDENTIAL_INVALID: 'AUTH_EXPIRED',
  PLATFORM_AUTH_EXPIRED: 'AUTH_EXPIRED',
  VALIDATION: 'CONTENT_INVALID',
  PLATFORM_VALIDATION_ERROR: 'CONTENT_INVALID',
  CONTENT_TOO_LARGE: 'CONTENT_TOO_LARGE',
  CONTENT_REJECTED: 'CONTENT_REJECTED',
  INVALID_CONTENT: 'CONTENT_REJECTED',
  RATE_LIMITED: 'RATE_LIMITED',
  RATE_LIMIT: 'RATE_LIMITED',
  BILLING_EXHAUSTED: 'QUOTA_EXHAUSTED',
  KILL_SWITCH: 'CONNECTION_DISABLED',
  NOT_FOUND: 'UPSTREAM_REJECTED',
  CONFLICT: 'UPSTREAM_REJECTED',
  IDEMPOTENCY_CONFLICT: 'UPSTREAM_REJECTED',
  APPROVAL_REQUIRED: 'UPSTREAM_REJECTED',
  UPLOAD_INCOMPLETE: 'UPSTREAM_REJECTED',
  PLATFORM_ERROR: 'UPSTREAM_REJECTED',
  INTERNAL: 'UPSTREAM_ERROR',
  UNKNOWN_ERROR: 'UPSTREAM_ERROR',
  PLATFORM_SERVER_ERROR: 'UPSTREAM_UNAVAILABLE',
  NETWORK_ERROR: 'NETWORK_ERROR',
  TIMEOUT_ERROR: 'TIMEOUT',
};

/** Our code, or undefined for one that is in no table. */
export function codeOf(
  upstreamCode: string | null,
  platformCode: string | null,
): PublishErrorCode | undefined {
  if (upstreamCode === 'PLATFORM_ERROR') return codeOfPlatform(platformCode) ?? CODES.PLATFORM_ERROR;
  return upstreamCode !== null && Object.hasOwn(CODES, upstreamCode) ? CODES[upstreamCode] : undefined;
}

/** The envelope's error, or null for a body that is none (a gateway's page). */
export function errorOf(reply: HttpReply): WireError | null {
  return readWire(wireErrorEnvelope, reply.json)?.error ?? null;
}

export function readLayersError(reply: HttpReply): UpstreamWords {
  const error = errorOf(reply);
  if (!error) return {};
  const details = error.details ?? error.data;
  return {
    code: codeOf(error.code, details?.platformCode ?? null),
    // Missing bytes arrive with the next try; everything else follows our table.
    retryable: error.code === 'UPLOAD_INCOMPLETE' ? true : undefined,
    message: sentenceFor(error),
    upstreamCode: error.code,
    upstreamMessage: error.message,
    upstreamRequestId: requestIdOf(error.requestId),
    platformCode: details?.platformCode,
    platformHttpStatus: details?.platformHttpStatus,
    platformMessage: details?.platformMessage,
  };
}

/** For `classifyCreate`: KILL_SWITCH is the one 503 that Layers documents as a refusal, and it is permanent. */
export function createContext(ctx: ProviderContext, platform: string | null = null): CreateContext {
  return {
    provider: LAYERS_ID,
    platform,
    now: ctx.now(),
    readError: readLayersError,
    isDocumentedRefusal: (reply) => reply.status === 503 && errorOf(reply)?.code === 'KILL_SWITCH',
  };
}

/** Why a post failed, as `lastError` says it. */
export function lastErrorOf(
  error: WireError | null,
  platform: string,
  occurredAt: string | null,
): PublishError {
  const data = error?.data ?? error?.details ?? null;
  return publishError({
    code: codeOf(error?.code ?? null, data?.platformCode ?? null) ?? 'UPSTREAM_ERROR',
    provider: LAYERS_ID,
    platform,
    upstreamCode: error?.code ?? null,
    upstreamMessage: error?.message ?? null,
    upstreamRequestId: requestIdOf(error?.requestId ?? null),
    platformCode: data?.platformCode ?? null,
    platformHttpStatus: data?.platformHttpStatus ?? null,
    platformMessage: data?.platformMessage ?? null,
    occurredAt,
  });
}

/** What the reviewer said, as our error. */
export function reviewRejection(platform: string | null, reason: string | null): PublishError {
  return publishError({
    code: 'CONTENT_REJECTED',
    provider: LAYERS_ID,
    platform,
    message: 'A reviewer rejected the content at Layers.',
    upstreamCode: 'CONTENT_REJECTED',
    upstreamMessage: reason,
  });
}

export function contentError(message: string, platform: string | null): PublishError {
  return publishError({ code: 'CONTENT_INVALID', provider: LAYERS_ID, platform, message });
}

/** Layers' own client drops request ids that are neither `req_…` nor a bare UUID; so do we. */
function requestIdOf(id: string | null): string | null {
  return id !== null && /^(req_\w+|[0-9a-f-]{36})$/i.test(id) ? id : null;
}

function sentenceFor(error: WireError): string | undefined {
  const issue = error.details?.issues[0];
  if (!issue) return undefined;
  const path = pathText(issue.path);
  const what = issue.message ?? error.message ?? 'not valid';
  return path === '' ? `Layers refuses the request: ${what}` : `Layers refuses ${path}: ${what}`;
}

/** Paths come as `targets.0.mode`, `targets[0].mode` or a list of keys. */
export function pathText(path: unknown): string {
  if (Array.isArray(path)) return path.map(String).join('.');
  return typeof path === 'string' ? path.replace(/\[(\d+)\]/g, '.$1') : '';
}
