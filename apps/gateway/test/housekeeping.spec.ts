import { HousekeepingService } from '../src/housekeeping/housekeeping.service';
import type { MediaSweep } from '../src/media/media-sweep';
import { startTestApi, type TestApi } from './api-harness';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 30_000);
afterAll(() => api.close());

it('deletes idempotency records that no repetition can ask for any more, and no others', async () => {
  const ages = { fresh: '1 hour', 'a day old': '25 hours', old: '49 hours' };
  for (const [key, age] of Object.entries(ages)) {
    await api.db.query(
      `insert into idempotency_records (workspace_id, method, path, key, body_hash, status, response, created_at)
       values ($1, 'POST', '/v1/post-groups', $2, '\\x00', 201, '{}', now() - $3::interval)`,
      [api.workspaceId, key, age],
    );
  }
  await housekeeping().sweep();
  const left = await api.db.query<{ key: string }[]>(
    'select key from idempotency_records order by created_at desc',
  );
  expect(left.map((row) => row.key)).toEqual(['fresh', 'a day old']);
});

it('deletes events that were kept for long enough, but none that nobody can have read', async () => {
  const events = [
    { id: 'evt_fresh', age: '89 days', sequence: 3 },
    { id: 'evt_old', age: '91 days', sequence: 2 },
    { id: 'evt_unread', age: '91 days', sequence: null },
  ];
  for (const { id, age, sequence } of events) {
    await api.db.query(
      `insert into events (id, workspace_id, type, data, sequence, created_at)
       values ($1, $2, 'test.ping', '{}', $3, now() - $4::interval)`,
      [id, api.workspaceId, sequence, age],
    );
  }
  await housekeeping().sweep();
  const left = await api.db.query<{ id: string }[]>('select id from events order by id');
  expect(left.map((row) => row.id)).toEqual(['evt_fresh', 'evt_unread']);
});

function housekeeping(): HousekeepingService {
  return new HousekeepingService(api.db, { sweep: () => Promise.resolve() } as MediaSweep, api.config);
}
