import { applySnapshot, newMergedPost, openRound, type MergedPost } from './merge';
import { publishError } from './publish-error';
import { EMPTY_SNAPSHOT, type Snapshot } from './snapshot';

function heard(asOf: number, fields: Partial<Snapshot>): Snapshot {
  return { ...EMPTY_SNAPSHOT, round: 1, asOf, ...fields };
}

function after(post: MergedPost, ...snapshots: Snapshot[]): MergedPost {
  return snapshots.reduce((row, snapshot) => applySnapshot(row, snapshot).post, post);
}

const queued = newMergedPost('queued');
const expired = publishError({ code: 'AUTH_EXPIRED' });
const network = publishError({ code: 'NETWORK_ERROR' });

describe('applySnapshot', () => {
  it('beats the row at birth with anything heard, even a less advanced status', () => {
    const { post, changed, statusChanged } = applySnapshot(queued, heard(1, { status: 'scheduled' }));
    expect(post.status).toBe('scheduled');
    expect({ changed, statusChanged }).toEqual({ changed: true, statusChanged: true });
    expect(queued.status).toBe('queued');
  });

  it('lets the later read win among open statuses, and the more advanced at the same moment', () => {
    expect(after(queued, heard(2, { status: 'queued' }), heard(1, { status: 'publishing' })).status).toBe(
      'queued',
    );
    expect(after(queued, heard(1, { status: 'publishing' }), heard(1, { status: 'queued' })).status).toBe(
      'publishing',
    );
  });

  it.each([
    ['canceled', 'publishing'],
    ['failed', 'canceled'],
    ['handed_off', 'failed'],
    ['published', 'handed_off'],
  ] as const)('holds %s against a later %s', (winner, later) => {
    expect(after(queued, heard(1, { status: winner }), heard(9, { status: later })).status).toBe(winner);
    expect(after(queued, heard(9, { status: later }), heard(1, { status: winner })).status).toBe(winner);
  });

  it('records an unlisted word and keeps the status', () => {
    const { post, changed, statusChanged } = applySnapshot(
      after(queued, heard(1, { status: 'publishing', upstreamStatus: 'processing' })),
      heard(2, { status: null, upstreamStatus: 'pondering' }),
    );
    expect(post).toMatchObject({ status: 'publishing', upstreamStatus: 'pondering' });
    expect({ changed, statusChanged }).toEqual({ changed: true, statusChanged: false });
  });

  it('keeps what is known where a later snapshot says nothing of it', () => {
    const full = heard(1, {
      status: 'published',
      platformPostId: '17',
      platformPostUrl: 'https://x.example/17',
      publishedAt: '2026-05-04T09:00:00Z',
      scheduledAt: '2026-05-04T11:00:00+02:00',
      parts: [{ index: 1, status: 'published', platformPostId: '18', platformPostUrl: null }],
    });
    const post = after(queued, full, heard(2, { status: 'published' }));
    expect(post).toMatchObject({
      platformPostId: '17',
      platformPostUrl: 'https://x.example/17',
      publishedAt: '2026-05-04T09:00:00.000Z',
      upstreamScheduledAt: '2026-05-04T09:00:00.000Z',
      parts: full.parts,
    });
  });

  it('takes a time that cannot be read, or has no offset, as absent', () => {
    const post = after(
      queued,
      heard(1, {
        attemptedAt: '2026-05-04T09:00:00',
        publishedAt: '2026-99-99T09:00:00Z',
        canceledAt: 'soon',
      }),
    );
    expect(post).toMatchObject({ attemptedAt: null, publishedAt: null, canceledAt: null });
  });

  it('takes a time that Postgres could not hold as absent', () => {
    const post = after(
      queued,
      heard(1, {
        attemptedAt: '+275760-09-13T00:00:00.000Z',
        publishedAt: '0000-01-01T00:00:00Z',
        canceledAt: '9999-12-31T23:59:59-01:00',
      }),
    );
    expect(post).toMatchObject({ attemptedAt: null, publishedAt: null, canceledAt: null });
  });

  it('takes a missing key as absent', () => {
    const sparse = { round: 1, asOf: 1, status: 'queued' } as unknown as Snapshot;
    expect(after(queued, sparse)).toMatchObject({ platformPostId: null, attemptedAt: null, error: null });
  });

  it('shows the error of the winning status, through sparse repetitions, and none for a success', () => {
    const failed = after(queued, heard(1, { status: 'failed', error: expired }));
    expect(failed.error).toEqual(expired);
    expect(after(failed, heard(2, { status: 'failed' })).error).toEqual(expired);
    expect(after(failed, heard(3, { status: 'queued', error: network })).error).toEqual(expired);
    expect(after(failed, heard(4, { status: 'published' })).error).toBeNull();
    expect(
      after(queued, heard(5, { status: 'published' }), heard(1, { status: 'failed', error: expired })).error,
    ).toBe(null);
  });

  it('drops the error of an open status with that status', () => {
    const unknown = after(queued, heard(1, { status: 'unknown', error: network }));
    expect(unknown.error).toEqual(network);
    expect(after(unknown, heard(2, { status: 'queued' })).error).toBeNull();
  });

  it('shows an error that came with an unlisted word while the post is open', () => {
    const post = after(queued, heard(1, { status: 'queued', error: network }), heard(2, { error: expired }));
    expect(post.error).toEqual(expired);
    expect(after(post, heard(3, { status: 'queued', error: network })).error).toEqual(network);
    expect(after(post, heard(3, { status: 'failed' })).error).toBeNull();
  });

  it('returns the same object where nothing changed', () => {
    const snapshot = heard(1, { status: 'queued', upstreamStatus: 'pending' });
    const post = after(queued, snapshot);
    const again = applySnapshot(post, { ...snapshot });
    expect(again.post).toBe(post);
    expect(again).toMatchObject({ changed: false, statusChanged: false, keysChanged: false });
    expect(applySnapshot(post, heard(0, {})).post).toBe(post);
  });

  it('tells a repetition with a newer key from a change', () => {
    const first = after(queued, heard(1, { status: 'publishing' }));
    const reread = applySnapshot(first, heard(3, { status: 'publishing' }));
    expect(reread).toMatchObject({ changed: false, keysChanged: true, statusChanged: false });
    // The reason for the newer key: what was read in between arrives last and must not win.
    expect(applySnapshot(reread.post, heard(2, { status: 'queued' })).post.status).toBe('publishing');
  });

  it('survives the way through a jsonb column', () => {
    const post = after(
      queued,
      heard(1, { status: 'failed', error: expired, attemptedAt: '2026-05-04T09:00:00Z' }),
    );
    const stored = JSON.parse(JSON.stringify(post)) as MergedPost;
    expect(stored).toEqual(post);
    expect(
      applySnapshot(
        stored,
        heard(1, { status: 'failed', error: expired, attemptedAt: '2026-05-04T09:00:00Z' }),
      ).post,
    ).toBe(stored);
  });

  it('refuses a moment that is no number', () => {
    expect(() => applySnapshot(queued, heard(NaN, { status: 'queued' }))).toThrow(RangeError);
  });
});

