import type { TimelineAttempt, TimelineEvent } from '@postern/client';
import { fromLocalInput, toLocalInput } from '../../components/local-time';
import { needsForce } from './abilities';
import { excerpt } from './excerpt';
import { steadyRows } from './steady-rows';
import { readable, timelineRows } from './timeline-rows';

it('shows selected rows where they were, as they are now', () => {
  const now = [{ id: 'new' }, { id: 'b', status: 'published' }];
  expect(steadyRows(null, now)).toMatchObject({ rows: now, news: 0 });
  const held = [
    { id: 'a', status: 'failed' },
    { id: 'b', status: 'failed' },
  ];
  const { rows, left, news } = steadyRows(held, now);
  expect(rows).toEqual([
    { id: 'a', status: 'failed' },
    { id: 'b', status: 'published' },
  ]);
  expect([...left]).toEqual(['a']);
  expect(news).toBe(1);
});

it('puts beside each try what was noted from its beginning to the next', () => {
  const event = (id: string) => ({ kind: 'event', id }) as TimelineEvent;
  const attempt = (id: string) => ({ kind: 'attempt', id }) as TimelineAttempt;
  const rows = timelineRows([event('e1'), attempt('a1'), event('e2'), event('e3'), attempt('a2')]);
  expect(rows.map((row) => [row.attempt?.id ?? null, row.events.map(({ id }) => id)])).toEqual([
    [null, ['e1']],
    ['a1', ['e2', 'e3']],
    ['a2', []],
  ]);
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":')).toBe('{"a":');
});

it('knows which retries need a person’s word', () => {
  const post = (code: string, retryable: boolean, providerReference: string | null = null) =>
    needsForce({ error: { code, retryable }, providerReference } as never);
  expect(post('RATE_LIMITED', true)).toBe(false);
  expect(post('AUTH_EXPIRED', false)).toBe(true);
  expect(post('TIMEOUT', true)).toBe(false);
  expect(post('TIMEOUT', true, 'up-1')).toBe(true);
});

it('shortens a text to one line without cutting an emoji', () => {
  expect(excerpt({ text: 'One\n two', media: [] })).toBe('One two');
  expect(excerpt({ text: '👋👋👋👋', media: [] }, 3)).toBe('👋👋…');
});

it('takes times there and back', () => {
  const at = '2026-12-01T08:05:00.000Z';
  expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect(toLocalInput('nonsense')).toBe('');
  expect(fromLocalInput('')).toBeNull();
});
