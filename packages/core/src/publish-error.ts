/** Codes of everything that can go wrong with a post; see `PUBLISH_ERRORS` for their meaning. */
export const PUBLISH_ERROR_CODES = [
  'AUTH_EXPIRED',
  'AUTH_FORBIDDEN',
  'CONNECTION_DISABLED',
  'CONTENT_INVALID',
  'CONTENT_TOO_LARGE',
  'CONTENT_REJECTED',
  'DUPLICATE_CONTENT',
  'APPROVAL_EXPIRED',
  'THREAD_INCOMPLETE',
  'RATE_LIMITED',
  'QUOTA_EXHAUSTED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_ERROR',
  'UPSTREAM_REJECTED',
  'NETWORK_ERROR',
  'TIMEOUT',
  'OUTCOME_UNKNOWN',
  'TOO_LATE',
  'INTERNAL',
] as const;

export type PublishErrorCode = (typeof PUBLISH_ERROR_CODES)[number];

export type PublishErrorCategory =
  'auth' | 'content' | 'limit' | 'upstream' | 'network' | 'outcome' | 'lateness' | 'internal';

/**
 * Why a post or an attempt failed, with the evidence. An error is data: every key is always present and
 * `null` where nothing is known.
 */
export interface PublishError {
  code: PublishErrorCode;
  category: PublishErrorCategory;
  /** Whether a later try can succeed without anybody changing anything. */
  retryable: boolean;
  /** Seconds to wait before the next try, as the upstream asked for it. */
  retryAfter: number | null;
  /** One sentence for a person. */
  message: string;
  /** What a person can do about it. */
  remedy: string;
  provider: string | null;
  platform: string | null;
  upstreamCode: string | null;
  upstreamHttpStatus: number | null;
  upstreamMessage: string | null;
  upstreamRequestId: string | null;
  /** What the social network itself said, passed on by the upstream. */
  platformCode: string | null;
  platformHttpStatus: number | null;
  platformMessage: string | null;
  /** RFC 3339, UTC. */
  occurredAt: string | null;
  /** Link to the page about this code. */
  docs: string;
}

interface ErrorMeaning {
  category: PublishErrorCategory;
  retryable: boolean;
  message: string;
  remedy: string;
}

