import { PUBLISH_ERROR_CODES, PUBLISH_ERRORS, publishError, type PublishErrorCode } from './publish-error';
import { mapUpstreamCode, needsForce, UPSTREAM_CODES } from './upstream-errors';

describe('mapUpstreamCode', () => {
  it.each<[string, PublishErrorCode]>([
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
    ['POST_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
    ['SCHEDULED_POST_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
    ['SCHEDULE_HORIZON_REACHED', 'QUOTA_EXHAUSTED'],
    ['PLATFORM_NOT_AVAILABLE', 'QUOTA_EXHAUSTED'],
    ['CONNECTIONS_OVER_LIMIT', 'QUOTA_EXHAUSTED'],
    ['CHANNEL_LIMIT_REACHED', 'QUOTA_EXHAUSTED'],
    ['BILLING_EXHAUSTED', 'QUOTA_EXHAUSTED'],
    ['KILL_SWITCH', 'CONNECTION_DISABLED'],
  ])('%s → %s, whatever the HTTP status and the case', (code, ours) => {
    expect(mapUpstreamCode(code)).toBe(ours);
    expect(mapUpstreamCode(` ${code.toLowerCase()} `, 503)).toBe(ours);
    expect(UPSTREAM_CODES.has(code)).toBe(true);
  });

  it.each<[string | null | undefined, number | null | undefined, PublishErrorCode]>([
    ['WHO_KNOWS', 400, 'UPSTREAM_REJECTED'],
    ['WHO_KNOWS', 499, 'UPSTREAM_REJECTED'],
    [null, 422, 'UPSTREAM_REJECTED'],
    ['WHO_KNOWS', 408, 'UPSTREAM_ERROR'],
    ['WHO_KNOWS', 429, 'RATE_LIMITED'],
    ['WHO_KNOWS', 500, 'UPSTREAM_ERROR'],
    ['WHO_KNOWS', 200, 'UPSTREAM_ERROR'],
    ['', null, 'UPSTREAM_ERROR'],
    [undefined, undefined, 'UPSTREAM_ERROR'],
    ['constructor', 500, 'UPSTREAM_ERROR'],
  ])('unlisted %s with %s → %s', (code, httpStatus, ours) => {
    expect(mapUpstreamCode(code, httpStatus)).toBe(ours);
  });
});

describe('needsForce', () => {
  it('wants force for everything that is not retryable, and for what nobody explains', () => {
    for (const code of PUBLISH_ERROR_CODES) {
      expect(needsForce(publishError({ code, retryable: false }))).toBe(true);
    }
    expect(needsForce(null)).toBe(true);
    expect(needsForce(publishError({ code: 'UPSTREAM_ERROR' }))).toBe(true);
    expect(needsForce(publishError({ code: 'THREAD_INCOMPLETE', retryable: true }))).toBe(true);
  });

  it.each(['NETWORK_ERROR', 'TIMEOUT'] as const)(
    'wants force for %s only where an upstream reports it',
    (code) => {
      expect(needsForce(publishError({ code }))).toBe(false);
      expect(needsForce(publishError({ code, provider: 'postpost', platform: 'x' }))).toBe(false);
      expect(needsForce(publishError({ code, upstreamCode: code }))).toBe(true);
      expect(needsForce(publishError({ code, platformHttpStatus: 504 }))).toBe(true);
      expect(needsForce(publishError({ code, upstreamHttpStatus: 200 }))).toBe(true);
    },
  );

  it('wants none where a later try is safe', () => {
    expect(needsForce(publishError({ code: 'RATE_LIMITED', upstreamCode: 'RATE_LIMITED' }))).toBe(false);
    expect(needsForce(publishError({ code: 'UPSTREAM_UNAVAILABLE', upstreamHttpStatus: 503 }))).toBe(false);
  });
});

describe('publishError', () => {
  it('has every key, null where nothing is known', () => {
    expect(publishError({ code: 'TIMEOUT' })).toEqual({
      code: 'TIMEOUT',
      category: 'network',
      retryable: true,
      retryAfter: null,
      message: PUBLISH_ERRORS.TIMEOUT.message,
      remedy: PUBLISH_ERRORS.TIMEOUT.remedy,
      provider: null,
      platform: null,
      upstreamCode: null,
      upstreamHttpStatus: null,
      upstreamMessage: null,
      upstreamRequestId: null,
      platformCode: null,
      platformHttpStatus: null,
      platformMessage: null,
      occurredAt: null,
      docs: '/docs/errors/TIMEOUT',
    });
  });

  it('keeps what is given, also a false and a zero', () => {
    const given = {
      code: 'RATE_LIMITED',
      retryable: false,
      retryAfter: 0,
      message: 'm',
      remedy: 'r',
      provider: 'layers',
      platform: 'tiktok',
      upstreamCode: 'c',
      upstreamHttpStatus: 429,
      upstreamMessage: 'um',
      upstreamRequestId: 'id',
      platformCode: 'pc',
      platformHttpStatus: 0,
      platformMessage: 'pm',
      occurredAt: '2026-05-04T09:00:00Z',
    } as const;
    expect(publishError(given)).toEqual({ ...given, category: 'limit', docs: '/docs/errors/RATE_LIMITED' });
  });

  it('is retryable by default only where a later try can succeed by itself', () => {
    const retryable = PUBLISH_ERROR_CODES.filter((code) => publishError({ code }).retryable);
    expect(retryable).toEqual([
      'RATE_LIMITED',
      'UPSTREAM_UNAVAILABLE',
      'UPSTREAM_ERROR',
      'NETWORK_ERROR',
      'TIMEOUT',
    ]);
  });
});
