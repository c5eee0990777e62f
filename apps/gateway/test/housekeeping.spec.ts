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

it('keeps events that a delivery waits for, and deliveries that ended for as long as they are wanted', async () => {
  const workspaceId = (await api.newWorkspace()).workspaceId;
  await api.db.query(
    `insert into webhook_endpoints (id, workspace_id, url, events, payload, format)
     values ('we_1', $1, 'https://a.example/', '{*}', 'full', 'standard')`,
    [workspaceId],
  );
  await api.db.query(
    `insert into webhook_lanes (endpoint_id, workspace_id, position) values ('we_1', $1, 20)`,
    [workspaceId],
  );
  const rows = [
    { event: 'evt_wanted', sequence: 11, status: 'pending', age: '91 days' },
    { event: 'evt_sent', sequence: 12, status: 'delivered', age: '91 days' },
    { event: 'evt_late', sequence: 13, status: 'failed', age: '31 days' },
    { event: 'evt_kept', sequence: 14, status: 'delivered', age: '29 days' },
    { event: 'evt_unmade', sequence: 21, status: null, age: '91 days' },
  ];
  for (const { event, sequence, status, age } of rows) {
    await api.db.query(
      `with event as (
         insert into events (id, workspace_id, type, data, sequence, created_at)
         values ($1, $2, 'post.updated', '{}', $3, now() - $5::interval)
       )
       insert into webhook_deliveries (id, workspace_id, endpoint_id, event_id, event_type, sequence, subject, status,
         created_at, ended_at)
       select 'whd_' || $1, $2, 'we_1', $1, 'post.updated', $3, $1, $4::text, now() - $5::interval,
         case when $4 <> 'pending' then now() - $5::interval end
       where $4 is not null`,
      [event, workspaceId, sequence, status, age],
    );
  }
  await api.db.query(
    `insert into webhook_attempts (delivery_id, number, workspace_id, url, attempted_at, duration_ms)
     select id, 1, workspace_id, 'https://a.example/', now(), 1 from webhook_deliveries`,
  );
  await housekeeping().sweep();
  const left = (table: string, column: string) =>
    api.db.query<object[]>(`select ${column} as id from ${table} where workspace_id = $1 order by 1`, [
      workspaceId,
    ]);
  expect(await left('events', 'id')).toEqual(
    ['evt_kept', 'evt_late', 'evt_unmade', 'evt_wanted'].map((id) => ({ id })),
  );
  const deliveries = ['whd_evt_kept', 'whd_evt_wanted'].map((id) => ({ id }));
  expect(await left('webhook_deliveries', 'id')).toEqual(deliveries);
  expect(await left('webhook_attempts', 'delivery_id')).toEqual(deliveries);
});

function housekeeping(): HousekeepingService {
  return new HousekeepingService(api.db, { sweep: () => Promise.resolve() } as MediaSweep, api.config);
}
