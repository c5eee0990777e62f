/** A tool of an MCP server, called once in a short session and told as an HTTP exchange is. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/index.js';
import type { HttpOutcome, HttpRequest, Json, ProviderContext } from '@postern/core';
import type { HttpReply } from '@postern/provider-kit';
import { McpWire, type WireCall } from './mcp-wire';
import { isJsonObject, toJson } from './value-path';

/** Each exchange ends by its own time; the SDK's comes never first. */
const NEVER_FIRST_MS = 3_600_000;

/** Nothing is validated by schemas of the server's own, so that none are compiled at each call. */
const NO_SCHEMAS: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

export interface ToolOutcome {
  /** What the call came to. Of a reply, `json` is the tool's result, and the status is HTTP's. */
  outcome: HttpOutcome;
  /** The server or the tool says that it failed, which alone does not say that nothing was done. */
  failed: boolean;
}

/** `request`: the server's address and headers, with the arguments as its body. Never throws for what a network can do. */
export async function callTool(
  ctx: ProviderContext,
  tool: string,
  request: HttpRequest,
): Promise<ToolOutcome> {
  const wire = new McpWire(ctx.http, request);
  const client = new Client({ name: 'postern', version: '1' }, { jsonSchemaValidator: NO_SCHEMAS });
  const transport = new StreamableHTTPClientTransport(new URL(request.url), {
    fetch: wire.fetch,
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      reconnectionDelayGrowFactor: 1,
    },
  });
  const options = { timeout: NEVER_FIRST_MS };
  try {
    await client.connect(transport, options);
    const params = { name: tool, arguments: argumentsOf(request) };
    await client.request({ method: 'tools/call', params }, CallToolResultSchema, options);
  } catch (error) {
    // What it means is read from the exchanges themselves; the SDK's error only says that it gave up.
    ctx.logger.debug('An MCP call did not come through.', { tool, problem: String(error) });
  } finally {
    // A server that does not answer is not asked for more.
    if (wire.calls.at(-1)?.outcome.kind === 'response') await endSession(ctx, transport);
    await client.close();
  }
  return readCalls(wire.calls, tool);
}

/** A server that keeps sessions would keep this one. */
async function endSession(ctx: ProviderContext, transport: StreamableHTTPClientTransport): Promise<void> {
  try {
    await transport.terminateSession();
  } catch (error) {
    ctx.logger.debug('An MCP session was not ended.', { problem: String(error) });
  }
}

function argumentsOf({ body }: HttpRequest): Record<string, unknown> {
  const value: unknown = body?.kind === 'raw' ? JSON.parse(body.text) : {};
  return isJsonObject(value) ? value : {};
}

function readCalls(calls: readonly WireCall[], tool: string): ToolOutcome {
  const call = calls.find(({ method }) => method === 'tools/call');
  if (!call)
    return { outcome: neverCalled(calls.filter(({ method }) => method !== null).at(-1)), failed: false };
  const { outcome, answer } = call;
  if (outcome.kind !== 'response') return { outcome, failed: false };
  if (outcome.status < 200 || outcome.status >= 300) return { outcome: withoutRoute(outcome), failed: false };
  const error = answer?.['error'];
  if (error !== undefined) return { outcome: replied(outcome, { error: toJson(error) }), failed: true };
  const result = CallToolResultSchema.safeParse(answer?.['result']);
  if (!result.success) {
    const message = `The MCP server gave no readable answer to ${tool}.`;
    const { durationMs } = outcome;
    return { outcome: { kind: 'no_reply', cause: 'reset', message, durationMs }, failed: false };
  }
  return { outcome: replied(outcome, resultJson(result.data)), failed: result.data.isError === true };
}

/** The session did not come about, so the tool was not called, whatever became of the messages before it. */
function neverCalled(call: WireCall | undefined): HttpOutcome {
  const outcome = call?.outcome;
  if (outcome?.kind === 'not_sent') return outcome;
  if (outcome?.kind === 'response' && [401, 402, 403, 429].includes(outcome.status)) return outcome;
  const said = outcome?.kind === 'response' ? `status ${outcome.status}` : (outcome?.message ?? 'no message');
  return notCalled(`No MCP session was opened (${said}).`);
}

/** Of a tool call, 404 and its like speak of the address or the session, never of a post. */
function withoutRoute(reply: HttpReply): HttpOutcome {
  if (![404, 405, 410].includes(reply.status)) return reply;
  return notCalled(`The MCP server knows no such address or session (status ${reply.status}).`);
}

function notCalled(message: string): HttpOutcome {
  return { kind: 'not_sent', cause: 'refused', message, retryAfter: null };
}

function replied(reply: HttpReply, json: Json): HttpOutcome {
  return { ...reply, json, text: JSON.stringify(json) };
}

/** Structured content, else JSON in the first text, else that text as a message. */
function resultJson({ structuredContent, content }: CallToolResult): Json {
  if (structuredContent !== undefined) return toJson(structuredContent);
  const text = content.find((each) => each.type === 'text')?.text ?? '';
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return toJson(json);
  } catch {
    // Plain words; they are shown as they came.
  }
  return { message: text };
}
