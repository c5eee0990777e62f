import { type Document, operationsOf, type PlacedOperation, type Response } from './document-types';
import { isRepeatable } from './parameters';

const HEADERS: Readonly<Record<string, { description: string; schema: object; example: unknown }>> = {
  'X-Request-Id': {
    description: 'Names the request in our log: the one that was sent, where it was sane, or a new one.',
    schema: { type: 'string' },
    example: 'req_01jdb2k7m4x8p6q3w9v5z0n1ct',
  },
  'Server-Timing': {
    description: 'Milliseconds: `app` is our own share, `upstream` what providers took meanwhile.',
    schema: { type: 'string' },
    example: 'app;dur=3.1',
  },
  'Retry-After': {
    description: 'Seconds to wait before the request is repeated.',
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  RateLimit: {
    description: 'What is left of the key’s budget: `r` requests, anew in `t` seconds.',
    schema: { type: 'string' },
    example: '"key";r=598;t=1',
  },
  'RateLimit-Policy': {
    description: 'The key’s budget: `q` requests in `w` seconds.',
    schema: { type: 'string' },
    example: '"key";q=600;w=60',
  },
  'Idempotency-Replayed': {
    description: '`true` where this is the first request’s answer, given again.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate.',
    schema: { type: 'string' },
    example: 'Bearer',
  },
};

/** Statuses that may be better the next time. */
const TO_WAIT = ['429', '503'];

/** Says which headers a response can have, beside those that its operation names itself. */
export function describeHeaders(document: Document): void {
  document.components.headers = { ...HEADERS };
  for (const [code, response] of Object.entries(document.components.responses ?? {})) {
    addHeaders(response, problemHeaders(code));
  }
  for (const placed of operationsOf(document)) {
    for (const [status, response] of Object.entries(placed.operation.responses)) {
      if (response.$ref === undefined) addHeaders(response, headersOf(placed, status));
    }
  }
}

function headersOf({ operation }: PlacedOperation, status: string): string[] {
  const limited = (operation.security ?? []).length > 0;
  return [
    'X-Request-Id',
    'Server-Timing',
    ...(limited ? ['RateLimit', 'RateLimit-Policy'] : []),
    ...(isRepeatable(operation) && status < '300' ? ['Idempotency-Replayed'] : []),
    ...(TO_WAIT.includes(status) || (isRepeatable(operation) && status === '409') ? ['Retry-After'] : []),
    ...(status === '401' ? ['WWW-Authenticate'] : []),
  ];
}

function problemHeaders(code: string): string[] {
  return [
    'X-Request-Id',
    'Server-Timing',
    ...(code === 'UNAUTHENTICATED' ? ['WWW-Authenticate'] : ['RateLimit', 'RateLimit-Policy']),
    ...(['RATE_LIMITED', 'UNAVAILABLE', 'IDEMPOTENCY_IN_FLIGHT'].includes(code) ? ['Retry-After'] : []),
  ];
}

function addHeaders(response: Response, names: string[]): void {
  const references = names.map((name) => [name, { $ref: `#/components/headers/${name}` }] as const);
  response.headers = { ...Object.fromEntries(references), ...response.headers };
}
