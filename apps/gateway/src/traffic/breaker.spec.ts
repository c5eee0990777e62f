import { breakerPause, connectionFails, FailureWindow, providerFails } from './breaker';

const tally = (total: number, failed: number) => ({ total, failed });

describe('FailureWindow', () => {
  it('counts what happened in the last half minute, and forgets the rest', () => {
    const window = new FailureWindow();
    window.add(true, 0);
    window.add(false, 10_000);
    window.add(true, 29_000);
    expect(window.tally(29_000)).toEqual(tally(3, 2));
    expect(window.tally(36_000)).toEqual(tally(2, 1));
    expect(window.tally(65_000)).toEqual(tally(0, 0));
  });
});

describe('connectionFails', () => {
  it.each([
    ['too few calls prove nothing', 5, 5, false],
    ['enough calls that all fail', 6, 6, true],
    ['half of them', 10, 5, true],
    ['fewer than half of them', 11, 5, false],
  ])('%s', (_name, total, failed, fails) => expect(connectionFails(tally(total, failed))).toBe(fails));
});

describe('providerFails', () => {
  it('is not tripped by one tenant’s bad connection, however much it calls', () => {
    expect(providerFails([tally(10_000, 10_000)])).toBe(false);
    expect(providerFails([tally(10_000, 10_000), tally(3, 0), tally(3, 0)])).toBe(false);
  });
  it('is tripped when most of the connections that call it fail', () => {
    expect(providerFails([tally(2, 2), tally(2, 2), tally(2, 1)])).toBe(true);
    expect(
      providerFails([tally(2, 2), tally(2, 2), tally(2, 2), ...(Array<object>(4).fill(tally(2, 0)) as [])]),
    ).toBe(false);
  });
  it('hears nobody who has called but once', () => {
    expect(providerFails([tally(1, 1), tally(1, 1), tally(1, 1), tally(1, 1)])).toBe(false);
  });
});

describe('breakerPause', () => {
  it('doubles up to two minutes', () => {
    const longest = [1, 2, 3, 4, 5, 6, 50].map((trips) => breakerPause(trips, 0.999999));
    expect(longest.map((ms) => Math.round(ms / 1000))).toEqual([5, 10, 20, 40, 80, 120, 120]);
  });
  it('is never shorter than half of that', () => {
    expect(breakerPause(1, 0)).toBe(2_500);
    expect(breakerPause(50, 0)).toBe(60_000);
  });
});