/** Category, default `retryable`, sentence and remedy of each code. */
export const PUBLISH_ERRORS: Readonly<Record<PublishErrorCode, ErrorMeaning>> = {
  AUTH_EXPIRED: {
    category: 'auth',
    retryable: false,
    message: 'The account’s authorisation has expired or was revoked.',
    remedy: 'Reconnect the account at the provider, then retry the post.',
  },
  AUTH_FORBIDDEN: {
    category: 'auth',
    retryable: false,
    message: 'The provider refuses this key or this account.',
    remedy: 'Check the connection’s credentials and their scopes at the provider, then retry the post.',
  },
  CONNECTION_DISABLED: {
    category: 'auth',
    retryable: false,
    message: 'The provider has suspended this connection.',
    remedy: 'Ask the provider to lift the suspension, check the connection, then retry the post.',
  },
  CONTENT_INVALID: {
    category: 'content',
    retryable: false,
    message: 'The content breaks a rule of the provider or the platform.',
    remedy: 'Change the content as the message says and publish it as a new post.',
  },
  CONTENT_TOO_LARGE: {
    category: 'content',
    retryable: false,
    message: 'A media file is larger than the platform accepts.',
    remedy: 'Use a smaller file and publish it as a new post.',
  },
  CONTENT_REJECTED: {
    category: 'content',
    retryable: false,
    message: 'The content was rejected by the platform or by a reviewer.',
    remedy: 'Read the reason, change the content and publish it as a new post.',
  },
  DUPLICATE_CONTENT: {
    category: 'content',
    retryable: false,
    message: 'The platform already holds a post with this content.',
    remedy: 'Look for the earlier post; change the text if a second one is meant.',
  },
  APPROVAL_EXPIRED: {
    category: 'content',
    retryable: false,
    message: 'Nobody approved the post in time.',
    remedy: 'Ask a reviewer and retry the post.',
  },
  THREAD_INCOMPLETE: {
    category: 'content',
    retryable: false,
    message: 'Some parts of the thread are live and the rest failed.',
    remedy:
      'Finish or delete the thread on the platform; a forced retry would publish its first parts again.',
  },
  RATE_LIMITED: {
    category: 'limit',
    retryable: true,
    message: 'The provider or the platform asks for a pause.',
    remedy: 'Nothing: the post is tried again after the pause.',
  },
  QUOTA_EXHAUSTED: {
    category: 'limit',
    retryable: false,
    message: 'The plan’s quota at the provider is used up.',
    remedy: 'Raise the plan or wait for the next period, then retry the post.',
  },
  UPSTREAM_UNAVAILABLE: {
    category: 'upstream',
    retryable: true,
    message: 'The provider or the platform is not available.',
    remedy: 'Nothing: the post is tried again.',
  },
  UPSTREAM_ERROR: {
    category: 'upstream',
    retryable: true,
    message: 'The provider failed in a way that it does not explain.',
    remedy: 'Look on the platform for the post, then retry it with force if it is not there.',
  },
  UPSTREAM_REJECTED: {
    category: 'upstream',
    retryable: false,
    message: 'The provider refused the request.',
    remedy: 'Read the provider’s own message; correct the request or the connection.',
  },
  NETWORK_ERROR: {
    category: 'network',
    retryable: true,
    message: 'The provider or the platform could not be reached.',
    remedy: 'Nothing where nothing was sent: the post is tried again. Else look on the platform first.',
  },
  TIMEOUT: {
    category: 'network',
    retryable: true,
    message: 'The provider or the platform did not answer in time.',
    remedy: 'Nothing where nothing was sent: the post is tried again. Else look on the platform first.',
  },
  OUTCOME_UNKNOWN: {
    category: 'outcome',
    retryable: false,
    message: 'It is not known whether the provider accepted the post.',
    remedy: 'Look on the platform and resolve the post; it is never sent again blindly.',
  },
  TOO_LATE: {
    category: 'lateness',
    retryable: false,
    message: 'The post could not be handed over before its latest time.',
    remedy: 'Retry the post if it shall still go out.',
  },
  INTERNAL: {
    category: 'internal',
    retryable: false,
    message: 'Postern failed.',
    remedy: 'Report it with the post’s id; the logs have the cause.',
  },
};

export type PublishErrorInput = Partial<Omit<PublishError, 'code' | 'category' | 'docs'>> & {
  code: PublishErrorCode;
};

/** Path of the page about a code, relative to the documentation's root. */
export function errorDocs(code: PublishErrorCode): string {
  return `/docs/errors/${code}`;
}

/** Builds a complete PublishError; what is not given comes from the table or is null. */
export function publishError(input: PublishErrorInput): PublishError {
  const meaning = PUBLISH_ERRORS[input.code];
  return {
    code: input.code,
    category: meaning.category,
    retryable: input.retryable ?? meaning.retryable,
    retryAfter: input.retryAfter ?? null,
    message: input.message ?? meaning.message,
    remedy: input.remedy ?? meaning.remedy,
    provider: input.provider ?? null,
    platform: input.platform ?? null,
    upstreamCode: input.upstreamCode ?? null,
    upstreamHttpStatus: input.upstreamHttpStatus ?? null,
    upstreamMessage: input.upstreamMessage ?? null,
    upstreamRequestId: input.upstreamRequestId ?? null,
    platformCode: input.platformCode ?? null,
    platformHttpStatus: input.platformHttpStatus ?? null,
    platformMessage: input.platformMessage ?? null,
    occurredAt: input.occurredAt ?? null,
    docs: errorDocs(input.code),
  };
}
