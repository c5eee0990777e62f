import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { problem, type ProblemError } from './problem';

interface KnownRoute {
  segments: string[];
  methods: string[];
}

const known = new WeakMap<object, KnownRoute[]>();

/** Remembers each route that is registered from now on, so that an unknown method can be told from an unknown path. */
export function rememberRoutes(fastify: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  known.set(fastify, routes);
  fastify.addHook('onRoute', (route: RouteOptions) => {
    routes.push({ segments: route.url.split('/'), methods: [route.method].flat() });
  });
}

/** Why there is no route for the request: its path or only its method is not known. */
export function refusalOfRoute(request: FastifyRequest): ProblemError {
  const allowed = methodsOf(request);
  return allowed.length > 0 && !allowed.includes(request.method)
    ? problem.methodNotAllowed(request.method, allowed)
    : problem.notFound('such address');
}

/** Methods that the request's path knows; empty for a path that is not known at all. */
function methodsOf(request: FastifyRequest): string[] {
  const path = request.url.split('?', 1)[0] ?? '';
  const segments = path.split('/');
  const routes = known.get(rootOf(request.server)) ?? [];
  const methods = routes.filter((route) => fits(route.segments, segments)).flatMap((route) => route.methods);
  return [...new Set(methods)].sort();
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.at(-1) === '*') {
    return (
      segments.length >= pattern.length && fits(pattern.slice(0, -1), segments.slice(0, pattern.length - 1))
    );
  }
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, index) => {
    const segment = segments[index] ?? '';
    return part.startsWith(':') ? segment !== '' : part === segment;
  });
}

/** Plugins see instances that inherit from the one that routes were registered on. */
function rootOf(instance: object): object {
  let current = instance;
  while (!known.has(current)) {
    const parent: unknown = Object.getPrototypeOf(current);
    if (typeof parent !== 'object' || parent === null) return instance;
    current = parent;
  }
  return current;
}
