import { Logger } from '@nestjs/common';
import { rateLimitHeaders } from './rate-limit';
import { RateLimiter } from './rate-limiter';
import type { LeasedCalls, RateWindowsRepository } from './rate-windows.repository';

const POLICY = { limit: 10, windowSeconds: 20 };

let lease: jest.Mock<Promise<LeasedCalls>, [string, object, number]>;
let limiter: RateLimiter;
beforeEach(() => {
  jest.useFakeTimers();
  Logger.overrideLogger(false);
  lease = jest.fn();
  limiter = new RateLimiter({ lease } as unknown as RateWindowsRepository);
});
afterEach(() => jest.useRealTimers());

const take = () => limiter.take('key_1', POLICY);
const answer = (leased: number, unleased: number, seconds = 20) =>
  lease.mockResolvedValueOnce({ leased, unleased, seconds });

it('spends a block, then asks for the next', async () => {
  answer(2, 1);
  answer(1, 0, 19.5);
  expect((await take()).window).toEqual({ remaining: 2, resetSeconds: 20 });
  expect((await take()).window).toEqual({ remaining: 1, resetSeconds: 20 });
  expect(lease).toHaveBeenCalledTimes(1);
  expect((await take()).window).toEqual({ remaining: 0, resetSeconds: 20 });
  expect(await take()).toEqual({
    policy: POLICY,
    granted: false,
    window: { remaining: 0, resetSeconds: 20 },
  });
  expect(lease).toHaveBeenCalledTimes(2);
});

it('takes what another replica has taken for taken', async () => {
  answer(1, 9);
  answer(0, 0);
  expect((await take()).window?.remaining).toBe(9);
  expect(await take()).toMatchObject({ granted: false, window: { remaining: 0 } });
});

it('asks once for all that wait, and says how many they are', async () => {
  answer(3, 0);
  const quotas = await Promise.all([take(), take(), take(), take()]);
  expect(quotas.map(({ granted }) => granted)).toEqual([true, true, true, false]);
  expect(lease.mock.calls).toEqual([['key_1', POLICY, 4]]);
});

it('asks again when the window is over, also where nothing was left', async () => {
  answer(1, 0, 5);
  answer(1, 0, 20);
  expect((await take()).granted).toBe(true);
  jest.advanceTimersByTime(4_100);
  expect(await take()).toMatchObject({ granted: false, window: { resetSeconds: 1 } });
  jest.advanceTimersByTime(900);
  expect((await take()).granted).toBe(true);
});

it('does not carry calls over into the next window', async () => {
  answer(5, 0, 5);
  answer(1, 0, 5);
  await take();
  jest.advanceTimersByTime(5_000);
  expect((await take()).window?.remaining).toBe(0);
});

it('asks again where the limit was changed', async () => {
  answer(5, 5);
  answer(1, 1);
  await take();
  expect((await limiter.take('key_1', { limit: 2, windowSeconds: 20 })).window?.remaining).toBe(1);
});

describe('counters that fail', () => {
  const uncounted = { policy: POLICY, granted: true, window: null };

  it('are left alone for a while, and refuse nobody', async () => {
    lease.mockRejectedValueOnce(new Error('gone'));
    expect(await take()).toEqual(uncounted);
    expect(await take()).toEqual(uncounted);
    expect(lease).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(5_000);
    answer(1, 0);
    expect((await take()).window?.remaining).toBe(0);
  });

  it('keep nobody waiting for long', async () => {
    lease.mockReturnValueOnce(new Promise(() => undefined));
    const waiting = Promise.all([take(), take()]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toEqual([uncounted, uncounted]);
    expect(await take()).toEqual(uncounted);
  });

  it('still refuse whom they refused in the present window', async () => {
    answer(1, 0);
    await take();
    lease.mockRejectedValue(new Error('gone'));
    expect((await take()).granted).toBe(false);
    expect(await limiter.take('key_2', POLICY)).toEqual(uncounted);
  });
});

it('writes its state as the draft wants it', () => {
  expect(
    rateLimitHeaders({ policy: POLICY, granted: true, window: { remaining: 3, resetSeconds: 7 } }),
  ).toEqual({ 'ratelimit-policy': '"default";q=10;w=20', ratelimit: '"default";r=3;t=7' });
});
