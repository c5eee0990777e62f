import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

export const SCOPES = [
  'publish:read',
  'publish:write',
  'accounts:read',
  'connections:read',
  'connections:write',
  'webhooks:read',
  'webhooks:write',
  'admin',
  'instance',
] as const;

/** What a key may do. `admin` implies every scope of its workspace, `instance` implies all. */
export type Scope = (typeof SCOPES)[number];

/** Who answers for what is done: a key, or a person whom an OpenID provider vouches for. */
export type Actor =
  | { type: 'api_key'; id: string }
  /** `id`: their subject at the provider. */
  | { type: 'person'; id: string; name: string };

/** Whoever sent the request, as the guard found them by their key or by their session. */
export interface Caller {
  workspaceId: string;
  /** `null`: the gateway itself. */
  actor: Actor | null;
  scopes: readonly Scope[];
  /** The session in which the request came; `null`: it brought a key. */
  session: { id: string } | null;
}

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}

/** All that these scopes allow, with those that others imply. */
export function impliedScopes(scopes: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => hasScope(scopes, scope));
}

export function hasScope(scopes: readonly Scope[], needed: Scope): boolean {
  if (scopes.includes('instance') || scopes.includes(needed)) return true;
  return scopes.includes('admin') && needed !== 'instance';
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** `undefined` on routes without a key (`@Public`), and before the guard has run. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request);
}

/** The parameter decorator beside the type: `@Caller() caller: Caller`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('A public route asks for its caller.');
  return caller;
});
