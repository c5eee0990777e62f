import { EMPTY_SNAPSHOT, publishError, type PostSubmitResult, type PublishErrorCode } from '@postern/core';
import { decideOutcome } from './outcome';
import { MAX_ATTEMPTS } from './retry-policy';
import type { ClaimedSubmission } from './submission';

const now = new Date('2026-03-01T10:00:00Z');
const descriptor = {
  capabilities: { unknownResolution: 'idempotency_key', idempotencyWindowSeconds: 86_400 },
} as const;

function claim(change: Partial<ClaimedSubmission> = {}): ClaimedSubmission {
  return {
    id: 'sub_1',
    workspaceId: 'ws_1',
    groupId: 'pg_1',
    connectionId: 'conn_1',
    connectionVersion: '1',
    provider: 'layers',
    state: 'sending',
    round: 1,
    generation: 1,
    scheduledAt: null,
    latestAt: new Date(now.getTime() + 3_600_000),
    attempts: 1,
    firstAttemptAt: now.getTime(),
    dueAt: now.getTime(),
    checkpoint: null,
    fence: '1',
    claimedAt: now.getTime(),
    traceContext: null,
    late: false,
    posts: [],
    media: [],
    ...change,
  };
}

const accepted: PostSubmitResult = {
  postId: 'post_1',
  outcome: 'accepted',
  reference: { id: 'sp_1', data: { projectId: 'prj_1' } },
  snapshot: { ...EMPTY_SNAPSHOT, status: 'queued', upstreamStatus: 'queued' },
};
const rejected = (code: PublishErrorCode, rest = {}): Extract<PostSubmitResult, { outcome: 'rejected' }> => ({
  postId: 'post_1',
  outcome: 'rejected',
  error: publishError({ code, ...rest }),
});
const unknown: PostSubmitResult = {
  postId: 'post_1',
  outcome: 'unknown',
  error: publishError({ code: 'TIMEOUT' }),
};
const decide = (posts: PostSubmitResult[], change: Partial<ClaimedSubmission> = {}) =>
  decideOutcome(claim(change), { posts }, descriptor, now);

