import { table } from './table';

const rows = [
  [{ text: 'x' }, { text: 'published' }, { text: 'https://x.example/1' }],
  [
    { text: 'linkedin' },
    { text: 'failed', color: 'red' as const },
    { text: 'AUTH_EXPIRED: reconnect the account' },
  ],
];

it('makes columns as wide as they need', () => {
  expect(table(rows, 100, false)).toEqual([
    'x         published  https://x.example/1',
    'linkedin  failed     AUTH_EXPIRED: reconnect the account',
  ]);
});

it('shortens the last column to the width of the terminal', () => {
  const lines = table(rows, 40, false);
  expect(lines.map((line) => line.length)).toEqual([40, 40]);
  expect(lines[1]).toMatch(/…$/);
});

it('colors only where it may', () => {
  expect(table(rows, 100, true)[1]).toContain('\x1b[31mfailed');
  expect(table(rows, 100, false).join()).not.toContain('\x1b');
});

it('of nothing is nothing', () => {
  expect(table([], 80, true)).toEqual([]);
});
