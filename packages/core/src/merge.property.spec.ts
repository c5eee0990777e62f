/** Order must not matter: the laws of merging, over values few enough to collide all the time. */
import * as fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { applySnapshot, newMergedPost, openRound, type MergedPost } from './merge';
import { beats, mergeKey } from './merge-key';
import { isFinal, POST_STATUSES } from './post-status';
import { publishError } from './publish-error';
import { EMPTY_SNAPSHOT, type PostPart, type Snapshot } from './snapshot';
import { finalRank, isSuccess } from './status-rank';

const statusArb = fc.constantFrom(...POST_STATUSES, null);
const textArb = fc.constantFrom(null, 'a', 'b');
const timeArb = fc.constantFrom(null, '2026-05-04T09:00:00.000Z', '2026-05-04T10:00:00.000Z');
const errorArb = fc.constantFrom(
  null,
  publishError({ code: 'AUTH_EXPIRED' }),
  publishError({ code: 'NETWORK_ERROR', upstreamCode: 'NETWORK_ERROR' }),
);
const partsArb = fc.constantFrom<PostPart[] | null>(null, [
  { index: 1, status: null, platformPostId: 'p', platformPostUrl: null },
]);

function snapshotArb(rounds: number): fc.Arbitrary<Snapshot> {
  return fc.record({
    round: fc.integer({ min: 1, max: rounds }),
    asOf: fc.integer({ min: 1, max: 4 }),
    status: statusArb,
    upstreamStatus: textArb,
    providerReference: textArb,
    platformPostId: textArb,
    platformPostUrl: textArb,
    scheduledAt: timeArb,
    attemptedAt: timeArb,
    publishedAt: timeArb,
    canceledAt: timeArb,
    canceledBy: fc.constantFrom(null, 'caller' as const, 'upstream' as const),
    cancelReason: textArb,
    parts: partsArb,
    error: errorArb,
  });
}

/** The same snapshots in two orders, the second with repetitions. */
function twoOrders(rounds: number, maxLength = 8) {
  return fc.array(snapshotArb(rounds), { minLength: 1, maxLength }).chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc
        .array(fc.constantFrom(...all), { maxLength: 6 })
        .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
    ),
  );
}

function mergeAll(post: MergedPost, snapshots: readonly Snapshot[]): MergedPost {
  return snapshots.reduce((row, snapshot) => applySnapshot(row, snapshot).post, post);
}

const born = newMergedPost('scheduled');

describe('merging', () => {
  it('gives the same row for every order and repetition', () => {
    fc.assert(
      fc.property(twoOrders(1), ([all, other]) => {
        expect(canonicalJson(mergeAll(born, other))).toBe(canonicalJson(mergeAll(born, all)));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same row for every one of all permutations', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(1), { minLength: 4, maxLength: 4 }), (all) => {
        const rows = permutations(all).map((order) => canonicalJson(mergeAll(born, order)));
        expect(new Set(rows).size).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it('is what the definition says: each field from the greatest key that had a value', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(1), { maxLength: 8 }), (all) => {
        const greatestFirst = [...all].sort((a, b) => (beats(mergeKey(a), mergeKey(b)) ? -1 : 1));
        const pick = <K extends keyof Snapshot>(field: K) =>
          greatestFirst.find((snapshot) => snapshot[field] !== null)?.[field] ?? null;
        const status = pick('status') ?? born.status;
        const ofStatus = greatestFirst.filter(
          (snapshot) => snapshot.status === status || (snapshot.status === null && !isFinal(status)),
        );
        const error = ofStatus.find((snapshot) => snapshot.error !== null)?.error ?? null;
        expect(mergeAll(born, all)).toMatchObject({
          status,
          upstreamStatus: pick('upstreamStatus'),
          providerReference: pick('providerReference'),
          platformPostId: pick('platformPostId'),
          platformPostUrl: pick('platformPostUrl'),
          upstreamScheduledAt: pick('scheduledAt'),
          attemptedAt: pick('attemptedAt'),
          publishedAt: pick('publishedAt'),
          canceledAt: pick('canceledAt'),
          canceledBy: pick('canceledBy'),
          cancelReason: pick('cancelReason'),
          parts: pick('parts'),
          error: isSuccess(status) ? null : error,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never leaves a final status but for a stronger one', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(1), { maxLength: 10 }), (all) => {
        let post = born;
        for (const snapshot of all) {
          const next = applySnapshot(post, snapshot).post;
          expect(finalRank(next.status)).toBeGreaterThanOrEqual(finalRank(post.status));
          post = next;
        }
      }),
    );
  });

  it('never erases what is known', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(1), { maxLength: 10 }), (all) => {
        let post = born;
        for (const snapshot of all) {
          const { post: next, statusChanged } = applySnapshot(post, snapshot);
          for (const field of Object.keys(born) as (keyof MergedPost)[]) {
            // An error goes with its status, and only with it.
            if (post[field] !== null && (field !== 'error' || !statusChanged)) {
              expect({ field, value: next[field] }).not.toEqual({ field, value: null });
            }
          }
          post = next;
        }
      }),
    );
  });

  it('reports exactly what differs, and returns the same object where nothing does', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(2), { maxLength: 10 }), (all) => {
        let post = newMergedPost('queued', 2);
        for (const snapshot of all) {
          const frozen = canonicalJson(post);
          const result = applySnapshot(post, snapshot);
          expect(canonicalJson(post)).toBe(frozen);
          const { merge: before, ...rowBefore } = post;
          const { merge: after, ...rowAfter } = result.post;
          expect(result.changed).toBe(canonicalJson(rowBefore) !== canonicalJson(rowAfter));
          expect(result.keysChanged).toBe(canonicalJson(before) !== canonicalJson(after));
          expect(result.statusChanged).toBe(post.status !== result.post.status);
          expect(result.post === post).toBe(!result.changed && !result.keysChanged);
          post = result.post;
          expect(applySnapshot(post, snapshot).post).toBe(post);
        }
      }),
    );
  });
});

