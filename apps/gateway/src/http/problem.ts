/** Errors of the API as RFC 9457 describes them: one closed list of codes, each with its status and title. */

export const PROBLEMS = {
  MALFORMED_REQUEST: { status: 400, title: 'The request cannot be read' },
  UNAUTHENTICATED: { status: 401, title: 'A valid API key is required' },
  FORBIDDEN_SCOPE: { status: 403, title: 'The API key lacks a scope' },
  FORBIDDEN_CSRF: { status: 403, title: 'The session’s token is missing or wrong' },
  FORBIDDEN_ORIGIN: { status: 403, title: 'The page may not speak to Postern' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The method is not allowed here' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request came too slowly' },
  CONFLICT: { status: 409, title: 'The state does not allow this' },
  IDEMPOTENCY_CONFLICT: { status: 409, title: 'The idempotency key was used for another request' },
  IDEMPOTENCY_IN_FLIGHT: { status: 409, title: 'The first request with this idempotency key still runs' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  VALIDATION: { status: 422, title: 'The request breaks a rule' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Address and headers are too large' },
  INTERNAL: { status: 500, title: 'Postern failed' },
  UNAVAILABLE: { status: 503, title: 'Not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** A rule that a field of the request breaks. */
export interface Issue {
  /** As in `targets[1].content.text`; empty for the body as a whole. */
  path: string;
  /** A stable word, e.g. `required`, `unknown_field`, `account.exists`. */
  rule: string;
  /** One sentence for a person. */
  message: string;
}

/** The document that is sent as `application/problem+json`. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
  issues?: Issue[];
  [extension: string]: unknown;
}

export interface ProblemOptions {
  issues?: Issue[];
  headers?: Record<string, string>;
  /** Further members of the document, e.g. `{ post }` or `{ results }`. */
  extensions?: Record<string, unknown>;
  cause?: unknown;
}

/** Throw it anywhere: the exception filter renders it. `detail` is shown to the caller. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly issues: Issue[] | undefined;
  readonly headers: Record<string, string>;
  readonly extensions: Record<string, unknown>;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = PROBLEMS[code].status;
    this.issues = options.issues;
    this.headers = options.headers ?? {};
    this.extensions = options.extensions ?? {};
  }

  toDocument(requestId: string): ProblemDocument {
    return {
      type: `/docs/errors/${this.code}`,
      title: PROBLEMS[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      requestId,
      ...(this.issues ? { issues: this.issues } : {}),
      ...this.extensions,
    };
  }
}

const sentence = (issues: readonly Issue[]): string =>
  issues.length === 1 && issues[0] ? issues[0].message : `${issues.length} rules are broken; see issues.`;

/** One maker per code; each returns the error to throw. */
export const problem = {
  malformed: (detail: string) => new ProblemError('MALFORMED_REQUEST', detail),
  unauthenticated: (detail: string) =>
    new ProblemError('UNAUTHENTICATED', detail, { headers: { 'www-authenticate': 'Bearer' } }),
  forbiddenScope: (scope: string) =>
    new ProblemError('FORBIDDEN_SCOPE', `The API key lacks the scope ${scope}.`, {
      extensions: { scope },
    }),
  forbiddenCsrf: () =>
    new ProblemError(
      'FORBIDDEN_CSRF',
      'Send the csrfToken of GET /v1/session as X-CSRF-Token: a cookie alone may change nothing.',
    ),
  forbiddenOrigin: (origin: string) =>
    new ProblemError('FORBIDDEN_ORIGIN', `Pages of ${origin} may not speak to Postern.`),
  notFound: (what: string) => new ProblemError('NOT_FOUND', `There is no ${what}.`),
  methodNotAllowed: (method: string, allowed: readonly string[]) =>
    new ProblemError('METHOD_NOT_ALLOWED', `${method} is not allowed here; allowed: ${allowed.join(', ')}.`, {
      headers: { allow: allowed.join(', ') },
    }),
  requestTimeout: () => new ProblemError('REQUEST_TIMEOUT', 'The request did not arrive in time.'),
  headersTooLarge: () => new ProblemError('HEADERS_TOO_LARGE', 'Address and headers exceed the limit.'),
  conflict: (detail: string, extensions?: Record<string, unknown>) =>
    new ProblemError('CONFLICT', detail, { extensions }),
  idempotencyConflict: () =>
    new ProblemError(
      'IDEMPOTENCY_CONFLICT',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
    ),
  idempotencyInFlight: () =>
    new ProblemError(
      'IDEMPOTENCY_IN_FLIGHT',
      'The first request with this Idempotency-Key has not ended yet. Repeat this one in a moment.',
      { headers: { 'retry-after': '1' } },
    ),
  payloadTooLarge: (limitBytes: number) =>
    new ProblemError('PAYLOAD_TOO_LARGE', `The body exceeds the limit of ${limitBytes} bytes.`),
  unsupportedMediaType: (given: string | undefined) =>
    new ProblemError(
      'UNSUPPORTED_MEDIA_TYPE',
      `${given ? `The content type ${given}` : 'A body without content type'} is not supported; send application/json.`,
    ),
  validation: (issues: Issue[]) => new ProblemError('VALIDATION', sentence(issues), { issues }),
  rateLimited: (detail: string, headers: Record<string, string>) =>
    new ProblemError('RATE_LIMITED', detail, { headers }),
  internal: (cause: unknown) =>
    new ProblemError('INTERNAL', 'Postern failed. The log has the cause under this requestId.', { cause }),
  unavailable: (detail: string, cause?: unknown, extensions?: Record<string, unknown>) =>
    new ProblemError('UNAVAILABLE', detail, { headers: { 'retry-after': '2' }, cause, extensions }),
};
