import type { PostGroup } from '@postern/client';
import { calendarSearch } from './search';
import { shownDays, turned } from './shown-days';
import { drawn, shownGroup } from './shown-group';

const group = (more: object): PostGroup =>
  ({
    id: 'pg_1',
    status: 'scheduled',
    scheduledAt: '2026-12-01T09:00:00.000Z',
    createdAt: '2026-11-01T09:00:00.000Z',
    content: { text: 'Opening\n day' },
    posts: [{ status: 'scheduled', platform: 'x', publishedAt: null }],
    ...more,
  }) as unknown as PostGroup;

it('marks what waits a minute after its time as late, and moves nothing that has ended', () => {
  const due = Date.parse('2026-12-01T09:00:00Z');
  expect(shownGroup(group({}), due + 30_000)).toMatchObject({
    late: false,
    movable: true,
    text: 'Opening day',
  });
  expect(shownGroup(group({}), due + 61_000)).toMatchObject({ late: true });
  expect(shownGroup(group({}), due + 61_000, '2026-12-02T09:00:00.000Z')).toMatchObject({ late: false });
  const failed = group({ status: 'failed', posts: [{ status: 'failed', platform: 'x', publishedAt: null }] });
  expect(shownGroup(failed, due + 61_000)).toMatchObject({ late: false, movable: false });
});

it('draws a group within its day', () => {
  const { start, end } = drawn({ at: new Date(2026, 11, 1, 23, 50).toISOString() });
  expect([start, end]).toEqual(['2026-12-01 23:50:00', '2026-12-01 23:59:59']);
});

it('shows a month in whole weeks from Monday, and turns to the next one from its last day', () => {
  const { since, until, title } = shownDays('month', '2026-12-31');
  expect([since.format('YYYY-MM-DD'), until.format('YYYY-MM-DD'), title]).toEqual([
    '2026-11-30',
    '2027-01-10',
    'December 2026',
  ]);
  expect(turned('month', '2026-01-31', 1)).toBe('2026-02-01');
  expect(turned('week', '2026-12-31', -1)).toBe('2026-12-24');
});

it('takes from an address what makes sense', () => {
  expect(calendarSearch({ view: 'year', date: '2026-13-45', status: ['failed', 'lost'] })).toEqual({
    status: ['failed'],
  });
});
