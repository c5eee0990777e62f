import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { FastifyInstance } from 'fastify';
import { type Caller, hasScope, isScope } from '../http/auth/caller';
import type { ProblemDocument } from '../http/problem';
import type { OpenApiDocument } from './api-operations';
import { catalogueOf, type CatalogueEntry } from './mcp-catalogue';
import { ToolArgumentsError, toolRequest, type ToolRequest } from './tool-call';

const INSTRUCTIONS =
  'Postern publishes to social networks through several providers. Find accounts with list_accounts, check ' +
  'content with validate_post, send it with publish_post and your own idempotencyKey, then follow it with ' +
  'get_post_status until it is final.';

/** Who calls, and by what. */
export interface McpCaller {
  caller: Caller;
  /** As it came: the operation is asked for with the same key. */
  authorization: string;
  requestId: string;
}

/**
 * The MCP server. A tool call is a request to our own API, made within the process: so keys, scopes, limits,
 * rules, idempotency and the audit log are the API's, and cannot differ from it.
 */
@Injectable()
export class McpService {
  private catalogue: Promise<CatalogueEntry[]> | null = null;

  constructor(private readonly host: HttpAdapterHost) {}

  /** One exchange; there are no sessions, so that any replica can answer any request. */
  async exchange(request: Request, body: unknown, by: McpCaller): Promise<Response> {
    const server = await this.serverFor(by);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      return await transport.handleRequest(request, { parsedBody: body });
    } finally {
      await server.close();
    }
  }

  private async serverFor(by: McpCaller): Promise<Server> {
    const entries = await this.entries();
    const server = new Server(
      { name: 'postern', title: 'Postern', version: '1' },
      { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
    );
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: entries.filter((entry) => mayUse(entry, by.caller)).map(describe),
    }));
    server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
      const entry = entries.find(({ tool }) => tool.name === params.name);
      if (entry === undefined) {
        throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
      }
      return this.call(entry, params.arguments ?? {}, by);
    });
    return server;
  }

  private async call(
    entry: CatalogueEntry,
    args: Record<string, unknown>,
    by: McpCaller,
  ): Promise<CallToolResult> {
    let asked: ToolRequest;
    try {
      asked = toolRequest(entry, args);
    } catch (error) {
      if (!(error instanceof ToolArgumentsError)) throw error;
      return { isError: true, content: [{ type: 'text', text: error.message }] };
    }
    const reply = await this.fastify().inject({
      method: asked.method as 'GET',
      url: asked.url,
      headers: {
        authorization: by.authorization,
        'x-request-id': by.requestId,
        ...(asked.idempotencyKey === null ? {} : { 'idempotency-key': asked.idempotencyKey }),
      },
      ...(asked.body === undefined ? {} : { payload: asked.body }),
    });
    return reply.statusCode < 300 ? answered(reply.json()) : refused(reply.json<ProblemDocument>());
  }

  private entries(): Promise<CatalogueEntry[]> {
    this.catalogue ??= this.read().catch((error: unknown) => {
      this.catalogue = null;
      throw error;
    });
    return this.catalogue;
  }

  private async read(): Promise<CatalogueEntry[]> {
    const reply = await this.fastify().inject({ method: 'GET', url: '/openapi.json' });
    if (reply.statusCode !== 200) throw new Error('The API’s own description cannot be read.');
    return catalogueOf(reply.json<OpenApiDocument>());
  }

  private fastify(): FastifyInstance {
    return this.host.httpAdapter.getInstance<FastifyInstance>();
  }
}

/** A tool that the key could never use is not offered to the model. */
function mayUse({ operations }: CatalogueEntry, { scopes }: Caller): boolean {
  return operations.every(
    ({ operation: { scope } }) => scope === null || (isScope(scope) && hasScope(scopes, scope)),
  );
}

function describe({ tool, inputSchema, outputSchema }: CatalogueEntry): Tool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema,
    ...(outputSchema ? { outputSchema } : {}),
    annotations: {
      readOnlyHint: tool.readOnly,
      destructiveHint: tool.destructive,
      idempotentHint: tool.readOnly || tool.destructive,
      openWorldHint: !tool.readOnly,
    },
  };
}

function answered(body: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(body) }], structuredContent: body };
}

/** The problem document, after a sentence that says what to do about it. */
function refused(problem: ProblemDocument): CallToolResult {
  const issues = (problem.issues ?? []).map(({ path, message }) => `\n- ${path}: ${message}`).join('');
  const text = `${problem.code}: ${problem.detail}${issues}\n\n${JSON.stringify(problem)}`;
  return { isError: true, content: [{ type: 'text', text }] };
}
