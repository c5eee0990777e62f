/** What belongs to one workspace does not exist for another. */
import { expectProblem, itemsOf, type Body } from './api-harness';
import { accountOn, startTestGateway, type TestGateway } from './gateway-harness';
import { rowCounts } from './row-counts';

jest.setTimeout(60_000);

let gateway: TestGateway;
/** Of a second workspace, with every scope of it. */
let stranger: string;
let connection: { id: string; accounts: Body[] };
let group: Body;
beforeAll(async () => {
  gateway = await startTestGateway();
  connection = await gateway.connect('postato');
  group = await gateway.publish({
    content: { text: 'Ours' },
    targets: [{ accountId: accountOn(connection.accounts, 'x') }],
    clientReference: 'ours',
  });
  stranger = (await gateway.api.newWorkspace()).key;
}, 60_000);
afterAll(() => gateway.close());

const asStranger = (method: string, path: string, body?: unknown) =>
  gateway.api.call(method, path, { key: stranger, body });

it('has no such thing by its id, to read, to change, to delete', async () => {
  const before = await rowCounts(gateway.api.db);
  const things: [string, string, unknown?][] = [
    ['GET', `/v1/post-groups/${group.id}`],
    ['GET', `/v1/posts/${group.posts[0].id}`],
    ['GET', `/v1/accounts/${group.posts[0].accountId}`],
    ['GET', `/v1/connections/${connection.id}`],
    ['PATCH', `/v1/connections/${connection.id}`, { name: 'stolen' }],
    ['PATCH', `/v1/connections/${connection.id}`, { credentials: { apiKey: 'stolen' } }],
    ['POST', `/v1/connections/${connection.id}/check`],
    ['POST', `/v1/connections/${connection.id}/sync`],
    ['DELETE', `/v1/connections/${connection.id}`],
    ['DELETE', `/v1/connections/${connection.id}?force=true`],
  ];
  for (const [method, path, body] of things) {
    const theirs = expectProblem(await asStranger(method, path, body), 404, 'NOT_FOUND');
    // The answer for a thing of somebody else is that for a thing of nobody.
    const id = path.split(/[/?]/)[3]!;
    const nobody = await asStranger(method, path.replace(id, 'x_nobody'), body);
    expect(expectProblem(nobody, 404, 'NOT_FOUND').detail).toBe(theirs.detail.replace(id, 'x_nobody'));
  }
  expect(await rowCounts(gateway.api.db)).toEqual(before);
  const ours = await gateway.api.call('GET', `/v1/connections/${connection.id}`);
  expect(ours.body).toMatchObject({ name: 'postato', status: 'active' });
});

it('is in no list, whatever the filter', async () => {
  const post = group.posts[0];
  for (const path of [
    '/v1/post-groups',
    '/v1/post-groups?clientReference=ours',
    `/v1/post-groups?accountId=${post.accountId}`,
    '/v1/post-groups?platform=x&provider=generic:postato&status=queued',
    '/v1/posts',
    '/v1/posts?clientReference=ours',
    `/v1/posts?id=${post.id}`,
    `/v1/posts?groupId=${group.id}`,
    `/v1/posts?connectionId=${connection.id}&accountId=${post.accountId}`,
    '/v1/accounts',
    `/v1/accounts?connectionId=${connection.id}`,
    '/v1/connections',
    '/v1/connections?provider=generic:postato',
  ]) {
    expect([path, itemsOf(await asStranger('GET', path))]).toEqual([path, []]);
    expect([path, itemsOf(await gateway.api.call('GET', path)).length > 0]).toEqual([path, true]);
  }
});

it('cannot be published to, alone or beside own accounts', async () => {
  const created = await asStranger('POST', '/v1/connections', {
    provider: 'generic:postato',
    name: 'Theirs',
    credentials: await credentials(),
  });
  expect(created.status).toBe(201);
  const [own] = itemsOf(await asStranger('GET', '/v1/accounts?platform=x&status=connected'));
  const before = await rowCounts(gateway.api.db);
  const foreign = group.posts[0].accountId as string;
  for (const targets of [[{ accountId: foreign }], [{ accountId: own!.id }, { accountId: foreign }]]) {
    const reply = await asStranger('POST', '/v1/post-groups', { content: { text: 'a' }, targets });
    expect(expectProblem(reply, 422, 'VALIDATION').issues).toMatchObject([
      { path: `targets[${targets.length - 1}].accountId`, rule: 'account.exists' },
    ]);
  }
  expect(await rowCounts(gateway.api.db)).toEqual(before);
});

it('shares a client reference with nobody', async () => {
  const [own] = itemsOf(await asStranger('GET', '/v1/accounts?platform=x&status=connected'));
  const body = { content: { text: 'a' }, targets: [{ accountId: own!.id }], clientReference: 'ours' };
  const theirs = await asStranger('POST', '/v1/post-groups', body);
  expect(theirs.status).toBe(201);
  for (const list of ['/v1/post-groups', '/v1/posts']) {
    const [mine, ...rest] = itemsOf(await gateway.api.call('GET', `${list}?clientReference=ours`));
    expect([mine!.id, rest]).toEqual([list === '/v1/posts' ? group.posts[0].id : group.id, []]);
  }
});

/** What the harness connects with: the same upstream account, seen by two workspaces. */
async function credentials(): Promise<unknown> {
  const { settings } = (await gateway.api.call('GET', `/v1/connections/${connection.id}`)).body;
  const { apiKey } = gateway.sandbox.seeds().postato as { apiKey: string };
  return { ...(settings as object), apiKey };
}
