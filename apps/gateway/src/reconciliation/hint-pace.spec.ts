import { HintPace } from './hint-pace';

const read = { calls: 1, budget: 80, period: 60 };

it('reads at once until less than half of the budget is left, then as it grows back', () => {
  const pace = new HintPace();
  let now = 0;
  let reads = 0;
  while (now < 60) {
    const wait = pace.after('c', read, now);
    reads += 1;
    if (reads <= 32) expect(wait).toBeNull();
    now += wait ?? 0.1;
  }
  // A minute of constant hints stays within the budget, and uses most of it.
  expect(reads).toBeGreaterThan(60);
  expect(reads).toBeLessThanOrEqual(80);
});

it('forgets what has grown back, and keeps connections apart', () => {
  const pace = new HintPace();
  expect(pace.after('c', { ...read, calls: 60 }, 0)).toBeGreaterThan(10);
  expect(pace.after('d', read, 0)).toBeNull();
  expect(pace.after('c', read, 120)).toBeNull();
});
