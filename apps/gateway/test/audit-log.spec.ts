/** Reading the audit log: pages, filters, whose it is. */
import type { AuditEntryDto } from '../src/audit/audit-log.dto';
import { expectProblem, itemsOf, startTestApi, type TestApi } from './api-harness';

jest.setTimeout(60_000);

const PATH = '/v1/audit-log';

let api: TestApi;
let admin: string;
let workspaceId: string;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  ({ key: admin, workspaceId } = await api.newWorkspace());
});
afterAll(() => api.close());

const as = (key: string, method: string, path: string, body?: unknown) =>
  api.call(method, path, { key, body });
const list = async (query = '', key = admin) =>
  itemsOf(await as(key, 'GET', `${PATH}${query}`)) as unknown as AuditEntryDto[];
const make = async (name: string, key = admin) =>
  (await as(key, 'POST', '/v1/api-keys', { name, scopes: ['admin'] })).body as { id: string; key: string };

it('says who changed what, in which request, from what to what', async () => {
  const made = await make('first');
  const headers = { 'x-request-id': 'req_of_the_test' };
  await api.call('PATCH', `/v1/api-keys/${made.id}`, { key: admin, body: { name: 'renamed' }, headers });
  const [renamed, created] = await list();
  const [own] = await api.db.query<{ id: string; prefix: string }[]>(
    `select id, prefix from api_keys where workspace_id = $1 and name = 'test'`,
    [workspaceId],
  );
  expect(renamed).toEqual({
    id: expect.stringMatching(/^aud_/),
    createdAt: expect.stringMatching(/Z$/),
    actor: { type: 'api_key', id: own!.id, name: 'test', prefix: own!.prefix },
    action: 'api_key.update',
    subject: { type: 'api_key', id: made.id },
    requestId: 'req_of_the_test',
    before: expect.objectContaining({ name: 'first' }),
    after: expect.objectContaining({ name: 'renamed' }),
  });
  expect(created).toMatchObject({ action: 'api_key.create', before: null });
});

it('walks page by page, newest first, while others write', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift((await make(`key ${n}`)).id);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const reply = await as(admin, 'GET', `${PATH}?limit=2${at}`);
    seen.push(...(itemsOf(reply) as unknown as AuditEntryDto[]).map(({ subject }) => subject.id));
    await make('meanwhile');
    cursor = (reply.body as { nextCursor: string | null }).nextCursor;
  }
  expect(seen).toEqual(ids);
});

it('filters by action, actor, subject and time', async () => {
  const second = await make('second');
  const third = await make('third', second.key);
  await as(second.key, 'PATCH', `/v1/api-keys/${third.id}`, { name: 'renamed' });
  await as(admin, 'DELETE', `/v1/api-keys/${third.id}`);
  const actions = async (query: string) => (await list(query)).map(({ action }) => action.split('.')[1]);
  expect(await actions('')).toEqual(['revoke', 'update', 'create', 'create']);
  expect(await actions('?action=api_key.revoke&action=api_key.update')).toEqual(['revoke', 'update']);
  expect(await actions(`?actorId=${second.id}`)).toEqual(['update', 'create']);
  expect(await actions(`?subjectId=${third.id}`)).toEqual(['revoke', 'update', 'create']);
  expect(await actions(`?subjectId=${third.id}&actorId=${second.id}&action=api_key.create`)).toEqual([
    'create',
  ]);
  await api.db.query(
    `update audit_log set created_at = '2020-01-01T00:00:00Z' where subject_id = $1 and action = 'api_key.create'`,
    [second.id],
  );
  expect(await actions('?until=2020-01-01T01:00:00%2B01:00')).toEqual(['create']);
  expect(await actions('?since=2020-01-01T00:00:00.001Z')).toEqual(['revoke', 'update', 'create']);
  expect(await actions('?action=post.cancel')).toEqual([]);
});

it.each([
  ['action=everything', 'action', 'pattern'],
  ['since=2027-01-01T00:00:00Z&until=2026-01-01T00:00:00Z', 'since', 'range'],
  ['since=yesterday', 'since', 'time.offset'],
  ['limit=0', 'limit', 'min'],
  ['cursor=x', 'cursor', 'cursor.invalid'],
  ['who=me', 'who', 'unknown_field'],
])('refuses %s', async (query, path, rule) => {
  const document = expectProblem(await as(admin, 'GET', `${PATH}?${query}`), 422, 'VALIDATION');
  expect(document.issues).toMatchObject([{ path, rule }]);
});

it('binds a cursor to its filters', async () => {
  await make('one');
  await make('two');
  const first = await as(admin, 'GET', `${PATH}?limit=1&action=api_key.create`);
  const { nextCursor } = first.body as { nextCursor: string };
  const other = await as(admin, 'GET', `${PATH}?limit=1&cursor=${nextCursor}`);
  expect(expectProblem(other, 422, 'VALIDATION').issues).toMatchObject([{ rule: 'cursor.filters' }]);
});

it('is for admins, of the own workspace', async () => {
  const made = await make('ours');
  const { key: stranger } = await api.newWorkspace();
  const { key: publisher } = await api.newKey(workspaceId, ['publish:write', 'connections:write']);
  expectProblem(await as(publisher, 'GET', PATH), 403, 'FORBIDDEN_SCOPE');
  expect(await list(`?subjectId=${made.id}`, stranger)).toEqual([]);
  expect(await list('', stranger)).toEqual([]);
});

it('cannot be rewritten by what a request runs', async () => {
  await make('ours');
  const session = api.db.createQueryRunner();
  try {
    await session.query('begin');
    await session.query('select postern_bind($1)', [workspaceId]);
    await expect(session.query(`update audit_log set action = 'post.read'`)).rejects.toThrow(/permission/);
    await session.query('rollback');
    await session.query('begin');
    await session.query('select postern_bind($1)', [workspaceId]);
    await expect(session.query('delete from audit_log')).rejects.toThrow(/permission/);
    await session.query('rollback');
    await session.query('select postern_bind(null)');
  } finally {
    await session.release();
  }
});
