/** From the codes of upstreams to ours. The raw code is always kept beside (`upstreamCode`). */
import type { PublishError, PublishErrorCode } from './publish-error';

/** Codes that upstreams document, in upper case. */
export const UPSTREAM_CODES: ReadonlyMap<string, PublishErrorCode> = new Map<string, PublishErrorCode>([
  ['PLATFORM_AUTH_EXPIRED', 'AUTH_EXPIRED'],
  ['CREDENTIAL_INVALID', 'AUTH_EXPIRED'],
  ['RATE_LIMITED', 'RATE_LIMITED'],
  ['RATE_LIMIT', 'RATE_LIMITED'],
  ['INVALID_CONTENT', 'CONTENT_REJECTED'],
  ['PLATFORM_VALIDATION_ERROR', 'CONTENT_INVALID'],
  ['CONTENT_TOO_LARGE', 'CONTENT_TOO_LARGE'],
  ['PLATFORM_SERVER_ERROR', 'UPSTREAM_UNAVAILABLE'],
  ['NETWORK_ERROR', 'NETWORK_ERROR'],
  ['TIMEOUT_ERROR', 'TIMEOUT'],
  ['UNKNOWN_ERROR', 'UPSTREAM_ERROR'],
  // PostPost refuses with 403, not 429, where the plan is used up (PostPost docs, limits).
  ['POST_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
  ['SCHEDULED_POST_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
  ['SCHEDULE_HORIZON_REACHED', 'QUOTA_EXHAUSTED'],
  ['PLATFORM_NOT_AVAILABLE', 'QUOTA_EXHAUSTED'],
  ['CONNECTIONS_OVER_LIMIT', 'QUOTA_EXHAUSTED'],
  ['CHANNEL_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
  ['BILLING_EXHAUSTED', 'QUOTA_EXHAUSTED'],
  // A 503 by number, but permanent until Layers lifts it (Layers docs, errors).
  ['KILL_SWITCH', 'CONNECTION_DISABLED'],
]);

/**
 * Our code for an upstream's. An unlisted or missing one goes by the HTTP status: a 4xx is a refusal, all
 * else is unexplained. Of the 4xx, 408 refuses nothing (the request may have been taken) and 429 says by
 * itself that a pause is wanted.
 */
export function mapUpstreamCode(
  code: string | null | undefined,
  httpStatus?: number | null,
): PublishErrorCode {
  const listed = UPSTREAM_CODES.get((code ?? '').trim().toUpperCase());
  if (listed !== undefined) {
    return listed;
  }
  if (httpStatus === 429) {
    return 'RATE_LIMITED';
  }
  const refused = httpStatus != null && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408;
  return refused ? 'UPSTREAM_REJECTED' : 'UPSTREAM_ERROR';
}

/**
 * Whether a retry of a post that failed with this error needs `force`. It does where a retry cannot help until
 * somebody changed something, and where the network may have taken the post: a network error, time-out or
 * unexplained error that an upstream reports happened on its way to the network. Our own network errors need
 * none, since a post fails with one only where nothing was sent; they carry no word of an upstream. A failure
 * without any error is unexplained too.
 */
export function needsForce(error: PublishError | null): boolean {
  if (error === null || !error.retryable) {
    return true;
  }
  switch (error.code) {
    case 'UPSTREAM_ERROR':
    case 'THREAD_INCOMPLETE':
      return true;
    case 'NETWORK_ERROR':
    case 'TIMEOUT':
      return spokenByUpstream(error);
    default:
      return false;
  }
}

function spokenByUpstream(error: PublishError): boolean {
  return [
    error.upstreamCode,
    error.upstreamHttpStatus,
    error.upstreamMessage,
    error.upstreamRequestId,
    error.platformCode,
    error.platformHttpStatus,
    error.platformMessage,
  ].some((evidence) => evidence !== null);
}
