/** Postato's tools over MCP, asked by the official SDK's client. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '../sandbox';

interface Seeds {
  baseUrl: string;
  apiKey: string;
  allWorkspacesKey: string;
  workspaceId: string;
  accounts: { id: string; platform: string; status: string }[];
}

describe('Postato over MCP', () => {
  let sandbox: RunningSandbox;
  let seeds: Seeds;
  const clients: Client[] = [];
  const start = async (postato: SandboxOptions['postato'] = {}) => {
    sandbox = await startSandbox({ postato, frozen: true });
    seeds = sandbox.seeds()['postato'] as Seeds;
  };
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await sandbox.stop();
  });

  async function connect(key = seeds.apiKey): Promise<Client> {
    const client = new Client({ name: 'spec', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${key}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${seeds.baseUrl}/mcp`), { requestInit }));
    clients.push(client);
    return client;
  }
  async function call(name: string, args: Record<string, unknown> = {}, client?: Client) {
    const asked = client ?? (await connect());
    return (await asked.callTool({ name, arguments: args })) as CallToolResult;
  }
  const newPost = (more: object = {}) => ({
    platform: 'twitter',
    accountId: seeds.accounts.find(({ platform, status }) => platform === 'twitter' && status === 'connected')
      ?.id,
    status: 'publish',
    postType: 'tweet',
    content: 'Over MCP',
    ...more,
  });

  it('publishes once for each key, the same posts as REST shows', async () => {
    await start();
    const client = await connect();
    const made = (await call('publish_post', newPost({ idempotencyKey: 'k1' }), client)).structuredContent;
    const again = (await call('publish_post', newPost({ idempotencyKey: 'k1' }), client)).structuredContent;
    expect(made).toMatchObject({ postId: expect.stringMatching(/^pst_/), status: 'pending' });
    expect(again?.['postId']).toBe(made?.['postId']);
    sandbox.clock.advance(60_000);
    for (let step = 0; step < 5; step += 1) sandbox.tick();
    const shown = await call('get_post_status', { postId: made?.['postId'] }, client);
    const rest = await fetch(`${seeds.baseUrl}/v1/posts/${String(made?.['postId'])}`, {
      headers: { authorization: `Bearer ${seeds.apiKey}` },
    });
    expect(await rest.json()).toEqual(shown.structuredContent);
    const logged = sandbox.requests.list({ operation: 'mcp.publish_post' });
    expect(logged).toMatchObject([
      { idempotencyKey: 'k1', text: 'Over MCP' },
      { idempotencyKey: 'k1', text: 'Over MCP' },
    ]);
  });

  it('names its tools', async () => {
    await start();
    const { tools } = await (await connect()).listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'publish_post',
      'get_post_status',
      'update_post',
      'delete_post',
      'list_posts',
      'get_approval_status',
      'list_accounts',
      'list_workspaces',
    ]);
  });

  it('refuses as a tool, in the envelope of the REST API', async () => {
    await start();
    expect(await call('get_post_status', { postId: 'pst_none' })).toMatchObject({
      isError: true,
      structuredContent: { error: 'not_found' },
    });
    const everywhere = await connect(seeds.allWorkspacesKey);
    expect(await call('list_posts', {}, everywhere)).toMatchObject({
      isError: true,
      structuredContent: { error: 'workspace_required' },
    });
  });

  it('refuses a key before anything is said', async () => {
    await start();
    await expect(connect('smcp_wrong')).rejects.toThrow('unauthorized');
  });

  it('walks posts by a cursor', async () => {
    await start();
    const client = await connect();
    for (const content of ['a', 'b', 'c']) await call('publish_post', newPost({ content }), client);
    const first = (await call('list_posts', { limit: 2 }, client)).structuredContent;
    const second = (await call('list_posts', { limit: 2, cursor: first?.['cursor'] }, client))
      .structuredContent;
    expect([first?.['items'], second?.['items']]).toEqual([
      [expect.anything(), expect.anything()],
      [expect.anything()],
    ]);
    expect(second?.['cursor']).toBeNull();
  });

  it('moves a post as its page tells, or not as its schema has it', async () => {
    await start({ mcpUpdate: 'schema' });
    const client = await connect();
    const scheduledAt = new Date(sandbox.clock.now() + 3_600_000).toISOString();
    const made = await call('publish_post', newPost({ status: 'scheduled', scheduledAt }), client);
    const move = { postId: made.structuredContent?.['postId'], scheduledAt: '2040-01-01T00:00:00Z' };
    expect((await call('update_post', move, client)).isError).toBe(true);
    const stopped = await call('update_post', { postId: move.postId, status: 'cancelled' }, client);
    expect(stopped.structuredContent).toMatchObject({ status: 'cancelled' });
  });

  it('answers in events and in text, in the guides’ words', async () => {
    await start({ mcpReplies: 'events', mcpResults: 'text', dialect: 'B' });
    const result = await call('publish_post', newPost());
    expect(result.structuredContent).toBeUndefined();
    const [content] = result.content;
    expect(JSON.parse(content?.type === 'text' ? content.text : '')).toMatchObject({ status: 'queued' });
  });

  it('is struck by faults that name a tool', async () => {
    await start();
    sandbox.faults.add({ upstream: 'postato', operation: 'mcp.publish_post', kind: 'accept-then-reset' });
    const client = await connect();
    await expect(call('publish_post', newPost(), client)).rejects.toThrow();
    expect((await call('list_posts', {}, client)).structuredContent?.['items']).toHaveLength(1);
  });

  it('keeps young rows out of each list that a rule names', async () => {
    await start();
    const client = await connect();
    await call('publish_post', newPost(), client);
    const rows = async (tool: string) => {
      const { structuredContent } = await call(tool, {}, client);
      const [list] = Object.values(structuredContent ?? {}).filter(Array.isArray);
      return list?.length ?? 0;
    };
    const tools = ['list_posts', 'list_accounts', 'list_workspaces'];
    for (const tool of tools) {
      expect([tool, (await rows(tool)) > 0]).toEqual([tool, true]);
      const operation = `mcp.${tool}`;
      sandbox.faults.add({ upstream: 'postato', operation, kind: 'hide-fresh', delayMs: 1e12, times: null });
      expect([tool, await rows(tool)]).toEqual([tool, 0]);
    }
  });
});
