import { retryDelay } from './retry-policy';

describe('retryDelay', () => {
  it('grows exponentially up to five minutes', () => {
    expect([1, 2, 3, 30].map((attempt) => retryDelay(attempt, null, 1))).toEqual([
      2_000, 4_000, 8_000, 300_000,
    ]);
  });
  it('spreads over the whole range', () => {
    expect(retryDelay(3, null, 0)).toBe(0);
    expect(retryDelay(3, null, 0.5)).toBe(4_000);
  });
  it('never comes earlier than the upstream asks', () => {
    expect(retryDelay(1, 60, 0)).toBe(60_000);
  });
});
