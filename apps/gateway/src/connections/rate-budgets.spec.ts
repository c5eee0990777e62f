import { RateBudgets } from './rate-budgets';

const BUDGET = { limit: 2, perSeconds: 10 };

it('refuses beyond the limit and says when the next one fits', () => {
  const budgets = new RateBudgets();
  expect(budgets.acquire('c1', 'read', BUDGET, 0)).toEqual({ ok: true });
  expect(budgets.acquire('c1', 'read', BUDGET, 4_000)).toEqual({ ok: true });
  expect(budgets.acquire('c1', 'read', BUDGET, 5_000)).toEqual({ ok: false, retryAfter: 5 });
  expect(budgets.acquire('c1', 'read', BUDGET, 10_000)).toEqual({ ok: true });
  expect(budgets.acquire('c1', 'read', BUDGET, 10_000)).toEqual({ ok: false, retryAfter: 4 });
});

it('keeps connections apart, and reads from writes', () => {
  const budgets = new RateBudgets();
  budgets.acquire('c1', 'read', { limit: 1, perSeconds: 1 }, 0);
  expect(budgets.acquire('c1', 'write', { limit: 1, perSeconds: 1 }, 0).ok).toBe(true);
  expect(budgets.acquire('c2', 'read', { limit: 1, perSeconds: 1 }, 0).ok).toBe(true);
});
