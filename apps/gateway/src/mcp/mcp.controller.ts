import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config';
import { bearerToken } from '../http/auth/bearer-token';
import { Caller } from '../http/auth/caller';
import { AnyScope } from '../http/auth/scope.decorators';
import { problem } from '../http/problem';
import { isAllowedOrigin } from './mcp-origin';
import { McpService } from './mcp.service';

/**
 * Streamable HTTP without sessions: one POST, one JSON reply. There is nothing to listen to and nothing to
 * end, so that GET and DELETE are answered 405, as the protocol provides.
 */
@ApiExcludeController()
@Controller('mcp')
export class McpController {
  constructor(
    private readonly mcp: McpService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @AnyScope()
  async exchange(
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { origin, authorization } = request.headers;
    if (!isAllowedOrigin(origin, this.config)) {
      throw problem.forbiddenOrigin(String(origin).slice(0, 200));
    }
    // Its tools call the API with the key: a browser's session is for the browser's pages.
    bearerToken(authorization);
    const response = await this.mcp.exchange(asWebRequest(request), body, {
      caller,
      authorization: authorization ?? '',
      requestId: request.id,
    });
    await reply
      .code(response.status)
      .header('content-type', response.headers.get('content-type') ?? 'application/json')
      .send(await response.text());
  }
}

/** The transport looks at method and headers; the body was read and parsed already. */
function asWebRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request('http://postern.invalid/mcp', { method: 'POST', headers });
}
