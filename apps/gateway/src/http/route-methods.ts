import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';

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

/** Methods that the request's path knows; empty for a path that is not known at all. */
export function methodsOf(request: FastifyRequest): string[] {
  const path = request.url.split('?', 1)[0] ?? '';
  const segments = path.split('/');
  const routes = known.get(rootOf(request.server)) ?? [];
  const methods = routes.filter((route) => fits(route.segments, segments)).flatMap((route) => route.methods);
  return [...new Set(methods)].sort();
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
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
