import { mostWithin } from './watch';

it('finds the densest stretch', () => {
  expect(mostWithin([0, 10, 20, 100, 101, 102, 103], 20)).toBe(4);
});

it('counts a call at the very end of a window to the next one, as the budget does', () => {
  expect(mostWithin([0, 60_000], 60_000)).toBe(1);
  expect(mostWithin([0, 59_999], 60_000)).toBe(2);
});

it('finds none among none', () => {
  expect(mostWithin([], 60_000)).toBe(0);
});
