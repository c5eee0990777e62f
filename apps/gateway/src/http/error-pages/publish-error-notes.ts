import type { PublishErrorCode } from '@postern/core';

/** When each error of a post comes about; what it means and what to do stands in core's `PUBLISH_ERRORS`. */
export const PUBLISH_ERROR_NOTES: Readonly<Record<PublishErrorCode, string>> = {
  AUTH_EXPIRED:
    'The platform or the provider no longer takes the token of the account: it ran out, its owner changed the password or withdrew the permission.',
  AUTH_FORBIDDEN:
    'The connection’s key is wrong, lacks a scope at the provider, or the account does not belong to it.',
  CONNECTION_DISABLED: 'The provider suspended the key or the project that the connection uses.',
  CONTENT_INVALID:
    'Text, media or options break a rule of the platform that only showed when the post was handed over.',
  CONTENT_TOO_LARGE: 'A file exceeds the size that the platform takes.',
  CONTENT_REJECTED: 'A reviewer or the moderation of the platform said no.',
  DUPLICATE_CONTENT: 'The platform refuses the same text from the same account within some time.',
  APPROVAL_EXPIRED: 'The provider asks for an approval, and its time ran out.',
  THREAD_INCOMPLETE: 'A part of a thread failed after others were live; `parts` of the post tells which.',
  RATE_LIMITED: 'The provider or the platform answered 429; `retryAfter` has the seconds that it named.',
  QUOTA_EXHAUSTED: 'The plan at the provider allows no further posts, accounts or calls in this period.',
  UPSTREAM_UNAVAILABLE: 'The provider answered 502, 503 or 504, or said that the platform is down.',
  UPSTREAM_ERROR: 'The provider answered with a failure of its own that says nothing about the post.',
  UPSTREAM_REJECTED: 'The provider refused the request with a code that Postern does not know.',
  NETWORK_ERROR: 'The connection to the provider, or of the provider to the platform, broke.',
  TIMEOUT: 'The provider, or the platform behind it, took longer than it may.',
  OUTCOME_UNKNOWN:
    'The connection broke after the post was sent, and the provider has no way to tell what became of it.',
  TOO_LATE:
    'The post could not be handed over within `maxLatenessSeconds` after its time: the provider was away, or nothing ran.',
  INTERNAL: 'Postern met something that nobody foresaw while it handled this post.',
};
