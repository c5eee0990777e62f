import { instantOf } from './at';
import { UsageError } from './exit-status';

const NOW = Date.parse('2027-01-04T08:00:00Z');

it.each([
  ['+45s', '2027-01-04T08:00:45.000Z'],
  ['+30m', '2027-01-04T08:30:00.000Z'],
  [' +2h ', '2027-01-04T10:00:00.000Z'],
  ['+1d', '2027-01-05T08:00:00.000Z'],
  ['2027-01-04T09:00:00+01:00', '2027-01-04T09:00:00+01:00'],
  ['2027-01-04T09:00Z', '2027-01-04T09:00Z'],
])('understands %s', (given, instant) => {
  expect(instantOf(given, NOW)).toBe(instant);
});

it.each(['', 'tomorrow', '2027-01-04', '2027-01-04T09:00:00', '+30', '+1w', '-5m', '+99999999999999d'])(
  'refuses “%s” and says how to write a time',
  (given) => {
    expect(() => instantOf(given, NOW)).toThrow(UsageError);
    expect(() => instantOf(given, NOW)).toThrow(/with its offset/);
  },
);
