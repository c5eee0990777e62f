/** The JSON-RPC of an MCP server, answered by hand, so that a test can break each message of it. */
import type { StubReply, StubRequest } from './stub-server';

export interface McpAnswers {
  initialize?: StubReply;
  initialized?: StubReply;
  /** What the tool's call is answered with; `result` and `error` are framed by `framing`. */
  call?: StubReply | { result: unknown } | { error: unknown };
  framing?: 'json' | 'events';
  session?: string;
}

/** For `StubServer.answer`. */
export function mcpAnswers(answers: McpAnswers): (request: StubRequest) => StubReply | undefined {
  return (request) => {
    const { id, method } = (request.json ?? {}) as { id?: number; method?: string };
    const headers = answers.session === undefined ? undefined : { 'mcp-session-id': answers.session };
    switch (method) {
      case 'initialize':
        return (
          answers.initialize ?? {
            json: { jsonrpc: '2.0', id, result: INITIALIZED },
            headers,
          }
        );
      case 'notifications/initialized':
        return answers.initialized ?? { status: 202 };
      case 'tools/call':
        return callReply(answers, id);
      default:
        return request.method === 'DELETE' ? { status: 200 } : undefined;
    }
  };
}

/** The messages that a server got, by method; `DELETE` ends a session. */
export function messagesOf(requests: readonly StubRequest[]): string[] {
  return requests.map(({ method, json }) => (json as { method?: string } | undefined)?.method ?? method);
}

const INITIALIZED = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: {} },
  serverInfo: { name: 'stub', version: '1' },
};

function callReply({ call = { result: {} }, framing }: McpAnswers, id: number | undefined): StubReply {
  if (call === 'reset' || !('result' in call || 'error' in call)) return call;
  const message = { jsonrpc: '2.0', id, ...call };
  if (framing !== 'events') return { json: message };
  const note = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'wait' } };
  const events = [note, message].map((each) => `event: message\nid: e1\ndata: ${JSON.stringify(each)}\n\n`);
  return { text: `: hello\n\n${events.join('')}`, headers: { 'content-type': 'text/event-stream' } };
}
