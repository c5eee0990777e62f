import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiKeysService } from '../../api-keys/api-keys.service';
import { problem } from '../problem';
import { actAs } from '../request-context';
import { hasScope, rememberCaller, type Scope } from './caller';
import { PUBLIC_METADATA, SCOPE_METADATA } from './scope.decorators';

/** Finds the caller by the bearer key and checks the route's scope. Global, and closed by default. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_METADATA, places)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.keys.authenticate(bearerToken(request.headers.authorization));
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(SCOPE_METADATA, places);
    if (!scope) throw new Error(`${context.getClass().name} has a route without @RequireScope or @Public.`);
    if (!hasScope(caller.scopes, scope)) throw problem.forbiddenScope(scope);
    rememberCaller(request, caller);
    actAs(caller);
    return true;
  }
}

function bearerToken(header: string | undefined): string {
  if (!header) throw problem.unauthenticated('Send the API key as “Authorization: Bearer <key>”.');
  const [, token] = /^bearer +([\x21-\x7e]+) *$/i.exec(header) ?? [];
  if (!token) throw problem.unauthenticated('The Authorization header must read “Bearer <key>”.');
  return token;
}
