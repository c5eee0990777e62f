import { distributionOf } from '../distribution';
import { type Scene, share, simulate } from './simulation';

const SCENE: Scene = {
  dueTimes: new Array<number>(400).fill(0),
  workers: 1,
  cores: 8,
  costs: { worker: 4, postgres: 2, upstream: 1 },
  slots: 512,
  baseMs: 0,
};

const paceOf = (scene: Partial<Scene>) => {
  const whole = { ...SCENE, ...scene };
  return (whole.dueTimes.length / simulate({ ...whole, slots: 32 }).spanMs) * 1_000;
};

it('one worker is one thread, however many cores there are', () => {
  expect(paceOf({})).toBeGreaterThan(225);
  expect(paceOf({})).toBeLessThan(300);
});

it('twice the workers are twice the pace while there are cores, and no more without', () => {
  expect(paceOf({ workers: 2 }) / paceOf({})).toBeCloseTo(2, 0);
  const [one, four] = [paceOf({ cores: 1 }), paceOf({ cores: 1, workers: 4 })];
  // Seven milliseconds of everybody together.
  expect(one).toBeGreaterThan(120);
  expect(four / one).toBeLessThan(1.25);
});

it('an upstream that is one thread holds everybody back', () => {
  expect(paceOf({ workers: 4, costs: { worker: 1, postgres: 1, upstream: 10 } })).toBeLessThan(160);
});

it('a rate that is below the capacity makes nobody wait, above it everybody waits for longer and longer', () => {
  const at = (rate: number) => Array.from({ length: 400 }, (_, index) => (index * 1_000) / rate);
  const late = (rate: number) =>
    distributionOf(simulate({ ...SCENE, dueTimes: at(rate), baseMs: 20 }).lateness);
  expect(late(100).p99).toBeLessThan(40);
  expect(late(1_000).p99).toBeGreaterThan(late(1_000).p50 * 1.5);
  expect(late(1_000).p50).toBeGreaterThan(300);
});

it('gives nobody more than they can use', () => {
  expect(share([1, 3, 0], 2)).toEqual([1, 1, 0]);
  expect(share([0.5, 3, 1], 3)).toEqual([0.5, 1.5, 1]);
  expect(() => simulate({ ...SCENE, cores: 0 })).toThrow('Nothing can happen');
});
