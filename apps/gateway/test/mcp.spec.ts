/** Agents use the API by the Model Context Protocol, through the official client and real HTTP. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { PostGroupView } from '../src/post-groups/post-group-view';
import { expectProblem, type Body, type Item } from './api-harness';
import { accountOn, startTestGateway, until, type TestGateway } from './gateway-harness';

jest.setTimeout(60_000);

let gateway: TestGateway;
let x: string;
const clients: Client[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  x = accountOn((await gateway.connect('postato')).accounts, 'x');
  await gateway.startWorker();
}, 60_000);
afterAll(async () => {
  for (const client of clients) await client.close();
  await gateway.close();
});

async function connect(key = gateway.api.key): Promise<Client> {
  const client = new Client({ name: 'spec', version: '1' });
  const headers = { authorization: `Bearer ${key}` };
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${gateway.api.url}/mcp`), { requestInit: { headers } }),
  );
  clients.push(client);
  return client;
}

interface Answer {
  isError: boolean;
  text: string;
  body: Body;
}

async function use(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Answer> {
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content as { text: string }[];
  return { isError: result.isError === true, text: content?.text ?? '', body: result.structuredContent };
}

it('says what it is and which tools there are, each with schemas that stand alone', async () => {
  const client = await connect();
  expect(client.getServerVersion()).toMatchObject({ name: 'postern' });
  expect(client.getInstructions()).toMatch(/publish_post/);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'list_accounts',
    'validate_post',
    'publish_post',
    'get_post_status',
    'list_posts',
    'cancel_post',
    'reschedule_post',
  ]);
  const text = JSON.stringify(tools);
  expect(text).not.toContain('#/components');
  const publish = tools.find(({ name }) => name === 'publish_post')!;
  expect(Object.keys(publish.inputSchema.properties!)).toEqual(
    expect.arrayContaining(['content', 'targets', 'scheduledAt', 'draft', 'idempotencyKey']),
  );
  expect(publish.inputSchema.required).toEqual(['targets']);
  expect(publish.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false });
});

it('lists accounts, checks, publishes once under a key, and follows the post to its end', async () => {
  const client = await connect();
  const accounts = await use(client, 'list_accounts', { platform: 'x' });
  expect((accounts.body.items as Item[]).map(({ id }) => id)).toContain(x);

  const post = { content: { text: 'By an agent' }, targets: [{ accountId: x }] };
  expect((await use(client, 'validate_post', post)).body).toMatchObject({ valid: true, issues: [] });

  const keyed = { ...post, idempotencyKey: 'agent-1' };
  const first = await use(client, 'publish_post', keyed);
  const again = await use(client, 'publish_post', keyed);
  expect(first.isError).toBe(false);
  expect(again.body).toEqual(first.body);
  const group = await gateway.final((first.body as PostGroupView).id);
  expect(group.status).toBe('published');

  const status = await use(client, 'get_post_status', { groupId: group.id });
  expect(status.body).toMatchObject({ id: group.id, status: 'published' });
  const one = await use(client, 'get_post_status', { postId: group.posts[0]!.id });
  expect(one.body).toMatchObject({ groupId: group.id, status: 'published' });
  const listed = await use(client, 'list_posts', { groupId: group.id, status: ['published', 'failed'] });
  expect(listed.body.items).toHaveLength(1);
});

it('moves and withdraws what has not gone out', async () => {
  const client = await connect();
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const created = await use(client, 'publish_post', {
    content: { text: 'Later' },
    targets: [{ accountId: x }],
    scheduledAt: at(48),
  });
  const { id } = created.body as PostGroupView;
  // The provider keeps the time of this one: it is handed over at once.
  await until(async () => (await gateway.group(id)).posts[0]!.providerReference !== null);
  const moved = await use(client, 'reschedule_post', { groupId: id, scheduledAt: at(72) });
  expect(moved.body.results).toMatchObject([{ result: expect.stringMatching(/done|pending/) }]);
  const canceled = await use(client, 'cancel_post', { groupId: id, reason: 'Changed our mind' });
  expect(canceled.body.results).toMatchObject([{ result: expect.stringMatching(/done|pending/) }]);
  expect(await gateway.final(id)).toMatchObject({ status: 'canceled' });
});

it('answers a refusal as the problem that the API gives, with every place that is wrong', async () => {
  const client = await connect();
  const wrong = await use(client, 'publish_post', { targets: [{ accountId: 'acct_nobody' }], colour: 'red' });
  expect(wrong.isError).toBe(true);
  expect(wrong.text).toMatch(/^VALIDATION: /);
  expect(wrong.text).toContain('- colour: ');
  const unknown = await use(client, 'get_post_status', { groupId: 'pg_nobody' });
  expect(unknown).toMatchObject({ isError: true, text: expect.stringMatching(/^NOT_FOUND: /) });
  for (const args of [{}, { groupId: 'pg_a', postId: 'post_a' }, { groupId: 7 }]) {
    expect((await use(client, 'get_post_status', args)).isError).toBe(true);
  }
  const traversal = await use(client, 'get_post_status', { groupId: '../accounts' });
  expect(traversal).toMatchObject({ isError: true, text: expect.stringMatching(/^NOT_FOUND: /) });
  await expect(client.callTool({ name: 'drop_tables' })).rejects.toThrow(/There is no tool drop_tables/);
});

it('lets a key do what its scopes let it do, and shows it no more', async () => {
  const client = await connect((await gateway.api.newKey(gateway.api.workspaceId, ['publish:read'])).key);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['get_post_status', 'list_posts']);
  const refused = await use(client, 'cancel_post', { groupId: 'pg_a' });
  expect(refused).toMatchObject({ isError: true, text: expect.stringMatching(/^FORBIDDEN_SCOPE: /) });
});

it('has nothing of another workspace', async () => {
  const group = await gateway.publish({ content: { text: 'Ours' }, targets: [{ accountId: x }] });
  const stranger = await connect((await gateway.api.newWorkspace()).key);
  expect((await use(stranger, 'list_accounts')).body).toEqual({ items: [], nextCursor: null });
  expect((await use(stranger, 'list_posts')).body).toEqual({ items: [], nextCursor: null });
  for (const name of ['get_post_status', 'cancel_post']) {
    const answer = await use(stranger, name, { groupId: group.id });
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/^NOT_FOUND: /) });
  }
});

it('asks for a key, refuses pages of elsewhere, and has no stream to listen to', async () => {
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
  const headers = { accept: 'application/json, text/event-stream' };
  const post = (more: Record<string, string> = {}, key: string | null = gateway.api.key) =>
    gateway.api.call('POST', '/mcp', { key, body: ping, headers: { ...headers, ...more } });
  expect((await post()).body).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
  expect((await post({ origin: 'http://localhost:6274' })).status).toBe(200);
  expectProblem(await post({}, null), 401, 'UNAUTHENTICATED');
  expectProblem(await post({ origin: 'https://evil.example' }), 403, 'FORBIDDEN_ORIGIN');
  expectProblem(await post({ origin: 'null' }), 403, 'FORBIDDEN_ORIGIN');
  expectProblem(await gateway.api.call('GET', '/mcp'), 405, 'METHOD_NOT_ALLOWED');
  expectProblem(await gateway.api.call('DELETE', '/mcp'), 405, 'METHOD_NOT_ALLOWED');
  const broken = await gateway.api.call('POST', '/mcp', {
    raw: '{',
    headers: { 'content-type': 'application/json' },
  });
  expectProblem(broken, 400, 'MALFORMED_REQUEST');
});
