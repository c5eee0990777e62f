/** Workspaces: the operator's view of all, an admin's of the own one. */
import { expectProblem, itemsOf, startTestApi, type TestApi } from './api-harness';

jest.setTimeout(60_000);

const PATH = '/v1/workspaces';

let api: TestApi;
let operator: string;
beforeAll(async () => {
  api = await startTestApi();
  operator = (await api.newKey(api.workspaceId, ['instance'])).key;
}, 60_000);
afterAll(() => api.close());

const as = (key: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  api.call(method, path, { key, body, headers });

it('are made by the operator, who makes their first key, too', async () => {
  const made = await as(operator, 'POST', PATH, { name: 'Growth' });
  expect(made.status).toBe(201);
  const { id, createdAt } = made.body as { id: string; createdAt: string };
  expect(made.body).toEqual({
    id: expect.stringMatching(/^ws_/),
    name: 'Growth',
    createdAt,
    updatedAt: createdAt,
  });
  const key = await as(operator, 'POST', '/v1/api-keys', { name: 'a', scopes: ['admin'], workspaceId: id });
  const first = (key.body as { key: string }).key;
  expect((await as(first, 'GET', PATH)).body).toEqual({ items: [made.body], nextCursor: null });
  expect((await as(first, 'GET', `${PATH}/${id}`)).body).toEqual(made.body);
  const entries = itemsOf(await as(first, 'GET', '/v1/audit-log'));
  expect(entries.map(({ action }) => action)).toEqual(['api_key.create', 'workspace.create']);
});

it('are made once under one Idempotency-Key', async () => {
  const make = () => as(operator, 'POST', PATH, { name: 'Once' }, { 'idempotency-key': 'once' });
  const replies = await Promise.all([make(), make()]);
  const ids = new Set(replies.map(({ body }) => (body as { id: string }).id));
  expect([replies[0].status, replies[1].status, ids.size]).toEqual([201, 201, 1]);
  const rows = await api.db.query<unknown[]>(`select 1 from workspaces where name = 'Once'`);
  expect(rows).toHaveLength(1);
});

it('are all listed for the operator, page by page, and the own one for an admin', async () => {
  const made = [];
  for (const name of ['a', 'b', 'c']) made.unshift((await as(operator, 'POST', PATH, { name })).body);
  const first = await as(operator, 'GET', `${PATH}?limit=2`);
  expect(itemsOf(first)).toEqual(made.slice(0, 2));
  const { nextCursor } = first.body as { nextCursor: string };
  const second = await as(operator, 'GET', `${PATH}?limit=2&cursor=${nextCursor}`);
  expect(itemsOf(second)[0]).toEqual(made[2]);
  const all = await api.db.query<unknown[]>('select 1 from workspaces');
  expect(itemsOf(await as(operator, 'GET', `${PATH}?limit=100`))).toHaveLength(all.length);
  expect(itemsOf(await as(api.key, 'GET', PATH)).map(({ id }) => id)).toEqual([api.workspaceId]);
  // A cursor of the operator's list is none of an admin's.
  expectProblem(await as(api.key, 'GET', `${PATH}?cursor=${nextCursor}`), 422, 'VALIDATION');
});

it('are renamed by their admin and by the operator', async () => {
  const { workspaceId, key } = await api.newWorkspace();
  const renamed = await as(key, 'PATCH', `${PATH}/${workspaceId}`, { name: 'Ours' });
  expect([renamed.status, (renamed.body as { name: string }).name]).toEqual([200, 'Ours']);
  expect((await as(operator, 'PATCH', `${PATH}/${workspaceId}`, { name: 'Theirs' })).status).toBe(200);
  const [last, first] = itemsOf(await as(key, 'GET', '/v1/audit-log?action=workspace.update'));
  expect([last, first]).toMatchObject([
    { before: { name: 'Ours' }, after: { name: 'Theirs' }, actor: { name: null } },
    { before: { name: 'Test' }, after: { name: 'Ours' }, actor: { name: 'test' } },
  ]);
});

it('of others do not exist for an admin, and nothing here for lesser keys', async () => {
  const { workspaceId } = await api.newWorkspace();
  for (const id of [workspaceId, 'ws_none']) {
    expectProblem(await as(api.key, 'GET', `${PATH}/${id}`), 404, 'NOT_FOUND');
    expectProblem(await as(api.key, 'PATCH', `${PATH}/${id}`, { name: 'stolen' }), 404, 'NOT_FOUND');
  }
  expectProblem(await as(operator, 'GET', `${PATH}/ws_none`), 404, 'NOT_FOUND');
  expectProblem(await as(operator, 'PATCH', `${PATH}/ws_none`, { name: 'a' }), 404, 'NOT_FOUND');
  expect(expectProblem(await as(api.key, 'POST', PATH, { name: 'a' }), 403, 'FORBIDDEN_SCOPE').scope).toBe(
    'instance',
  );
  const { key } = await api.newKey(api.workspaceId, ['publish:write']);
  expectProblem(await as(key, 'GET', PATH), 403, 'FORBIDDEN_SCOPE');
});

it.each([
  [{}, 'name', 'required'],
  [{ name: '' }, 'name', 'length'],
  [{ name: null }, 'name', 'string'],
  [{ name: 'a', owner: 'me' }, 'owner', 'unknown_field'],
])('refuses %j', async (body, path, rule) => {
  const document = expectProblem(await as(operator, 'POST', PATH, body), 422, 'VALIDATION');
  expect(document.issues).toMatchObject([{ path, rule }]);
});
