import { goalsOf, type GrowthCase } from './report';

const stored = (workspaces: number, posts: number, processor: number): GrowthCase => ({
  ...{ workspaces, posts, stored: posts, bytes: { posts: 1_000 } },
  costs: [{ request: 'list', p50: 5, p99: 9, processor }],
});

it('holds each size against the smallest of as many workspaces', () => {
  const goals = goalsOf([
    stored(1, 1_000, 4),
    stored(1, 2_000_000, 5.9),
    stored(1_000, 1_000, 1),
    stored(1_000, 2_000_000, 1.6),
  ]);
  expect(goals.map(({ what, measured, met }) => [what, measured, met])).toEqual([
    ['list, 2,000,000 posts, 1 workspace', '1.48 ×', true],
    ['list, 2,000,000 posts, 1,000 workspaces', '1.60 ×', false],
  ]);
});

it('takes less than the clock can tell for nothing', () => {
  const [goal] = goalsOf([stored(1, 1_000, 0.1), stored(1, 100_000, 0.25)]);
  expect(goal?.met).toBe(true);
});
