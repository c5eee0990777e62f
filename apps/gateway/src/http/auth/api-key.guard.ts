import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rateLimitHeaders, tooMany } from '../../api-keys/rate-limit';
import { RateLimiter } from '../../api-keys/rate-limiter';
import { CallerFinder } from '../../sessions/caller-finder';
import { OwnPages } from '../../sessions/own-pages';
import { problem } from '../problem';
import { actAs } from '../request-context';
import { hasScope, rememberCaller, type Scope } from './caller';
import { ANY_SCOPE, OTHER_SCOPES_METADATA, PUBLIC_METADATA, SCOPE_METADATA } from './scope.decorators';

interface RouteRules {
  /** Whose route it is: a handler that is inherited has a class for each. */
  of: unknown;
  isPublic: boolean;
  /** `undefined`: it was forgotten. */
  scope: Scope | typeof ANY_SCOPE | undefined;
  /** Will do as well. */
  others: readonly Scope[];
}

/**
 * Finds the caller by the bearer key or else by the session's cookie, holds them to their rate limit and checks
 * the route's scope. Global, and closed by default.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly rules = new WeakMap<object, RouteRules>();

  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerFinder,
    private readonly limiter: RateLimiter,
    private readonly pages: OwnPages,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { isPublic, scope, others } = this.rulesOf(context);
    if (isPublic) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const credential = this.callers.credentialOf(request.headers);
    const { caller, rateLimit, countedAs } = await this.callers.find(credential, request.ip);
    const quota = await this.limiter.take(countedAs, rateLimit);
    http.getResponse<FastifyReply>().headers(rateLimitHeaders(quota));
    if (!quota.granted) throw tooMany(quota);
    if (credential.kind === 'session') this.pages.requireIntent(request, credential.token);
    if (!scope) throw new Error(`${context.getClass().name} has a route without @RequireScope or @Public.`);
    if (scope !== ANY_SCOPE && ![scope, ...others].some((enough) => hasScope(caller.scopes, enough))) {
      throw problem.forbiddenScope(scope);
    }
    rememberCaller(request, caller);
    actAs(caller);
    return true;
  }
  /** What a route's decorators say, looked up once. */
  private rulesOf(context: ExecutionContext): RouteRules {
    const handler = context.getHandler();
    let rules = this.rules.get(handler);
    if (rules?.of !== context.getClass()) {
      const places = [handler, context.getClass()];
      const said = <T>(metadata: string) => this.reflector.getAllAndOverride<T | undefined>(metadata, places);
      rules = {
        of: context.getClass(),
        isPublic: said<boolean>(PUBLIC_METADATA) === true,
        scope: said<Scope | typeof ANY_SCOPE>(SCOPE_METADATA),
        others: said<Scope[]>(OTHER_SCOPES_METADATA) ?? [],
      };
      this.rules.set(handler, rules);
    }
    return rules;
  }
}
