import { setTimeout as pause } from 'node:timers/promises';
import { NoSessionError, WaitingLine } from './waiting-line';
import { isDatabaseUnreachable } from './database-errors';

let getsOn: boolean;
let line: WaitingLine;
beforeEach(() => {
  getsOn = true;
  line = new WaitingLine({ places: () => 2, getsOn: () => getsOn, doubtMs: 60, longestMs: 400 });
});

/** @returns after how long the wait ended, and how */
async function wait(): Promise<{ ms: number; error: unknown }> {
  const began = performance.now();
  const error = await line.enter().catch((cause: unknown) => cause);
  return { ms: performance.now() - began, error };
}

it('lets in as many as there are places, then one for each that leaves, in their order', async () => {
  await Promise.all([line.enter(), line.enter()]);
  const entered: number[] = [];
  const all = Promise.all([1, 2, 3].map((n) => line.enter().then(() => entered.push(n))));
  await pause(10);
  expect(entered).toEqual([]);
  line.leave();
  await pause(1);
  expect(entered).toEqual([1]);
  line.leave();
  line.leave();
  await all;
  expect(entered).toEqual([1, 2, 3]);
});

it('keeps whoever waits while those inside get on, and not for ever', async () => {
  await Promise.all([line.enter(), line.enter()]);
  const { ms, error } = await wait();
  expect(ms).toBeGreaterThan(390);
  expect(error).toBeInstanceOf(NoSessionError);
  expect(isDatabaseUnreachable(error)).toBe(true);
});

it('keeps nobody where nobody gets on', async () => {
  await Promise.all([line.enter(), line.enter()]);
  getsOn = false;
  const { ms, error } = await wait();
  expect(error).toBeInstanceOf(NoSessionError);
  expect(ms).toBeLessThan(300);
});

it('gives no place to whoever has gone', async () => {
  await Promise.all([line.enter(), line.enter()]);
  getsOn = false;
  expect((await wait()).error).toBeInstanceOf(NoSessionError);
  line.leave();
  expect((await wait()).error).toBeUndefined();
});

it('follows the number of places', async () => {
  let places = 2;
  const following = new WaitingLine({
    places: () => places,
    getsOn: () => true,
    doubtMs: 60,
    longestMs: 400,
  });
  await Promise.all([following.enter(), following.enter()]);
  places = 1;
  let entered = false;
  const third = following.enter().then(() => (entered = true));
  following.leave();
  await pause(5);
  expect(entered).toBe(false);
  following.leave();
  await third;
  expect(entered).toBe(true);
});
