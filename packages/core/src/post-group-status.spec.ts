import * as fc from 'fast-check';
import {
  countPosts,
  deriveFromCounts,
  derivePostGroupStatus,
  groupEventFor,
  isFinalGroupStatus,
  isPostGroupStatus,
  POST_GROUP_STATUSES,
  type PostGroupStatus,
} from './post-group-status';
import { isFinal, isPostStatus, POST_STATUSES, type PostStatus } from './post-status';

const statusArb = fc.constantFrom(...POST_STATUSES);
const rowsArb = fc.array(statusArb, { minLength: 1, maxLength: 12 });

/** Every multiset of statuses of a size, each once. */
function multisets(size: number, from = 0): PostStatus[][] {
  if (size === 0) {
    return [[]];
  }
  return POST_STATUSES.flatMap((status, index) =>
    index < from ? [] : multisets(size - 1, index).map((rest) => [status, ...rest]),
  );
}

/** The rules as the glossary states them, written down a second time and in another way. */
function expected(rows: PostStatus[]): PostGroupStatus {
  const ladder: PostStatus[] = ['publishing', 'queued', 'unknown', 'pending_approval', 'scheduled', 'draft'];
  const open = ladder.find((status) => rows.includes(status));
  if (open) return open;
  const rest = rows.filter((status) => status !== 'canceled');
  if (rest.length === 0) return 'canceled';
  const failed = rest.filter((status) => status === 'failed').length;
  if (failed === rest.length) return 'failed';
  if (failed > 0) return 'partially_published';
  return rest.every((status) => status === 'handed_off') ? 'handed_off' : 'published';
}

describe('derivePostGroupStatus', () => {
  it('follows the rules for every combination of up to four rows, from rows and from counts', () => {
    const all = [1, 2, 3, 4].flatMap((size) => multisets(size));
    expect(all).toHaveLength(10 + 55 + 220 + 715);
    for (const rows of all) {
      expect({ rows, status: derivePostGroupStatus(rows) }).toEqual({ rows, status: expected(rows) });
      expect(deriveFromCounts(countPosts(rows))).toBe(expected(rows));
    }
  });

  it('is total, and the same for every order and for any iterable', () => {
    fc.assert(
      fc.property(
        rowsArb.chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        ([rows, shuffled]) => {
          const status = derivePostGroupStatus(rows);
          expect(isPostGroupStatus(status)).toBe(true);
          expect(status).toBe(expected(rows));
          expect(derivePostGroupStatus(shuffled)).toBe(status);
          expect(derivePostGroupStatus(shuffled.values())).toBe(status);
        },
      ),
    );
  });

  it('is final exactly if every row is', () => {
    fc.assert(
      fc.property(rowsArb, (rows) => {
        expect(isFinalGroupStatus(derivePostGroupStatus(rows))).toBe(rows.every(isFinal));
      }),
    );
  });

  it('refuses a group without rows', () => {
    expect(() => derivePostGroupStatus([])).toThrow(RangeError);
    expect(() => deriveFromCounts({ published: 0 })).toThrow(RangeError);
  });
});

describe('countPosts', () => {
  it('counts what occurs and names nothing else', () => {
    expect(countPosts(['published', 'failed', 'published'])).toEqual({ published: 2, failed: 1 });
    expect(countPosts([])).toEqual({});
  });
});

describe('words', () => {
  it('knows its own and no others', () => {
    expect(POST_GROUP_STATUSES).toHaveLength(POST_STATUSES.length + 1);
    expect(isPostGroupStatus('partially_published')).toBe(true);
    expect(isPostGroupStatus('cancelled')).toBe(false);
    expect(isPostGroupStatus(null)).toBe(false);
    expect(isPostStatus('partially_published')).toBe(false);
    expect(isPostStatus('failed')).toBe(true);
    expect(isPostStatus(3)).toBe(false);
  });
});

describe('groupEventFor', () => {
  it.each<[PostGroupStatus | null, PostGroupStatus, string | null]>([
    ['publishing', 'published', 'post_group.completed'],
    ['publishing', 'handed_off', 'post_group.completed'],
    ['handed_off', 'published', 'post_group.completed'],
    ['queued', 'partially_published', 'post_group.partially_published'],
    ['failed', 'partially_published', 'post_group.partially_published'],
    ['queued', 'failed', 'post_group.failed'],
    ['scheduled', 'canceled', 'post_group.canceled'],
    [null, 'failed', 'post_group.failed'],
    ['published', 'published', null],
    ['failed', 'queued', null],
    [null, 'draft', null],
  ])('%s → %s: %s', (before, after, event) => {
    expect(groupEventFor(before, after)).toBe(event);
  });

  it('emits one event for each change into a final status, and none else', () => {
    for (const before of POST_GROUP_STATUSES) {
      for (const after of POST_GROUP_STATUSES) {
        const emits = before !== after && isFinalGroupStatus(after);
        expect(groupEventFor(before, after) !== null).toBe(emits);
      }
    }
  });
});
