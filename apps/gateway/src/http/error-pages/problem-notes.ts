/** What the pages say of each problem code, and the example that stands in the pages and in the OpenAPI document. */
import type { Issue, ProblemCode } from '../problem';

export interface ProblemNote {
  /** One sentence. */
  meaning: string;
  /** What brings it about. */
  when: readonly string[];
  /** What the caller does about it. */
  remedy: string;
  example: { detail: string; issues?: Issue[]; extensions?: Record<string, unknown> };
}

export const PROBLEM_NOTES: Readonly<Record<ProblemCode, ProblemNote>> = {
  MALFORMED_REQUEST: {
    meaning: 'The bytes that came are not a request that can be understood.',
    when: [
      'The body is not valid JSON, not UTF-8, or names a member `__proto__`.',
      'The address holds a broken percent sequence, a NUL character or a part of absurd length.',
      'The bytes are not valid HTTP, `Host` is missing or given twice, or `Expect` asks for what nobody can do.',
    ],
    remedy: 'Correct the client: the same request never succeeds.',
    example: { detail: 'The body is not valid JSON: Unexpected end of JSON input' },
  },
  UNAUTHENTICATED: {
    meaning: 'The gateway does not know who asks.',
    when: [
      'The header `Authorization` is missing or does not read `Bearer <key>`.',
      'The key is unknown, has expired or was revoked.',
    ],
    remedy: 'Send a valid API key. Ask whoever runs the gateway for one; keys are shown only once.',
    example: { detail: 'Send the API key as “Authorization: Bearer <key>”.' },
  },
  FORBIDDEN_SCOPE: {
    meaning: 'The key is valid, but it may not do this.',
    when: ['The operation asks for a scope that the key does not have; `scope` names it.'],
    remedy: 'Use a key that has the scope, or have one made.',
    example: {
      detail: 'The API key lacks the scope publish:write.',
      extensions: { scope: 'publish:write' },
    },
  },
  FORBIDDEN_CSRF: {
    meaning: 'A change came with a session’s cookie, but without the proof that a page of ours asked for it.',
    when: ['The header `X-CSRF-Token` is missing, or is not the `csrfToken` of this session.'],
    remedy: 'Read `GET /v1/session` again and send its `csrfToken`; programs send an API key instead.',
    example: {
      detail: 'Send the csrfToken of GET /v1/session as X-CSRF-Token: a cookie alone may change nothing.',
    },
  },
  FORBIDDEN_ORIGIN: {
    meaning: 'A browser’s page of another site tried to speak to Postern.',
    when: [
      'To the MCP server: `Origin` names neither the public address of the gateway nor this machine itself.',
      'To sign in, or to change something with a session’s cookie: the browser says by `Sec-Fetch-Site` or ' +
        '`Origin` that the page is not the gateway’s own.',
    ],
    remedy:
      'Call from the gateway’s own address (behind a proxy, name it in `POSTERN_PUBLIC_URL`), or from a program that sends no `Origin`.',
    example: { detail: 'Pages of https://elsewhere.example may not speak to Postern.' },
  },
  NOT_FOUND: {
    meaning: 'There is nothing under this address.',
    when: [
      'No operation has this path.',
      'The id is unknown, or belongs to another workspace: the two are not told apart.',
    ],
    remedy: 'Check the path, the id, and that the key belongs to the workspace that owns the thing.',
    example: { detail: 'There is no such post.' },
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'The path exists, but not for this method.',
    when: ['The header `Allow` and the detail name the methods that the path knows.'],
    remedy: 'Use one of the methods in `Allow`.',
    example: { detail: 'PUT is not allowed here; allowed: DELETE, GET, HEAD, PATCH.' },
  },
  REQUEST_TIMEOUT: {
    meaning: 'The request did not arrive in time.',
    when: ['The client opened a connection and did not send its headers or its body to the end in time.'],
    remedy: 'Send it again; an `Idempotency-Key` makes that safe. Look for a proxy that stalls.',
    example: { detail: 'The request did not arrive in time.' },
  },
  CONFLICT: {
    meaning: 'The request is right, but not in the present state of things.',
    when: [
      'A command comes too late, or none of the posts can be changed: `post` or `results` show how they are.',
      'A thing is still in use, or was changed by somebody else since it was read.',
    ],
    remedy: 'Read the thing again and decide anew; the detail says what stands in the way.',
    example: { detail: 'The post has been published.' },
  },
  IDEMPOTENCY_CONFLICT: {
    meaning: 'This `Idempotency-Key` stands for another request.',
    when: ['The key was used on the same path with another body within the last 24 hours.'],
    remedy: 'Use a new key for a new request, and the same key only for the very same body.',
    example: {
      detail: 'This Idempotency-Key was used with another body. Use a new key for a new request.',
    },
  },
  IDEMPOTENCY_IN_FLIGHT: {
    meaning: 'The first request with this `Idempotency-Key` has not ended yet.',
    when: ['A repetition overtakes the first request, and a short wait was not enough.'],
    remedy: 'Repeat the request after `Retry-After`; it then gets the first one’s answer.',
    example: {
      detail: 'The first request with this Idempotency-Key has not ended yet. Repeat this one in a moment.',
    },
  },
  PAYLOAD_TOO_LARGE: {
    meaning: 'The body is larger than what is read here.',
    when: ['A JSON body exceeds 1 MiB, or an uploaded file the limit for media.'],
    remedy: 'Send less. Media go through `POST /v1/media` or by address, never inside JSON.',
    example: { detail: 'The body exceeds the limit of 1048576 bytes.' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    meaning: 'The body is of a kind that is not read here.',
    when: ['`Content-Type` is missing or names something that the operation does not take.'],
    remedy: 'Send `Content-Type: application/json`, and for uploads `multipart/form-data`.',
    example: { detail: 'The content type text/plain is not supported; send application/json.' },
  },
  VALIDATION: {
    meaning: 'The request can be read, but breaks rules. Nothing was written.',
    when: [
      'A field is missing, unknown, of the wrong type or out of bounds; a filter or cursor is not valid.',
      'The content breaks a rule of a platform, or a provider cannot do what is asked for.',
    ],
    remedy: 'Correct what `issues` names: `path` is the place, `rule` a stable word, `message` a sentence.',
    example: {
      detail: 'targets must contain at least 1 elements',
      issues: [{ path: 'targets', rule: 'min_items', message: 'targets must contain at least 1 elements' }],
    },
  },
  HEADERS_TOO_LARGE: {
    meaning: 'Address and headers together are larger than what is read.',
    when: ['They exceed 16 KiB, mostly by a long list of filters or by cookies that are not ours.'],
    remedy: 'Ask for fewer ids at once; send no cookies.',
    example: { detail: 'Address and headers exceed the limit.' },
  },
  RATE_LIMITED: {
    meaning: 'The key has sent more requests than it may.',
    when: ['The budget of the key is used up; `RateLimit-Policy` tells it, `RateLimit` what is left.'],
    remedy: 'Wait for `Retry-After` seconds and repeat the request.',
    example: { detail: 'Too many requests with this key. Repeat this one in 3 seconds.' },
  },
  INTERNAL: {
    meaning: 'The gateway has a defect, or met something that nobody foresaw.',
    when: ['Never on purpose. The log has the cause under `requestId`.'],
    remedy: 'Report it with its `requestId`. Repeating a POST is safe with the same `Idempotency-Key`.',
    example: { detail: 'Postern failed. The log has the cause under this requestId.' },
  },
  UNAVAILABLE: {
    meaning: 'Something that the gateway needs is away for the moment.',
    when: ['The database cannot be reached, or the process is about to stop.'],
    remedy: 'Repeat the request after `Retry-After`; with the same `Idempotency-Key` that is always safe.',
    example: { detail: 'The database cannot be reached at the moment.' },
  },
};
