/** An upstream that answers with several rows for one post (a thread) is folded into one snapshot. */
import { isFinal, type PostStatus } from './post-status';
import { publishError, type PublishError } from './publish-error';
import type { PostPart, ProviderSnapshot } from './snapshot';
import { isSuccess, mostAdvancedOpen } from './status-rank';

/**
 * One snapshot of a thread, from those of its parts in order. Ids and link are the first part's; `parts` holds
 * the rest, from index 1. A thread of one part is that part.
 *
 * All live → `published` (`handed_off` while a part waits in the creator's app); any open → the most advanced
 * open status; some live and the rest not → `failed`, `THREAD_INCOMPLETE`; none live → `failed` with the first
 * error, or `canceled` where all are. A part with an unlisted word is neither live nor lost: without an open
 * part the thread's status is then `null` too.
 *
 * Throws `RangeError` without parts.
 */
export function foldThread(parts: readonly ProviderSnapshot[]): ProviderSnapshot {
  const [first, ...rest] = parts;
  if (first === undefined) {
    throw new RangeError('A thread has at least one part.');
  }
  if (rest.length === 0) {
    return first;
  }
  const status = foldedStatus(parts.map((part) => part.status));
  const deciding = parts.find((part) => part.status === status) ?? first;
  return {
    status,
    upstreamStatus: deciding.upstreamStatus,
    providerReference: first.providerReference,
    platformPostId: first.platformPostId,
    platformPostUrl: first.platformPostUrl,
    scheduledAt: firstKnown(parts, 'scheduledAt'),
    attemptedAt: firstKnown(parts, 'attemptedAt'),
    publishedAt: isSuccess(status) ? firstKnown(parts, 'publishedAt') : null,
    canceledAt: status === 'canceled' ? firstKnown(parts, 'canceledAt') : null,
    canceledBy: status === 'canceled' ? firstKnown(parts, 'canceledBy') : null,
    cancelReason: status === 'canceled' ? firstKnown(parts, 'cancelReason') : null,
    parts: rest.map(toPart),
    error: foldedError(status, parts, deciding),
  };
}

function foldedStatus(statuses: readonly (PostStatus | null)[]): PostStatus | null {
  const open = mostAdvancedOpen(statuses);
  if (open !== null || statuses.includes(null)) {
    return open;
  }
  const lost = statuses.filter((status) => !isSuccess(status));
  if (lost.length === 0) {
    return statuses.includes('handed_off') ? 'handed_off' : 'published';
  }
  return lost.length === statuses.length && !lost.includes('failed') ? 'canceled' : 'failed';
}

function foldedError(
  status: PostStatus | null,
  parts: readonly ProviderSnapshot[],
  deciding: ProviderSnapshot,
): PublishError | null {
  if (status === null || !isFinal(status)) {
    return deciding.error;
  }
  if (status !== 'failed') {
    return null;
  }
  const cause = firstKnown(
    parts.filter((part) => part.status === 'failed'),
    'error',
  );
  const live = parts.filter((part) => isSuccess(part.status)).length;
  return live === 0 ? cause : incomplete(live, parts.length, cause);
}

/** Keeps the evidence of the part that failed first. */
function incomplete(live: number, total: number, cause: PublishError | null): PublishError {
  return publishError({
    ...cause,
    code: 'THREAD_INCOMPLETE',
    retryable: false,
    retryAfter: null,
    message: `${live} of ${total} parts of the thread are live; the rest failed.`,
    remedy: undefined,
  });
}

function firstKnown<K extends keyof ProviderSnapshot>(
  parts: readonly ProviderSnapshot[],
  field: K,
): ProviderSnapshot[K] | null {
  return parts.find((part) => part[field] !== null)?.[field] ?? null;
}

function toPart(part: ProviderSnapshot, index: number): PostPart {
  return {
    index: index + 1,
    status: part.status,
    platformPostId: part.platformPostId,
    platformPostUrl: part.platformPostUrl,
  };
}
