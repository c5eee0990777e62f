import { faultsFor } from './faults';
import { errorIn } from './outcome';

it('takes for errors what is logged as one, and what is no log line at all', () => {
  expect(errorIn('')).toBeNull();
  expect(errorIn('{"level":40,"msg":"The upstream did not answer."}')).toBeNull();
  expect(errorIn('{"level":50,"msg":"A request failed."}')).toBe('A request failed.');
  expect(errorIn('RangeError: Maximum call stack size exceeded')).toContain('RangeError');
});

it('strikes the share of the requests that was asked for', () => {
  const all = faultsFor(6).reduce((sum, { probability }) => sum + probability, 0);
  expect(all).toBeCloseTo(0.06);
});
