import type { Issue, Problem } from './generated/models';

/** Everything that the SDK throws by itself. No message ever holds the API key. */
export class PosternError extends Error {
  override readonly name: string = 'PosternError';

  constructor(
    /** A stable word: of the API's problem documents, or one of the SDK's own. */
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** No reply came: the network, DNS, TLS or a proxy. What was asked for may have been done. */
export class NetworkError extends PosternError {
  override readonly name: string = 'NetworkError';

  constructor(message: string, options?: { cause?: unknown }) {
    super('NETWORK_ERROR', message, options);
  }
}

/** No reply within the time given. What was asked for may have been done. */
export class TimeoutError extends PosternError {
  override readonly name: string = 'TimeoutError';

  constructor(message: string, options?: { cause?: unknown }) {
    super('TIMEOUT', message, options);
  }
}

/** `waitUntilFinal` gave up; the group goes on. */
export class WaitTimeoutError<T = unknown> extends TimeoutError {
  override readonly name = 'WaitTimeoutError';

  constructor(
    message: string,
    /** As it was last read. */
    readonly last: T,
  ) {
    super(message);
  }
}

/** A reply that is none of Postern's: mostly another server at this address, or a proxy in between. */
export class UnreadableReplyError extends PosternError {
  override readonly name = 'UnreadableReplyError';

  constructor(
    message: string,
    readonly status: number,
    options?: { cause?: unknown },
  ) {
    super('UNREADABLE_REPLY', message, options);
  }
}

/** A webhook that must not be trusted. */
export class WebhookVerificationError extends PosternError {
  override readonly name = 'WebhookVerificationError';

  constructor(message: string) {
    super('WEBHOOK_NOT_VERIFIED', message);
  }
}

/** What a refusal says; `problem` is the whole document (RFC 9457) with all its extensions. */
export interface Refusal {
  status: number;
  code: string;
  message: string;
  problem: (Problem & Record<string, unknown>) | null;
  requestId: string | null;
  /** Seconds. */
  retryAfter: number | null;
}

/** The gateway answered with an error. */
export class ApiError extends PosternError {
  override readonly name: string = 'ApiError';
  readonly status: number;
  /** The fields at fault, each with its path and rule; empty where no field is. */
  readonly issues: readonly Issue[];
  readonly requestId: string | null;
  /** Seconds after which another try makes sense. */
  readonly retryAfter: number | null;
  /** Null where a proxy answered instead of the gateway. */
  readonly problem: (Problem & Record<string, unknown>) | null;

  constructor(refusal: Refusal) {
    super(refusal.code, refusal.message);
    this.status = refusal.status;
    this.issues = refusal.problem?.issues ?? [];
    this.requestId = refusal.requestId;
    this.retryAfter = refusal.retryAfter;
    this.problem = refusal.problem;
  }
}

/** 401: the key is unknown, expired or revoked. */
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError';
}

/** 403: the key lacks the scope that `problem.scope` names. */
export class PermissionError extends ApiError {
  override readonly name = 'PermissionError';
}

/** 404: there is no such thing in this workspace. */
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError';
}

/** 409: the state does not allow it; `problem` shows the state, as `post` or `results`. */
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError';
}

/** 422: `issues` say which rules are broken, and where. */
export class ValidationError extends ApiError {
  override readonly name = 'ValidationError';
}

/** 429: the key's rate limit; the SDK has waited and tried again already. */
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError';
}

/** 5xx: the gateway or what stands before it failed. */
export class ServerError extends ApiError {
  override readonly name = 'ServerError';
}

export function apiError(refusal: Refusal): ApiError {
  switch (refusal.status) {
    case 401:
      return new AuthenticationError(refusal);
    case 403:
      return new PermissionError(refusal);
    case 404:
      return new NotFoundError(refusal);
    case 409:
      return new ConflictError(refusal);
    case 422:
      return new ValidationError(refusal);
    case 429:
      return new RateLimitError(refusal);
    default:
      return refusal.status >= 500 ? new ServerError(refusal) : new ApiError(refusal);
  }
}
