import { distributionOf } from './distribution';

it('answers with figures that were measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(distributionOf(hundred)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
});

it('takes the worst of a few for their p99', () => {
  expect(distributionOf([5, 1, 3])).toEqual({ count: 3, p50: 3, p95: 5, p99: 5, max: 5 });
});

it('says nothing of nothing', () => {
  expect(() => distributionOf([])).toThrow('Nothing was measured');
});
