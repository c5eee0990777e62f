import type { FastifyInstance, RouteOptions } from 'fastify';
import { MAX_CSV } from './csv-file';

/** JSON and UTF-8 write most characters of a table as one or two bytes. */
const LIMIT_BYTES = 2 * MAX_CSV;

/** A table is larger than any other JSON body. Before any route is registered. */
export function takeLargeImports(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (route.url === '/v1/imports' && route.method === 'POST') route.bodyLimit = LIMIT_BYTES;
  });
}
