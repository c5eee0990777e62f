import { startTestApi, type TestApi } from './api-harness';
import { housekeeperOf } from './housekeeper';

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
  await housekeeperOf(api).sweep();
  const left = await api.db.query<{ key: string }[]>(
    'select key from idempotency_records order by created_at desc',
  );
  expect(left.map((row) => row.key)).toEqual(['fresh', 'a day old']);
});

it('deletes events that were kept for long enough, but none that nobody can have read', async () => {
  const events = [
    { id: 'evt_fresh', age: '89 days', sequence: 3 },
    { id: 'evt_old', age: '125 days', sequence: 2 },
    { id: 'evt_unread', age: '125 days', sequence: null },
    { id: 'evt_older', age: '200 days', sequence: 1 },
  ];
  for (const { id, age, sequence } of events) {
    await api.db.query(
      `insert into events (id, workspace_id, type, data, sequence, created_at)
       values ($1, $2, 'test.ping', '{}', $3, now() - $4::interval)`,
      [id, api.workspaceId, sequence, age],
    );
  }
  await housekeeperOf(api).sweep();
  const left = await api.db.query<{ id: string }[]>('select id from events order by id');
  expect(left.map((row) => row.id)).toEqual(['evt_fresh', 'evt_unread']);
  // What nothing is left of goes as a whole.
  const [ended] = await api.db.query<{ parts: number }[]>(
    `select count(*)::int as parts from postern_partitions('events')
     where until_at < now() - interval '130 days' or name::text = 'events' || to_char(now() - interval '200 days', '_YYYY_MM')`,
  );
  expect(ended?.parts).toBe(0);
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
    { event: 'evt_wanted', sequence: 11, status: 'pending', age: '125 days' },
    { event: 'evt_sent', sequence: 12, status: 'delivered', age: '125 days' },
    { event: 'evt_late', sequence: 13, status: 'failed', age: '31 days' },
    { event: 'evt_kept', sequence: 14, status: 'delivered', age: '29 days' },
    { event: 'evt_unmade', sequence: 21, status: null, age: '125 days' },
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
  await housekeeperOf(api).sweep();
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

it('moves what fell beside the partitions into one of its own, as it was', async () => {
  const far = `now() + interval '3 years'`;
  await api.db.query(
    `insert into events (id, workspace_id, type, data, sequence, created_at)
     values ('evt_far', $1, 'test.ping', '{"a":1}', 77, ${far}), ('evt_farther', $1, 'test.ping', '{}', null, ${far})`,
    [api.workspaceId],
  );
  const rows = (what: string) =>
    api.db.query<{ lies: string }[]>(
      `select ${what} from events e where id in ('evt_far', 'evt_farther') order by arrival`,
    );
  const before = await rows('e.*');
  expect(await rows('tableoid::regclass::text as lies')).toEqual(Array(2).fill({ lies: 'events_default' }));
  await housekeeperOf(api).sweep();
  const [{ lies }] = (await rows('tableoid::regclass::text as lies')) as [{ lies: string }];
  expect(lies).toMatch(/^events_\d{4}_\d\d$/);
  expect(await rows('e.*')).toEqual(before);
  await api.db.query(`delete from events where id in ('evt_far', 'evt_farther')`);
});

it('keeps attempts for ever, or for so long as is asked and their posts are open', async () => {
  await insertAttempts();
  const left = async (attemptKeepDays: number | null) => {
    await housekeeperOf(api, { attemptKeepDays }).sweep();
    const rows = await api.db.query<{ id: string }[]>('select id from attempts order by id');
    return rows.map(({ id }) => id);
  };
  expect(await left(null)).toEqual(['att_fresh', 'att_left', 'att_open', 'att_over']);
  expect(await left(400)).toEqual(['att_fresh', 'att_left', 'att_open']);
  await api.db.query(`update posts set status = 'failed'`);
  expect(await left(400)).toEqual(['att_fresh']);
});

/** All but one long ago: of a post that ended, of one that is open, and of an open one that left its submission. */
async function insertAttempts(): Promise<void> {
  await api.db.query(
    `insert into connections (id, workspace_id, provider, name, credentials, credentials_key_id, settings, status)
     values ('conn_1', $1, 'layers', 'c', '', 'k1', '{}', 'active')`,
    [api.workspaceId],
  );
  await api.db.query(
    `insert into accounts (id, workspace_id, connection_id, provider, platform, reference, data, status)
     values ('acct_1', $1, 'conn_1', 'layers', 'x', '1', '{}', 'connected')`,
    [api.workspaceId],
  );
  await api.db.query(
    `with named as (select * from (values ('over', 'published', 450), ('open', 'scheduled', 450), ('left', 'unknown', 450),
        ('fresh', 'published', 1)) n(name, status, days)),
     g as (insert into post_groups (id, workspace_id, status, content, metadata, max_lateness_seconds, created_at, updated_at)
       values ('pg_1', $1, 'unknown', '{}', '{}', 1, now(), now())),
     s as (insert into submissions (id, workspace_id, group_id, connection_id, provider, state, round, latest_at,
         created_at, updated_at)
       select 'sub_' || name, $1, 'pg_1', 'conn_1', 'layers', 'accepted', 1, now(), now(), now() from named),
     a as (insert into attempts (id, workspace_id, submission_id, number, fence, worker, started_at)
       select 'att_' || name, $1, 'sub_' || name, 1, 1, 'w', now() - make_interval(days => days) from named),
     p as (insert into posts (id, workspace_id, group_id, position, submission_id, account_id, connection_id, provider,
         platform, content, options, status, merge, created_at, updated_at)
       select 'post_' || name, $1, 'pg_1', 0, case when name <> 'left' then 'sub_' || name end, 'acct_1', 'conn_1',
         'layers', 'x', '{}', '{}', status, '{}', now(), now() from named)
     insert into left_submissions (post_id, submission_id, round, status, reference_data)
     values ('post_left', 'sub_left', 1, 'failed', '{}')`,
    [api.workspaceId],
  );
}
