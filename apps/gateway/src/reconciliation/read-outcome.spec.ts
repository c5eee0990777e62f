import {
  EMPTY_SNAPSHOT,
  publishError,
  type PostStatus,
  type ProviderSnapshot,
  type ReadResult,
} from '@postern/core';
import { decideReads } from './read-outcome';
import type { PostToRead } from './post-to-read';

const HOUR = 3_600_000;
const asOf = Date.parse('2026-03-01T10:00:00Z');
const cadence = { queued: 30, publishing: 5 };

function post(change: Partial<PostToRead> = {}): PostToRead {
  return {
    id: 'post_1',
    status: 'queued',
    round: 1,
    dueAt: asOf - 1000,
    upstreamStatus: 'queued',
    missingSince: null,
    hintedFor: null,
    handedOverAt: null,
    cancelRequested: false,
    cancelSent: false,
    attention: null,
    submissionId: 'sub_1',
    wasDueAt: '2026-03-01 09:59:59+00',
    nextReadAt: '2026-03-01 10:00:30+00',
    updatedAt: '2026-03-01 09:00:00+00',
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
const decide = (result: ReadResult | null, change: Partial<PostToRead> = {}, refused = false) =>
  decideReads([post(change)], result ? [result] : [], {
    asOf,
    cadence,
    refused,
    statusTable: { draft: 'draft' },
  });
const found = (status: PostStatus, more: Partial<ProviderSnapshot> = {}): ReadResult => ({
  postId: 'post_1',
  outcome: 'found',
  snapshot: { ...EMPTY_SNAPSHOT, status, ...more },
});
const failed: ReadResult = {
  postId: 'post_1',
  outcome: 'failed',
  error: publishError({ code: 'TIMEOUT' }),
};
const gone: ReadResult = { postId: 'post_1', outcome: 'missing' };

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
    expect(decide(found('queued')).plans).toMatchObject([{ next: undefined, readAt: new Date(asOf) }]);
    const far = decide({ ...found('queued') }, { dueAt: asOf + 5 * HOUR });
    expect(far.plans).toMatchObject([{ postId: 'post_1', next: new Date(asOf + HOUR).toISOString() }]);
  });

  describe('what could not be asked', () => {
    it('keeps its place in the line where our own budget stopped the read', () => {
      expect(decide(failed, {}, true).plans).toMatchObject([
        { next: '2026-03-01 09:59:59+00', readAt: null },
      ]);
      expect(decide(failed).plans).toMatchObject([{ next: undefined, readAt: null }]);
    });

    it('is unknown after a day, and is asked for ever', () => {
      expect(decide(failed, { dueAt: asOf - 25 * HOUR }).changes[0]?.snapshot.status).toBe('unknown');
      expect(decide(failed, { dueAt: asOf - 25 * HOUR }, true).changes).toEqual([]);
      const old = decide(failed, { dueAt: asOf - 24 * 30 * HOUR, status: 'unknown' });
      expect(old.changes).toEqual([]);
      expect(old.plans).toMatchObject([{ next: new Date(asOf + HOUR).toISOString() }]);
      expect(old.attention).toEqual([]);
    });
  });

  it('leaves a post to a person once it was silent for a week, and says so once', () => {
    const old = { dueAt: asOf - 24 * 9 * HOUR, status: 'unknown' } as const;
    const silent = decide(found('queued'), old);
    expect(silent.plans).toMatchObject([{ next: null }]);
    expect(silent.attention).toEqual([{ postId: 'post_1', reason: 'silent' }]);
    expect(decide(gone, { ...old, missingSince: asOf - 24 * 8 * HOUR }).attention).toHaveLength(1);
    expect(decide(found('queued'), { ...old, attention: 'silent' }).attention).toEqual([]);
    // Nobody looked for longer than that: it becomes unknown and a person's at once.
    expect(decide(found('queued'), { ...old, status: 'queued' })).toMatchObject({
      changes: [{ snapshot: { status: 'unknown' } }],
      attention: [{ reason: 'silent' }],
    });
  });

  describe('a cancel', () => {
    it('of the upstream’s own is told from ours', () => {
      const by = (more: Partial<ProviderSnapshot>, change: Partial<PostToRead> = {}) =>
        decide(found('canceled', more), change).changes[0]?.snapshot.canceledBy;
      expect(by({})).toBe('upstream');
      expect(by({}, { cancelRequested: true })).toBe('caller');
      expect(by({ canceledBy: 'caller' })).toBe('caller');
    });

    it('of ours is what a 404 means, if it comes twice', () => {
      const asked = { cancelRequested: true, cancelSent: true };
      expect(decide(gone, asked).changes[0]?.snapshot.status).toBe('queued');
      expect(decide(gone, { ...asked, missingSince: asOf - 1000 }).changes[0]?.snapshot).toMatchObject({
        status: 'canceled',
        canceledBy: 'caller',
      });
    });
  });

  describe('a draft upstream', () => {
    const draft = found('draft', { upstreamStatus: 'draft' });

    it('never makes an accepted post a draft again, and is a person’s business when it lasts', () => {
      const first = decide(draft);
      expect(first.changes[0]?.snapshot).toMatchObject({ status: null, upstreamStatus: 'draft' });
      expect(first.attention).toEqual([]);
      const again = decide(draft, { upstreamStatus: 'draft' });
      expect(again.attention).toEqual([{ postId: 'post_1', reason: 'paused' }]);
      expect(decide(draft, { upstreamStatus: 'draft', attention: 'paused' }).attention).toEqual([]);
    });

    it('is known by its word where the provider makes no status of it', () => {
      const word = found('queued', { status: null, upstreamStatus: 'draft' });
      expect(decide(word, { upstreamStatus: 'draft' }).attention).toEqual([
        { postId: 'post_1', reason: 'paused' },
      ]);
      expect(
        decide(found('queued', { status: null, upstreamStatus: 'odd' }), { upstreamStatus: 'odd' }).attention,
      ).toEqual([]);
    });

    it('is expected while a cancel is under way', () => {
      expect(decide(draft, { upstreamStatus: 'draft', cancelRequested: true }).attention).toEqual([]);
    });

    it('does not become unknown by waiting, and puts the person at ease when it is scheduled again', () => {
      expect(decide(draft, { dueAt: asOf - 25 * HOUR }).changes[0]?.snapshot.status).toBeNull();
      expect(decide(found('scheduled'), { attention: 'paused' }).plans).toMatchObject([{ atEase: true }]);
    });
  });
});
