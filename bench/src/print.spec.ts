import { milliseconds, renderGoals, renderTable } from './print';

it('prints tables that are Markdown and stand straight in a terminal', () => {
  const text = renderTable({
    title: 'Lateness',
    note: 'What was measured.',
    columns: ['load', 'p99'],
    rows: [
      ['2000 at once', '812 ms'],
      ['one', null],
    ],
  });
  expect(text).toBe(
    [
      '### Lateness',
      '',
      'What was measured.',
      '',
      '| load         |    p99 |',
      '|--------------|-------:|',
      '| 2000 at once | 812 ms |',
      '| one          |      – |',
      '',
    ].join('\n'),
  );
});

it('shouts where a goal is missed', () => {
  const goals = [{ what: 'p99', measured: '3 s', limit: '2 s', met: false }];
  expect(renderGoals(goals)).toContain('MISSED');
});

it('keeps milliseconds as long as they can be read', () => {
  expect([milliseconds(0.4), milliseconds(9_999.4), milliseconds(12_345)]).toEqual([
    '0 ms',
    '9999 ms',
    '12.3 s',
  ]);
});
