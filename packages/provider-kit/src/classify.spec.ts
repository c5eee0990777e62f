import type { HttpOutcome } from '@postern/core';
import { classifyCreate, classifyRead } from './classify';
import { errorFromOutcome } from './upstream-error';

const context = { provider: 'test', now: Date.parse('2026-01-02T03:04:05Z') };

function reply(
  status: number,
  json?: unknown,
  headers: Record<string, string> = {},
  text?: string,
): HttpOutcome {
  const shown = text ?? (json === undefined ? '' : JSON.stringify(json));
  return { kind: 'response', status, headers, json, text: shown, requestId: 'req_1', durationMs: 1 };
}

describe('classifyCreate', () => {
  it.each([
    [200, 'accepted'],
    [201, 'accepted'],
    [202, 'accepted'],
    [302, 'unknown'],
    [400, 'rejected'],
    [401, 'rejected'],
    [403, 'rejected'],
    [404, 'rejected'],
    [408, 'unknown'],
    [409, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [429, 'rejected'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ])('%d is %s', (status, outcome) => {
    expect(classifyCreate(reply(status, {}), context).outcome).toBe(outcome);
  });

  it('takes a 2xx without a readable body as unknown, unless none is due', () => {
    expect(classifyCreate(reply(200), context).outcome).toBe('unknown');
    expect(classifyCreate(reply(204), { ...context, bodyOptional: true }).outcome).toBe('accepted');
  });

  it('believes a 5xx only where it is documented as a refusal', () => {
    const isDocumentedRefusal = (seen: { status: number }) => seen.status === 503;
    expect(classifyCreate(reply(503, {}), { ...context, isDocumentedRefusal }).outcome).toBe('rejected');
    expect(classifyCreate(reply(500, {}), { ...context, isDocumentedRefusal }).outcome).toBe('unknown');
  });

  it('rejects what never left, and says that it may be tried again', () => {
    const verdict = classifyCreate(
      { kind: 'not_sent', cause: 'refused', message: 'ECONNREFUSED', retryAfter: null },
      context,
    );
    expect(verdict).toMatchObject({ outcome: 'rejected', error: { code: 'NETWORK_ERROR', retryable: true } });
  });

  it('does not try a blocked address again', () => {
    const verdict = classifyCreate(
      { kind: 'not_sent', cause: 'blocked', message: 'private', retryAfter: null },
      context,
    );
    expect(verdict).toMatchObject({ outcome: 'rejected', error: { retryable: false } });
  });

  it.each([
    ['timeout', 'TIMEOUT'],
    ['reset', 'NETWORK_ERROR'],
    ['too_large', 'NETWORK_ERROR'],
    ['aborted', 'NETWORK_ERROR'],
  ] as const)('takes no reply (%s) as unknown and not retryable', (cause, code) => {
    const verdict = classifyCreate({ kind: 'no_reply', cause, message: 'x', durationMs: 1 }, context);
    expect(verdict).toMatchObject({ outcome: 'unknown', error: { code, retryable: false } });
  });

  it('a 429 may be tried again after the pause', () => {
    expect(classifyCreate(reply(429, {}, { 'retry-after': '30' }), context)).toMatchObject({
      outcome: 'rejected',
      error: {
        code: 'RATE_LIMITED',
        retryable: true,
        retryAfter: 30,
        upstreamHttpStatus: 429,
        upstreamRequestId: 'req_1',
      },
    });
  });
});

describe('classifyRead', () => {
  it('tells a missing post from a failed read', () => {
    expect(classifyRead(reply(200, []), context).outcome).toBe('ok');
    expect(classifyRead(reply(404, {}), context).outcome).toBe('missing');
    expect(classifyRead(reply(500, {}), context)).toMatchObject({
      outcome: 'failed',
      error: { retryable: true },
    });
    expect(classifyRead(reply(200), context)).toMatchObject({
      outcome: 'failed',
      error: { retryable: true },
    });
    expect(
      classifyRead({ kind: 'no_reply', cause: 'reset', message: '', durationMs: 1 }, context).outcome,
    ).toBe('failed');
  });
});

describe('errorFromOutcome', () => {
  it('prefers the upstream’s own words and keeps the transport’s where it has none', () => {
    const error = errorFromOutcome(reply(422, { e: 1 }, { 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' }), {
      ...context,
      platform: 'x',
      readError: () => ({
        code: 'CONTENT_INVALID',
        upstreamCode: 'VALIDATION',
        upstreamRequestId: null,
        platformCode: '32',
      }),
    });
    expect(error).toEqual({
      code: 'CONTENT_INVALID',
      category: 'content',
      retryable: false,
      retryAfter: 60,
      message: 'The content breaks a rule of the provider or the platform.',
      remedy: 'Change the content as the message says and publish it as a new post.',
      provider: 'test',
      platform: 'x',
      upstreamCode: 'VALIDATION',
      upstreamHttpStatus: 422,
      upstreamMessage: '{"e":1}',
      upstreamRequestId: 'req_1',
      platformCode: '32',
      platformHttpStatus: null,
      platformMessage: null,
      occurredAt: '2026-01-02T03:04:05.000Z',
      docs: '/docs/errors/CONTENT_INVALID',
    });
  });

  it('shows a gateway’s page as text', () => {
    const page = '<html><h1>502</h1>\n<p>Bad gateway</p></html>';
    expect(errorFromOutcome(reply(502, undefined, {}, page), context)).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      upstreamMessage: '502 Bad gateway',
    });
  });

  it.each([
    [401, 'AUTH_FORBIDDEN'],
    [402, 'QUOTA_EXHAUSTED'],
    [408, 'TIMEOUT'],
    [413, 'CONTENT_TOO_LARGE'],
    [418, 'UPSTREAM_REJECTED'],
    [500, 'UPSTREAM_ERROR'],
    [504, 'UPSTREAM_UNAVAILABLE'],
    [302, 'UPSTREAM_ERROR'],
  ])('names a bare %d %s', (status, code) => {
    expect(errorFromOutcome(reply(status), context).code).toBe(code);
  });

  it('a used-up budget is a pause; a request that cannot be made is our fault', () => {
    const outcome = { kind: 'not_sent', message: 'm', retryAfter: 9 } as const;
    expect(errorFromOutcome({ ...outcome, cause: 'budget' }, context)).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: 9,
    });
    expect(errorFromOutcome({ ...outcome, cause: 'invalid' }, context).code).toBe('INTERNAL');
    expect(errorFromOutcome({ ...outcome, cause: 'dns' }, context).code).toBe('NETWORK_ERROR');
  });
});
