import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiForbiddenResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config/config';
import { Caller } from '../http/auth/caller';
import { AnyScope, Public } from '../http/auth/scope.decorators';
import { OwnPages } from './own-pages';
import { CreateSessionDto, EndSessionQuery, SessionDto, SignInMethodsDto } from './session.dto';
import { SessionCookie } from './session-cookie';
import { SessionsService } from './sessions.service';

const NO_SESSION = 'No session came with the request, or it is over; a key alone is none.';
const SETS_COOKIE = {
  'Set-Cookie': { description: 'The session’s cookie, or its end.', schema: { type: 'string' as const } },
};

@ApiTags('session')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
    private readonly pages: OwnPages,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Public()
  @ApiOperation({
    operationId: 'createSession',
    summary: 'Sign in with an API key',
    description:
      'For browsers: the answer sets a cookie that no page can read. Programs send their key with each request instead.',
  })
  @ApiUnauthorizedResponse({ description: 'The key is unknown, has expired or was revoked.' })
  @ApiForbiddenResponse({ description: 'A page of another site asked for it.' })
  @ApiTooManyRequestsResponse({
    description: 'The key has spent its limit, or too many unknown keys came from this address.',
  })
  @ApiCreatedResponse({ type: SessionDto, headers: SETS_COOKIE })
  async create(
    @Body() { apiKey }: CreateSessionDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    this.pages.requireOwnPage(request.headers);
    const { session, token, maxAgeSeconds } = await this.sessions.signInWithKey(apiKey, request.ip);
    void reply.headers({
      'set-cookie': this.cookie.write(token, maxAgeSeconds),
      'cache-control': 'no-store',
    });
    return session;
  }

  @Get()
  @AnyScope()
  @ApiBearerAuth('key')
  @ApiOperation({
    operationId: 'getSession',
    summary: 'Who is signed in, and what they may do',
    description: 'Of the cookie that came with the request; a request without one is refused.',
  })
  @ApiOkResponse({ type: SessionDto })
  @ApiUnauthorizedResponse({ description: NO_SESSION })
  get(
    @Caller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    void reply.header('cache-control', 'no-store');
    return this.sessions.get(caller, this.cookie.read(request.headers.cookie));
  }

  @Delete()
  @HttpCode(204)
  @AnyScope()
  @ApiBearerAuth('key')
  @ApiOperation({
    operationId: 'endSession',
    summary: 'Sign out',
    description: 'Every replica refuses the session within 5 seconds, and its event streams end.',
  })
  @ApiNoContentResponse({ headers: SETS_COOKIE })
  @ApiUnauthorizedResponse({ description: NO_SESSION })
  async end(
    @Caller() caller: Caller,
    @Query() query: EndSessionQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(caller, query.everywhere === 'true');
    void reply.header('set-cookie', this.cookie.remove());
  }

  @Get('methods')
  @Public()
  @ApiOperation({ operationId: 'getSessionMethods', summary: 'How one can sign in' })
  @ApiOkResponse({ type: SignInMethodsDto })
  methods(): SignInMethodsDto {
    const { oidc } = this.config;
    return { apiKey: true, oidc: oidc && { name: oidc.name } };
  }
}
