/**
 * Postato's tools over MCP, at `/generic/postato/mcp`: transport and address are named nowhere, so this is the
 * common form, streamable HTTP without sessions. The posts are those of the REST API.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RouteOperation } from '../frame/simulator';
import { textOfContent } from './content-text';
import { describeTools, TOOL_NAMES, toolNamed, type ToolCall } from './mcp-tools';
import type { PostatoParts } from './parts';
import { Refusal } from './refusal';
import type { Access } from './routes';

const INITIALIZE = 'mcp.initialize';
const OPERATIONS: RouteOperation[] = [
  { operation: INITIALIZE },
  ...TOOL_NAMES.map((name) => ({ operation: `mcp.${name}`, lists: name.startsWith('list_') })),
];

const message = z.object({
  method: z.string(),
  params: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()).default({}) }).optional(),
});

export function addMcpRoute(scope: FastifyInstance, parts: PostatoParts, access: Access): void {
  const config = {
    operations: OPERATIONS,
    operationOf,
    faultText: (request: FastifyRequest) => textOfContent(argumentsOf(request)),
    faultSubject: (request: FastifyRequest) => {
      const { postId } = argumentsOf(request);
      const post = typeof postId === 'string' ? parts.index.find(postId) : undefined;
      return post?.items.map(({ text }) => text).join('\n') ?? null;
    },
  };
  scope.addHook('preHandler', (request, _reply, done) => {
    const { idempotencyKey } = argumentsOf(request);
    const entry = request.sandboxLogEntry;
    if (entry !== null && typeof idempotencyKey === 'string') entry.idempotencyKey = idempotencyKey;
    done();
  });
  scope.post('/mcp', { config }, (request, reply) => exchange(request, reply, parts, access));
  // No messages of the server's own, and no sessions to end.
  scope.route({
    method: ['GET', 'DELETE'],
    url: '/mcp',
    handler: (_request, reply) => reply.code(405).header('allow', 'POST').send(),
  });
}

async function exchange(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: PostatoParts,
  access: Access,
): Promise<FastifyReply> {
  const { mcpReplies } = parts.slice.value.settings;
  const server = serverFor({ request, parts, access });
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: mcpReplies === 'json',
  });
  await server.connect(transport);
  try {
    const response = await transport.handleRequest(webRequest(request, parts.context.baseUrl()), {
      parsedBody: request.body,
    });
    const text = await response.text();
    response.headers.forEach((value, name) => void reply.header(name, value));
    return await reply.code(response.status).send(text);
  } finally {
    await server.close();
  }
}

function serverFor(call: Omit<ToolCall, 'arguments'>): Server {
  const server = new Server({ name: 'postato', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: describeTools() }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    const tool = toolNamed(params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    try {
      return resultOf(call.parts, tool({ ...call, arguments: params.arguments ?? {} }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // How a tool refuses is not documented: the REST envelope as its result.
      return { ...resultOf(call.parts, error.body), isError: true };
    }
  });
  return server;
}

function resultOf({ slice }: PostatoParts, value: Readonly<Record<string, unknown>>): CallToolResult {
  const content: CallToolResult['content'] = [{ type: 'text', text: JSON.stringify(value) }];
  return slice.value.settings.mcpResults === 'text'
    ? { content }
    : { content, structuredContent: { ...value } };
}

function webRequest({ headers, method, url }: FastifyRequest, origin: string): Request {
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return new Request(`${origin}${url}`, { method, headers: given });
}

function operationOf({ body }: FastifyRequest): RouteOperation | null {
  const read = message.safeParse(body).data;
  const name =
    read?.method === 'initialize'
      ? INITIALIZE
      : read?.method === 'tools/call'
        ? `mcp.${read.params?.name}`
        : null;
  return OPERATIONS.find(({ operation }) => operation === name) ?? null;
}

function argumentsOf({ body }: FastifyRequest): Record<string, unknown> {
  return message.safeParse(body).data?.params?.arguments ?? {};
}
