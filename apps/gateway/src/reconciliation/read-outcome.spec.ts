import { EMPTY_SNAPSHOT, publishError, type ReadResult } from '@postern/core';
import { decideReads } from './read-outcome';
import type { PostToRead } from './reconcile.repository';

const HOUR = 3_600_000;
const asOf = Date.parse('2026-03-01T10:00:00Z');
const cadence = { queued: 30, publishing: 5 };

function post(change: Partial<PostToRead> = {}): PostToRead {
  return {
    id: 'post_1',
    status: 'queued',
    round: 1,
    dueAt: asOf - 1000,
    missingSince: null,
    submissionId: 'sub_1',
    nextReadAt: '2026-03-01 10:00:30+00',
    reference: {
      postId: 'post_1',
      id: 'sp_1',
      data: {},
      platform: 'x',
      accountReference: 'a',
      accountData: {},
      text: 'hi',
    },
    ...change,
  };
}
const decide = (result: ReadResult | null, change: Partial<PostToRead> = {}) =>
  decideReads([post(change)], result ? [result] : [], asOf, cadence);
const found = (status: 'queued' | 'published' | 'pending_approval'): ReadResult => ({
  postId: 'post_1',
  outcome: 'found',
  snapshot: { ...EMPTY_SNAPSHOT, status },
});

describe('decideReads', () => {
  it('records what the upstream shows, as of the moment the read began', () => {
    const { changes } = decide(found('published'));
    expect(changes).toEqual([
      expect.objectContaining({
        postId: 'post_1',
        snapshot: expect.objectContaining({ status: 'published', asOf, round: 1 }),
      }),
    ]);
  });

  it('takes a 404 for no status, and for unknown after a day', () => {
    const first = decide({ postId: 'post_1', outcome: 'missing' });
    expect(first.changes[0]).toMatchObject({ snapshot: { status: 'queued' }, missingSince: new Date(asOf) });
    expect(decide({ postId: 'post_1', outcome: 'missing' }, { missingSince: asOf - HOUR }).changes).toEqual(
      [],
    );
    const late = decide({ postId: 'post_1', outcome: 'missing' }, { missingSince: asOf - 25 * HOUR });
    expect(late.changes[0]?.snapshot).toMatchObject({
      status: 'unknown',
      error: { code: 'OUTCOME_UNKNOWN' },
    });
  });

  it('forgets that a post was missing once it is found', () => {
    expect(decide(found('queued'), { missingSince: asOf - HOUR }).changes[0]).toMatchObject({
      missingSince: null,
    });
  });

  it('changes nothing on a failed or absent answer', () => {
    expect(
      decide({ postId: 'post_1', outcome: 'failed', error: publishError({ code: 'TIMEOUT' }) }).changes,
    ).toEqual([]);
    expect(decide(null).changes).toEqual([]);
  });

  it('opens gates', () => {
    const outcome = decide({ postId: 'post_1', outcome: 'open_gate' }, { status: 'pending_approval' });
    expect(outcome.openGates).toEqual(['sub_1']);
    expect(outcome.changes).toEqual([]);
  });

  it('calls a day of silence after the due time unknown, but not a reviewer who takes their time', () => {
    expect(decide(found('queued'), { dueAt: asOf - 25 * HOUR }).changes[0]?.snapshot.status).toBe('unknown');
    expect(decide(found('pending_approval'), { dueAt: asOf - 25 * HOUR }).changes[0]?.snapshot.status).toBe(
      'pending_approval',
    );
  });

  it('plans a next read of its own only where the plain cadence is not meant', () => {
    expect(decide(found('queued')).nextReads).toEqual([]);
    const far = decide({ ...found('queued') }, { dueAt: asOf + 5 * HOUR });
    expect(far.nextReads).toMatchObject([{ postId: 'post_1', at: new Date(asOf + HOUR) }]);
  });
});