describe('rounds', () => {
  const failed = after(
    queued,
    heard(5, { status: 'failed', providerReference: 'r1', upstreamStatus: 'failed', error: expired }),
  );
  const second = openRound(failed, 'queued');

  it('opens with nothing heard', () => {
    expect(second).toEqual(newMergedPost('queued', 2));
    expect(second).toMatchObject({ round: 2, providerReference: null, upstreamStatus: null, error: null });
  });

  it('refuses a round after a success, and a snapshot of a round that is not open', () => {
    expect(() => openRound(after(queued, heard(1, { status: 'published' })), 'queued')).toThrow(RangeError);
    expect(() => openRound(after(queued, heard(1, { status: 'handed_off' })), 'queued')).toThrow(RangeError);
    expect(() => applySnapshot(queued, heard(1, { round: 2, status: 'queued' }))).toThrow(RangeError);
  });

  it.each(['failed', 'canceled', 'queued', 'publishing', 'unknown', null] as const)(
    'ignores %s of an earlier round',
    (status) => {
      const result = applySnapshot(second, heard(99, { round: 1, status, upstreamStatus: 'old' }));
      expect(result.post).toBe(second);
      expect(result).toMatchObject({ changed: false, keysChanged: false, duplicateRisk: false });
    },
  );

  it.each(['published', 'handed_off'] as const)(
    'lets %s of an earlier round win an unclaimed one',
    (status) => {
      const result = applySnapshot(second, heard(1, { round: 1, status, platformPostId: '17' }));
      expect(result.post).toMatchObject({ round: 2, status, platformPostId: '17' });
      expect(result).toMatchObject({ wonFromEarlierRound: true, duplicateRisk: false, statusChanged: true });
    },
  );

  it.each<[string, Partial<Snapshot>]>([
    ['has a reference', { status: 'queued', providerReference: 'r2' }],
    ['is publishing', { status: 'publishing' }],
    ['is handed off', { status: 'handed_off' }],
    ['is published', { status: 'published' }],
  ])('warns of a duplicate, once, in either order, where the current round %s', (_, current) => {
    const now = heard(7, { round: 2, ...current });
    const early = heard(6, { round: 1, status: 'published' });
    for (const [one, two] of [
      [now, early],
      [early, now],
    ] as const) {
      const first = applySnapshot(second, one);
      const both = applySnapshot(first.post, two);
      expect([first.duplicateRisk, both.duplicateRisk]).toEqual([false, true]);
      expect(applySnapshot(both.post, heard(9, { round: 1, status: 'published' })).duplicateRisk).toBe(false);
      expect(both.post.status).toBe('published');
    }
  });

  it('says that an earlier round won only where the post had no success yet', () => {
    const published = after(second, heard(7, { round: 2, status: 'published' }));
    const result = applySnapshot(published, heard(6, { round: 1, status: 'published' }));
    expect(result).toMatchObject({ wonFromEarlierRound: false, duplicateRisk: true });
  });

  it('does not warn where the current round failed before it was accepted', () => {
    const refused = after(second, heard(7, { round: 2, status: 'failed', error: expired }));
    const result = applySnapshot(refused, heard(6, { round: 1, status: 'published' }));
    expect(result).toMatchObject({ wonFromEarlierRound: true, duplicateRisk: false });
    expect(result.post).toMatchObject({ status: 'published', error: null });
  });
});
