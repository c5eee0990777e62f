import type { PosternEvent } from '@postern/client';
import { eventQuery, eventSearch, matches } from './search';

const event: PosternEvent = {
  id: 'evt_1',
  sequence: 7,
  timestamp: '2026-12-01T08:00:00Z',
  type: 'post_group.created',
  data: { groupId: 'pg_1', status: 'queued', previousStatus: null },
};

it('filters the stream as the gateway filters the log', () => {
  expect(matches({}, event)).toBe(true);
  expect(matches({ type: ['post.*'] }, event)).toBe(false);
  expect(matches({ type: ['post.*', 'post_group.*'], groupId: 'pg_1' }, event)).toBe(true);
  expect(matches({ groupId: 'pg_2' }, event)).toBe(false);
  expect(matches({ postId: 'post_1' }, event)).toBe(false);
});

it('reads an address, and asks for what it says', () => {
  const search = eventSearch({ view: 'history', after: '12', type: ['*', 'nothing'], postId: '' });
  expect(search).toEqual({ view: 'history', after: 12, type: ['*'] });
  expect(eventQuery(search)).toEqual({ after: 12, type: ['*'], limit: 50 });
  expect(eventSearch({ after: -1 })).toEqual({});
});
