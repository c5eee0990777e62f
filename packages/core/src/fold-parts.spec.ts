import { foldThread } from './fold-parts';
import type { PostStatus } from './post-status';
import { publishError } from './publish-error';
import { EMPTY_SNAPSHOT, type ProviderSnapshot } from './snapshot';

function part(status: PostStatus | null, fields: Partial<ProviderSnapshot> = {}): ProviderSnapshot {
  return { ...EMPTY_SNAPSHOT, status, upstreamStatus: status === null ? 'odd' : `raw-${status}`, ...fields };
}
const limited = publishError({
  code: 'RATE_LIMITED',
  retryAfter: 60,
  upstreamCode: 'RATE_LIMIT',
  platform: 'x',
});
const expired = publishError({ code: 'AUTH_EXPIRED' });

describe('foldThread', () => {
  it.each<[(PostStatus | null)[], PostStatus | null]>([
    [['published', 'published'], 'published'],
    [['handed_off', 'handed_off'], 'handed_off'],
    [['published', 'handed_off'], 'handed_off'],
    [['published', 'queued', 'publishing'], 'publishing'],
    [['failed', 'scheduled'], 'scheduled'],
    [['queued', null], 'queued'],
    [['published', null], null],
    [['failed', null], null],
    [['published', 'failed'], 'failed'],
    [['published', 'canceled'], 'failed'],
    [['failed', 'failed'], 'failed'],
    [['failed', 'canceled'], 'failed'],
    [['canceled', 'canceled'], 'canceled'],
  ])('%j → %s', (statuses, folded) => {
    expect(foldThread(statuses.map((status) => part(status))).status).toBe(folded);
  });

  it('takes ids and link of the first part and lists the rest', () => {
    const folded = foldThread([
      part('published', {
        providerReference: 'r',
        platformPostId: '1',
        platformPostUrl: 'u1',
        publishedAt: 't1',
      }),
      part('published', { platformPostId: '2', platformPostUrl: 'u2', publishedAt: 't2', attemptedAt: 'a2' }),
    ]);
    expect(folded).toEqual({
      ...EMPTY_SNAPSHOT,
      status: 'published',
      upstreamStatus: 'raw-published',
      providerReference: 'r',
      platformPostId: '1',
      platformPostUrl: 'u1',
      attemptedAt: 'a2',
      publishedAt: 't1',
      parts: [{ index: 1, status: 'published', platformPostId: '2', platformPostUrl: 'u2' }],
    });
  });

  it('keeps the evidence of a thread that broke off, without a promise that a retry helps', () => {
    const folded = foldThread([
      part('published', { publishedAt: 't1' }),
      part('failed', { error: limited }),
      part('failed'),
    ]);
    expect(folded.error).toMatchObject({
      code: 'THREAD_INCOMPLETE',
      category: 'content',
      retryable: false,
      retryAfter: null,
      message: '1 of 3 parts of the thread are live; the rest failed.',
      upstreamCode: 'RATE_LIMIT',
      platform: 'x',
      docs: '/docs/errors/THREAD_INCOMPLETE',
    });
    expect(folded.error?.remedy).toMatch(/^Finish or delete the thread/);
    expect(folded).toMatchObject({ upstreamStatus: 'raw-failed', publishedAt: null });
    expect(foldThread([part('published'), part('canceled')]).error).toMatchObject({
      code: 'THREAD_INCOMPLETE',
    });
  });

  it('shows the first error where no part is live, and none where nothing failed', () => {
    expect(foldThread([part('failed'), part('failed', { error: expired })]).error).toEqual(expired);
    expect(
      foldThread([part('canceled', { error: limited }), part('failed', { error: expired })]).error,
    ).toEqual(expired);
    expect(foldThread([part('published', { error: limited }), part('published')]).error).toBeNull();
    expect(
      foldThread([part('failed', { error: expired }), part('queued', { error: limited })]).error,
    ).toEqual(limited);
  });

  it('says who canceled only where all of it is canceled', () => {
    const canceled = { canceledAt: 'c', canceledBy: 'upstream', cancelReason: 'revoked' } as const;
    expect(foldThread([part('canceled'), part('canceled', canceled)])).toMatchObject(canceled);
    expect(foldThread([part('canceled', canceled), part('failed')])).toMatchObject({
      canceledAt: null,
      canceledBy: null,
    });
  });

  it('leaves a single part as it is, and refuses none', () => {
    const only = part('failed', { error: expired });
    expect(foldThread([only])).toBe(only);
    expect(() => foldThread([])).toThrow(RangeError);
  });
});
