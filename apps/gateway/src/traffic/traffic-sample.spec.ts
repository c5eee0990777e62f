import { publishError, type PublishErrorInput } from '@postern/core';
import { askedPause, healthOf } from './traffic-sample';

const health = (error: PublishErrorInput | null, unknown = false) =>
  healthOf({ error: error && publishError(error), unknown });

describe('healthOf', () => {
  it.each(['NETWORK_ERROR', 'TIMEOUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_ERROR', 'OUTCOME_UNKNOWN'] as const)(
    '%s is a failure of the upstream',
    (code) => expect(health({ code })).toBe('fails'),
  );
  it('an unknown outcome is one', () => {
    expect(health(null, true)).toBe('fails');
    expect(health({ code: 'TIMEOUT' }, true)).toBe('fails');
  });
  it.each([
    'AUTH_EXPIRED',
    'AUTH_FORBIDDEN',
    'CONTENT_INVALID',
    'QUOTA_EXHAUSTED',
    'UPSTREAM_REJECTED',
  ] as const)('%s is an answer, also to a try whose outcome stays unknown', (code) => {
    expect(health({ code, upstreamHttpStatus: 400 })).toBe('works');
    expect(health({ code, upstreamHttpStatus: 400 }, true)).toBe('works');
  });
  it('a 429 is an answer, and our own budget none at all', () => {
    expect(health({ code: 'RATE_LIMITED', upstreamHttpStatus: 429 })).toBe('works');
    expect(health({ code: 'RATE_LIMITED' })).toBe('says_nothing');
  });
  it('the network behind the upstream is not the upstream', () => {
    expect(health({ code: 'TIMEOUT', platformCode: 'TIMEOUT_ERROR' })).toBe('works');
  });
  it('a defect of ours says nothing', () => {
    expect(health({ code: 'INTERNAL' }, true)).toBe('says_nothing');
  });
  it('a success is one', () => expect(health(null)).toBe('works'));
});

describe('askedPause', () => {
  const limited = { code: 'RATE_LIMITED', upstreamHttpStatus: 429 } as const;
  it('is what a 429 asks for, a day at most, and a little where it names nothing', () => {
    expect(askedPause(publishError({ ...limited, retryAfter: 17 }))).toBe(17);
    expect(askedPause(publishError({ ...limited, retryAfter: 604_800 }))).toBe(86_400);
    expect(askedPause(publishError(limited))).toBe(5);
  });
  it('is nobody’s wish otherwise', () => {
    expect(askedPause(null)).toBeNull();
    expect(askedPause(publishError({ code: 'RATE_LIMITED', retryAfter: 9 }))).toBeNull();
    expect(
      askedPause(publishError({ code: 'UPSTREAM_UNAVAILABLE', upstreamHttpStatus: 503, retryAfter: 9 })),
    ).toBeNull();
    expect(askedPause(publishError({ ...limited, platformHttpStatus: 429 }))).toBeNull();
  });
});
