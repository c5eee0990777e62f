import { deliveryQuery, deliverySearch, isNarrowed } from './search';

it('keeps of an address what makes sense', () => {
  const search = deliverySearch({
    status: ['failed', 'lost'],
    eventType: 'post.*',
    since: '2026-12-01T09:00:00+01:00',
    until: 'yesterday',
    eventId: '',
    other: 'x',
  });
  expect(search).toEqual({ status: ['failed'], eventType: ['post.*'], since: '2026-12-01T08:00:00.000Z' });
  expect(deliveryQuery('we_1', search)).toMatchObject({ endpointId: 'we_1', createdSince: search.since });
});

it('takes a page for no filter', () => {
  expect(isNarrowed({ cursor: 'abc' })).toBe(false);
  expect(isNarrowed({ status: ['pending'] })).toBe(true);
});