describe('merging across rounds', () => {
  it('gives the same row for every order and repetition between two commands', () => {
    fc.assert(
      fc.property(twoOrders(1, 4), twoOrders(2), ([before, beforeToo], [all, other]) => {
        const one = mergeAll(newMergedPost('queued'), before);
        const two = mergeAll(newMergedPost('queued'), beforeToo);
        fc.pre(!isSuccess(one.status));
        expect(mergeAll(openRound(two, 'queued'), other)).toEqual(mergeAll(openRound(one, 'queued'), all));
      }),
      { numRuns: 300 },
    );
  });

  it('is untouched by what is not a success of an earlier round', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(2), { maxLength: 8 }), (all) => {
        const row = newMergedPost('queued', 2);
        const heeded = all.filter(({ round, status }) => round === 2 || isSuccess(status));
        expect(mergeAll(row, all)).toEqual(mergeAll(row, heeded));
      }),
    );
  });

  it('is won by a success of any round', () => {
    fc.assert(
      fc.property(fc.array(snapshotArb(3), { maxLength: 8 }), (all) => {
        const post = mergeAll(newMergedPost('queued', 3), all);
        expect(isSuccess(post.status)).toBe(all.some(({ status }) => isSuccess(status)));
        expect(post.round).toBe(3);
      }),
    );
  });

  it('warns of a duplicate exactly once, whatever the order, if two rounds may both be out', () => {
    fc.assert(
      fc.property(twoOrders(2), ([all, other]) => {
        const risk =
          all.some(({ round, status }) => round === 1 && isSuccess(status)) &&
          all.some(
            ({ round, status, providerReference }) =>
              round === 2 && (providerReference !== null || status === 'publishing' || isSuccess(status)),
          );
        for (const order of [all, other]) {
          let post = newMergedPost('queued', 2);
          let warnings = 0;
          for (const snapshot of order) {
            const result = applySnapshot(post, snapshot);
            warnings += result.duplicateRisk ? 1 : 0;
            post = result.post;
          }
          expect(warnings).toBe(risk ? 1 : 0);
        }
      }),
    );
  });
});

describe('mergeKey', () => {
  it('is total: of two different snapshots exactly one is greater', () => {
    fc.assert(
      fc.property(snapshotArb(2), snapshotArb(2), (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b);
        const wins = [beats(mergeKey(a), mergeKey(b)), beats(mergeKey(b), mergeKey(a))];
        expect(wins.filter(Boolean)).toHaveLength(same ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });

  it('puts an unlisted word below every listed one of the same moment', () => {
    const at = (status: Snapshot['status']) => mergeKey({ ...EMPTY_SNAPSHOT, round: 1, asOf: 1, status });
    for (const status of POST_STATUSES) {
      expect(beats(at(status), at(null))).toBe(true);
    }
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) {
    return [[]];
  }
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
