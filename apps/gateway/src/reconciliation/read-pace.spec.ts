import { MOST_POSTS, ReadPace, type ReadCost } from './read-pace';

const cost = (change: Partial<ReadCost>): ReadCost => ({
  asked: 1_000,
  calls: 10,
  refusedFor: null,
  budget: 80,
  period: 60,
  ...change,
});

it('asks for everything, as often as it is due, while the budget carries it', () => {
  const pace = new ReadPace();
  expect(pace.sizeOf('c')).toBe(MOST_POSTS);
  expect(pace.learn('c', cost({}))).toBeNull();
  expect(pace.sizeOf('c')).toBe(MOST_POSTS);
});

it('begins a walk that was cut off anew when twice as many calls are free', () => {
  const pace = new ReadPace();
  expect(pace.learn('c', cost({ calls: 10, refusedFor: 3 }))).toBe(15);
  expect(pace.learn('c', cost({ calls: 30, refusedFor: 3 }))).toBe(45);
  expect(pace.learn('c', cost({ calls: 0, refusedFor: 3 }))).toBe(3);
  expect(pace.sizeOf('c')).toBe(MOST_POSTS);
});

it('goes on with a few posts as soon as a call is free', () => {
  expect(new ReadPace().learn('c', cost({ asked: 5, calls: 4, refusedFor: 3 }))).toBe(3);
});

it('asks for the longest waiting posts by themselves where not even the whole budget carries a walk', () => {
  const pace = new ReadPace();
  expect(pace.learn('c', cost({ calls: 80, refusedFor: 3 }))).toBe(60);
  expect(pace.sizeOf('c')).toBe(40);
  expect(pace.sizeOf('other')).toBe(MOST_POSTS);
  pace.learn('c', cost({ asked: 40, calls: 40 }));
  expect(pace.sizeOf('c')).toBe(MOST_POSTS);
});

it('never asks for few posts twice in a row', () => {
  const pace = new ReadPace();
  pace.learn('c', cost({ calls: 80, refusedFor: 3 }));
  pace.learn('c', cost({ asked: 40, calls: 80, refusedFor: 3 }));
  expect(pace.sizeOf('c')).toBe(MOST_POSTS);
});
