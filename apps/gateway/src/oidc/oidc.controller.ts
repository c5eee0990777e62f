import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../http/auth/scope.decorators';
import { SessionCookie } from '../sessions/session-cookie';
import { OidcAttempts } from './oidc-attempt';
import { OidcRefusal } from './oidc-failure';
import { OidcSignIn } from './oidc-sign-in';
import { failurePath, returnPath } from './return-path';

const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/** Where a browser goes to sign in at the provider, and where it comes back to. No part of the API. */
@ApiExcludeController()
@Public()
@Controller('v1/session/oidc')
export class OidcController {
  constructor(
    private readonly signIn: OidcSignIn,
    private readonly attempts: OidcAttempts,
    private readonly cookie: SessionCookie,
  ) {}

  @Get('start')
  async start(
    @Query('returnTo') returnTo: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await leading(reply, async () => {
      const { address, attempt } = await this.signIn.begin(request.ip);
      const kept = this.attempts.keep({ ...attempt, returnTo: returnPath(returnTo) });
      return { to: address, cookies: [kept] };
    });
  }

  @Get('callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const attempt = this.attempts.read(request.headers.cookie);
    // It counts once, whatever becomes of it.
    void reply.header('set-cookie', this.attempts.drop());
    await leading(reply, async () => {
      const query = new URLSearchParams(request.url.split('?')[1] ?? '');
      const { token, maxAgeSeconds } = await this.signIn.finish(query, attempt, request.ip);
      return {
        to: attempt?.returnTo ?? returnPath(null),
        cookies: [this.cookie.write(token, maxAgeSeconds)],
      };
    });
  }
}

/** Leads the browser on, or back to the sign-in with the reason. */
async function leading(
  reply: FastifyReply,
  work: () => Promise<{ to: string; cookies: string[] }>,
): Promise<void> {
  void reply.headers(HEADERS);
  try {
    const { to, cookies } = await work();
    for (const cookie of cookies) void reply.header('set-cookie', cookie);
    await reply.redirect(to, 303);
  } catch (error) {
    if (!(error instanceof OidcRefusal)) throw error;
    await reply.redirect(failurePath(error.message), 303);
  }
}