describe('decideOutcome', () => {
  it('reads an accepted post from now on', () => {
    const outcome = decide([accepted]);
    expect(outcome.end).toMatchObject({ state: 'accepted', nextAttemptAt: null });
    expect(outcome.posts).toEqual([
      {
        postId: 'post_1',
        read: true,
        referenceData: { projectId: 'prj_1' },
        snapshot: expect.objectContaining({
          status: 'queued',
          providerReference: 'sp_1',
          attemptedAt: now.toISOString(),
        }),
      },
    ]);
  });

  it('tries a retryable refusal again as a new try, not before the upstream wants it', () => {
    const outcome = decide([rejected('RATE_LIMITED', { retryAfter: 30, upstreamHttpStatus: 429 })]);
    expect(outcome.end).toMatchObject({ state: 'held', newGeneration: true, clearCheckpoint: true });
    expect(outcome.end.nextAttemptAt?.getTime()).toBeGreaterThanOrEqual(now.getTime() + 30_000);
    expect(outcome.posts[0]?.snapshot.status).toBeNull();
  });

  it.each([
    ['a refusal that no repetition can change', {}, 'CONTENT_INVALID'],
    ['a retryable refusal once the budget is spent', { attempts: MAX_ATTEMPTS }, 'RATE_LIMITED'],
    ['a retryable refusal after the latest time', { latestAt: new Date(now.getTime() - 1) }, 'RATE_LIMITED'],
  ] as const)('fails the post on %s', (_name, change, code) => {
    const outcome = decide([rejected(code, { upstreamHttpStatus: 429 })], change);
    expect(outcome.end).toMatchObject({ state: 'rejected', nextAttemptAt: null });
    expect(outcome.posts[0]?.snapshot).toMatchObject({ status: 'failed', error: { code } });
  });

  it('looks into an unknown outcome with the same key and checkpoint', () => {
    const outcome = decide([unknown]);
    expect(outcome.end).toMatchObject({ state: 'unknown', newGeneration: false, clearCheckpoint: false });
    expect(outcome.end.nextAttemptAt).not.toBeNull();
    expect(outcome.posts[0]?.snapshot).toMatchObject({
      status: 'unknown',
      error: { code: 'OUTCOME_UNKNOWN', retryable: false },
    });
  });

  it.each(['AUTH_FORBIDDEN', 'RATE_LIMITED', 'CONTENT_INVALID', 'NETWORK_ERROR'] as const)(
    'never takes %s for a failure after an unknown attempt',
    (code) => {
      const outcome = decide([rejected(code)], { state: 'unknown', attempts: 2 });
      expect(outcome.end.state).toBe('unknown');
      expect(outcome.attempt.outcome).toBe('unknown');
      expect(outcome.posts).toEqual([]);
    },
  );

  it('leaves an unknown outcome to a person after the window of the key, and where only a person can know', () => {
    expect(decide([unknown], { firstAttemptAt: now.getTime() - 86_400_000 }).end.nextAttemptAt).toBeNull();
    const operator = {
      capabilities: { unknownResolution: 'operator', idempotencyWindowSeconds: null },
    } as const;
    expect(decideOutcome(claim(), { posts: [unknown] }, operator, now).end.nextAttemptAt).toBeNull();
  });

  it('waits behind a gate for a read to say that it is open, then as a new try', () => {
    const outcome = decide([
      {
        postId: 'post_1',
        outcome: 'gated',
        reference: { id: null, data: { containerId: 'cnt_1' } },
        snapshot: { ...EMPTY_SNAPSHOT, status: 'pending_approval' },
      },
    ]);
    expect(outcome.end).toEqual({
      state: 'held',
      nextAttemptAt: null,
      newGeneration: true,
      clearCheckpoint: false,
    });
    expect(outcome.posts[0]).toMatchObject({ read: true, snapshot: { status: 'pending_approval' } });
  });

  it('fails the target that an upstream refuses and lets the others go out anew', () => {
    const outcome = decide([rejected('CONTENT_INVALID'), { postId: 'post_2', outcome: 'released' }]);
    expect(outcome.released).toEqual(['post_2']);
    expect(outcome.end.state).toBe('rejected');
    expect(outcome.posts).toHaveLength(1);
  });

  describe('of a post that was surely not sent', () => {
    const answer: PostSubmitResult = { postId: 'post_1', outcome: 'withdrawn' };
    const circumstances = (...ids: string[]) => ({ canceled: new Set(ids), connectionDown: false });

    it.each(['sending', 'unknown'] as const)('cancels it where its caller asked, also from %s', (state) => {
      const outcome = decideOutcome(
        claim({ state }),
        { posts: [answer] },
        descriptor,
        now,
        circumstances('post_1'),
      );
      expect(outcome.end.state).toBe('rejected');
      expect(outcome.posts[0]?.snapshot).toMatchObject({ status: 'canceled', canceledBy: 'caller' });
    });

    it('lets it go out alone where another of its submission was wanted back', () => {
      const outcome = decide([answer]);
      expect(outcome.released).toEqual(['post_1']);
      expect(outcome.posts).toEqual([]);
    });

    it('fails it where it is too late', () => {
      const outcome = decide([answer], { state: 'unknown', late: true });
      expect(outcome.posts[0]?.snapshot).toMatchObject({ status: 'failed', error: { code: 'TOO_LATE' } });
      expect(outcome.end.state).toBe('rejected');
    });
  });

  describe('through a connection that does not work', () => {
    const refused = rejected('AUTH_FORBIDDEN', { upstreamHttpStatus: 401 });
    const down = { canceled: new Set<string>(), connectionDown: true };

    it('waits', () => {
      const outcome = decideOutcome(claim(), { posts: [refused] }, descriptor, now, down);
      expect(outcome.end).toMatchObject({ state: 'held', newGeneration: true });
      expect(outcome.posts[0]?.snapshot.status).toBeNull();
    });

    it('fails what cannot wait any longer', () => {
      const late = claim({ latestAt: new Date(now.getTime() - 1) });
      const outcome = decideOutcome(late, { posts: [refused] }, descriptor, now, down);
      expect(outcome.posts[0]?.snapshot).toMatchObject({ status: 'failed' });
    });

    it('stays unknown where an earlier try was', () => {
      const outcome = decideOutcome(claim({ state: 'unknown' }), { posts: [refused] }, descriptor, now, down);
      expect(outcome.end.state).toBe('unknown');
    });
  });

  describe('after an unknown try', () => {
    const second: PostSubmitResult = { postId: 'post_2', outcome: 'released' };
    const refused = rejected('CONTENT_INVALID');

    it('releases nothing: the first try may have been accepted with all its posts', () => {
      const outcome = decide([refused, second], { state: 'unknown' });
      expect(outcome.end.state).toBe('unknown');
      expect(outcome.released).toEqual([]);
    });

    it('is settled by a refusal that vouches for every try', () => {
      const outcome = decide([{ ...refused, neverAccepted: true }, second], { state: 'unknown' });
      expect(outcome.end.state).toBe('rejected');
      expect(outcome.posts).toMatchObject([{ postId: 'post_1', snapshot: { status: 'failed' } }]);
      expect(outcome.released).toEqual(['post_2']);
    });

    it('waits again where such a refusal may be retried', () => {
      const again = { ...rejected('UPSTREAM_UNAVAILABLE', { retryable: true }), neverAccepted: true };
      const outcome = decide([again], { state: 'unknown' });
      expect(outcome.end).toMatchObject({ state: 'held', newGeneration: true });
      expect(outcome.posts).toMatchObject([{ snapshot: { status: 'queued' } }]);
    });
  });

  it('never tries a post again together with one that was accepted', () => {
    const outcome = decide([
      accepted,
      { ...rejected('UPSTREAM_UNAVAILABLE', { retryable: true }), postId: 'post_2' },
    ]);
    expect(outcome.end).toMatchObject({ state: 'accepted', nextAttemptAt: null });
    expect(outcome.released).toEqual(['post_2']);
  });

  describe('our own rate budget', () => {
    const refusal = rejected('RATE_LIMITED', { retryAfter: 7 });

    it('goes on with the same try when the budget is full again, however often', () => {
      const outcome = decide([refusal], { attempts: MAX_ATTEMPTS });
      expect(outcome.end).toMatchObject({ state: 'held', newGeneration: false, clearCheckpoint: false });
      const wait = outcome.end.nextAttemptAt!.getTime() - now.getTime();
      expect(wait).toBeGreaterThanOrEqual(7_000);
      expect(wait).toBeLessThanOrEqual(9_000);
    });

    it('is waited for no longer than the post may be late', () => {
      const outcome = decide([refusal], { latestAt: new Date(now.getTime() - 1) });
      expect(outcome.posts).toMatchObject([{ snapshot: { status: 'failed' } }]);
    });
  });
});
