import { randomInt } from 'node:crypto';
import type { FaultPlan } from '../frame/faults';
import { wordsFor } from '../frame/platform-words';
import type { Outcome, PlatformPost, PostError } from './state';

/** Words beyond the frame's own: PostPost has codes for them that other upstreams lack. */
const OWN_WORDS = ['fail-network', 'fail-odd'] as const;

/** Uses up a matching fault rule: ask once for each platform post. */
export function decideOutcome(faults: FaultPlan, post: PlatformPost): Outcome {
  const text = wordsFor(post.platform, post.content);
  const own = OWN_WORDS.find((word) => text.includes(`#${word}`));
  return own ?? faults.ofOutcome('postpost', post.connectionId, text) ?? 'published';
}

type Failure = Omit<PostError, 'failedAt'>;

/** PostPost docs, get-post: `error` of a failed platform post. `fail-odd` has a code that is on no page. */
export function failureOf(outcome: Exclude<Outcome, 'published' | 'no-url' | 'stuck'>): Failure {
  switch (outcome) {
    case 'fail-auth':
      return {
        code: 'PLATFORM_AUTH_EXPIRED',
        message: 'The access token is no longer valid. Reconnect the account.',
        platformStatusCode: 401,
        platformError: 'Invalid or expired token',
        retryable: false,
      };
    case 'fail-content':
      return contentFailure('The platform refused the content', 'content policy');
    case 'fail-rate':
      return {
        code: 'RATE_LIMITED',
        message: 'Too many posts',
        platformStatusCode: 429,
        platformError: 'quota',
        retryable: true,
      };
    case 'fail-server':
      return {
        code: 'PLATFORM_SERVER_ERROR',
        message: 'The platform had an internal error',
        platformStatusCode: 503,
        platformError: 'Service Unavailable',
        retryable: true,
      };
    case 'fail-network':
      return {
        code: 'NETWORK_ERROR',
        message: 'The connection to the platform broke',
        platformStatusCode: null,
        platformError: null,
        retryable: true,
      };
    case 'fail-odd':
      return {
        code: 'PLATFORM_CHECKPOINT_PENDING',
        message: 'The platform asks the account owner to pass a checkpoint',
        platformError: 'checkpoint_required',
        retryable: false,
      };
  }
}

export function contentFailure(message: string, platformError: string | null = null): Failure {
  return { code: 'INVALID_CONTENT', message, platformStatusCode: 400, platformError, retryable: false };
}

/** What happens to an id that names no connection is documented nowhere; it cannot be published. */
export const NO_CONNECTION: Failure = {
  code: 'UNKNOWN_ERROR',
  message: 'Connection not found',
  platformError: null,
  retryable: false,
};

/** An id as that network itself would give: digits, or a URN for LinkedIn. Never a URL. */
export function nativeId(platform: string): string {
  const digits = `7${Array.from({ length: 18 }, () => randomInt(10)).join('')}`;
  switch (platform) {
    case 'linkedin':
      return `urn:li:share:${digits}`;
    case 'bluesky':
      return `at://did:plc:sandbox/app.bsky.feed.post/${digits}`;
    case 'telegram':
      return String(randomInt(1, 100_000));
    default:
      return digits;
  }
}
