import { duration } from './time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

it.each([
  [450, '450 ms'],
  [12_000, '12 s'],
  [59_700, '1 min'],
  [5 * MINUTE, '5 min'],
  [HOUR - 100, '1 h'],
  [3 * HOUR + 20 * MINUTE, '3 h 20 min'],
  [DAY - 100, '1 d'],
  [2 * DAY + 4 * HOUR, '2 d 4 h'],
  [5 * DAY - MINUTE, '5 d'],
])('says %d ms as %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});
