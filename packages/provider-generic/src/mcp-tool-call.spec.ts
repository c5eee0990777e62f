/** One tool call over MCP: what the tool says, and what is known where something breaks. */
import type { HttpPort, HttpRequest } from '@postern/core';
import { testContext } from '@postern/provider-kit/testing';
import { mcpAnswers, messagesOf, type McpAnswers } from '../test/mcp-stub';
import { startStubServer, type StubServer } from '../test/stub-server';
import { callTool } from './mcp-tool-call';

describe('a tool call over MCP', () => {
  let stub: StubServer;
  beforeEach(async () => {
    stub = await startStubServer();
  });
  afterEach(() => stub.close());

  async function call(answers: McpAnswers, more: Partial<HttpRequest> = {}, http?: HttpPort) {
    stub.answer(mcpAnswers(answers));
    const test = testContext({ credentials: {}, timeoutMs: 2_000, ...(http ? { http } : {}) });
    const request: HttpRequest = {
      method: 'POST',
      url: `${stub.url}/mcp`,
      headers: { authorization: 'Bearer secret' },
      body: { kind: 'raw', text: '{"text":"Hello"}', contentType: 'application/json' },
      budget: 'write',
      ...more,
    };
    const result = await callTool(test.ctx, 'publish', request);
    return { ...result, exchanges: test.exchanges, ctx: test.ctx };
  }
  const structured = { result: { content: [], structuredContent: { id: 'p1' } } };
  const text = (words: string) => ({ result: { content: [{ type: 'text', text: words }] } });

  it('opens a session, calls the tool with the body as its arguments, and ends the session', async () => {
    const { outcome, exchanges } = await call({ call: structured, session: 's-1' });
    expect(outcome).toMatchObject({ kind: 'response', status: 200, json: { id: 'p1' } });
    expect(messagesOf(stub.requests)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/call',
      'DELETE',
    ]);
    const called = stub.requests[2];
    expect(called?.headers).toMatchObject({ authorization: 'Bearer secret', 'mcp-session-id': 's-1' });
    expect(called?.json).toMatchObject({ params: { name: 'publish', arguments: { text: 'Hello' } } });
    expect(exchanges).toHaveLength(4);
  });

  it('has nothing to end where the server keeps no session', async () => {
    await call({ call: structured });
    expect(messagesOf(stub.requests)).toHaveLength(3);
  });

  it('pays for the call by the operation’s budget and for the rest by that of reads', async () => {
    const budgets: string[] = [];
    const { ctx } = await call({ call: structured });
    const http: HttpPort = {
      send: (request) => {
        budgets.push(request.budget);
        return ctx.http.send(request);
      },
    };
    await call({ call: structured, session: 's-1' }, {}, http);
    expect(budgets).toEqual(['read', 'read', 'write', 'read']);
  });

  it.each<[string, McpAnswers, unknown]>([
    ['structured content', { call: structured }, { id: 'p1' }],
    ['JSON in a text', { call: text('{"id":"p2"}') }, { id: 'p2' }],
    ['plain words', { call: text('Done.') }, { message: 'Done.' }],
    ['a stream of events', { call: structured, framing: 'events' }, { id: 'p1' }],
    [
      'a large stream of events',
      { call: text(JSON.stringify({ id: 'x'.repeat(200_000) })), framing: 'events' },
      { id: 'x'.repeat(200_000) },
    ],
  ])('reads %s', async (_name, answers, json) => {
    const { outcome, failed } = await call(answers);
    expect(outcome).toMatchObject({ kind: 'response', json });
    expect(failed).toBe(false);
  });

  it('tells a failing tool and a JSON-RPC error from a success', async () => {
    const isError = { result: { isError: true, content: [{ type: 'text', text: '{"error":"no"}' }] } };
    expect(await call({ call: isError })).toMatchObject({
      failed: true,
      outcome: { kind: 'response', json: { error: 'no' } },
    });
    const error = { code: -32602, message: 'Bad' };
    expect(await call({ call: { error } })).toMatchObject({
      failed: true,
      outcome: { kind: 'response', json: { error } },
    });
  });

  it.each<[string, McpAnswers['call']]>([
    ['a reset', 'reset'],
    ['a reply without a body', { status: 202 }],
    ['a body that is no JSON', { text: '{"jsonrpc":"2.0","id"' }],
    ['a reply to another request', { json: { jsonrpc: '2.0', id: 999, result: { content: [] } } }],
    ['a result that is none', { result: { content: 'no list' } }],
    ['a stream without the answer', { text: ': \n\n', headers: { 'content-type': 'text/event-stream' } }],
    [
      'half a stream',
      {
        text: 'data: {"jsonrpc":"2.0","id":1,"result":{"content"',
        headers: { 'content-type': 'text/event-stream' },
      },
    ],
  ])('knows nothing of a call that is answered by %s', async (_name, answer) => {
    const { outcome } = await call({ call: answer });
    expect(outcome.kind).toBe('no_reply');
    expect(messagesOf(stub.requests).filter((method) => method === 'tools/call')).toHaveLength(1);
  });

  it.each([500, 503, 401, 429])('passes a reply of status %i on', async (status) => {
    const { outcome, failed } = await call({ call: { status, json: { error: 'x' } } });
    expect(outcome).toMatchObject({ kind: 'response', status });
    expect(failed).toBe(false);
  });

  it('follows no redirect with the call', async () => {
    const { outcome } = await call({ call: { status: 307, headers: { location: '/elsewhere' } } });
    expect(outcome).toMatchObject({ kind: 'response', status: 307 });
    expect(stub.requests.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('takes a 404 for the address, never for a post', async () => {
    expect((await call({ call: { status: 404 } })).outcome).toMatchObject({ kind: 'not_sent' });
  });

  it.each<[string, McpAnswers]>([
    ['reset', { initialize: 'reset' }],
    ['answered by 500', { initialize: { status: 500 } }],
    ['answered by 404', { initialize: { status: 404 } }],
    ['answered by a redirect', { initialize: { status: 307, headers: { location: '/mcp' } } }],
    ['answered by nonsense', { initialize: { text: 'hello' } }],
    ['not confirmed', { initialized: { status: 500 } }],
  ])('calls nothing where the session is %s', async (_name, answers) => {
    const { outcome } = await call(answers);
    expect(outcome).toMatchObject({ kind: 'not_sent', cause: 'refused' });
    expect(messagesOf(stub.requests)).not.toContain('tools/call');
  });

  it('shows a refused key as it is', async () => {
    const { outcome } = await call({ initialize: { status: 401, json: { error: 'unauthorized' } } });
    expect(outcome).toMatchObject({ kind: 'response', status: 401, json: { error: 'unauthorized' } });
  });
});
