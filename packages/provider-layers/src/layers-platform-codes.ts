import type { PublishErrorCode } from '@postern/core';

/**
 * `PLATFORM_ERROR` leaves the meaning to the network's own code (Layers docs, errors). Listed is what TikTok's
 * content posting API and Meta's Graph API document; anything else stays a refusal without a closer reason.
 */
const PLATFORM_CODES: Readonly<Record<string, PublishErrorCode>> = {
  // TikTok
  access_token_invalid: 'AUTH_EXPIRED',
  scope_not_authorized: 'AUTH_EXPIRED',
  rate_limit_exceeded: 'RATE_LIMITED',
  spam_risk_too_many_posts: 'RATE_LIMITED',
  spam_risk: 'CONTENT_REJECTED',
  spam_risk_text: 'CONTENT_REJECTED',
  spam_risk_user_banned_from_posting: 'AUTH_FORBIDDEN',
  internal_error: 'UPSTREAM_UNAVAILABLE',
  // Meta
  OAuthException: 'AUTH_EXPIRED',
  '190': 'AUTH_EXPIRED',
  '10': 'AUTH_FORBIDDEN',
  '200': 'AUTH_FORBIDDEN',
  '4': 'RATE_LIMITED',
  '9': 'RATE_LIMITED',
  '17': 'RATE_LIMITED',
  '32': 'RATE_LIMITED',
  '613': 'RATE_LIMITED',
  '1': 'UPSTREAM_UNAVAILABLE',
  '2': 'UPSTREAM_UNAVAILABLE',
  '36000': 'CONTENT_TOO_LARGE',
  '36001': 'CONTENT_INVALID',
  '36003': 'CONTENT_INVALID',
};

/** Our code for the network's, or undefined. */
export function codeOfPlatform(platformCode: string | null): PublishErrorCode | undefined {
  return platformCode !== null && Object.hasOwn(PLATFORM_CODES, platformCode)
    ? PLATFORM_CODES[platformCode]
    : undefined;
}
