import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiModule, type ModuleImport } from '../api.module';
import { serveAdminApp } from '../admin-app/admin-app';
import type { Config } from '../config/config';
import { createLogger, NestLogger } from '../logging/logger';
import { takeLargeImports } from '../imports/import-body';
import { acceptUploads } from '../media/media-upload';
import { takeBytesOfHooks } from './byte-routes';
import { refuseBrokenHttp, refuseOddRequests } from './broken-http';
import { parseJsonBodies } from './json-body';
import {
  BODY_LIMIT_BYTES,
  HEADERS_LIMIT_BYTES,
  HEADERS_WITHIN_MS,
  REQUEST_WITHIN_MS,
  SLOWNESS_CHECK_MS,
} from './limits';
import { serveOpenApi } from './openapi/openapi';
import { problem } from './problem';
import { sendProblem } from './problem.filter';
import { openRequestContexts } from './request-context';
import { nameRequest, requestIdOf, watchRequests } from './request-lifecycle';
import { rememberRoutes } from './route-methods';
import { sendSecurityHeaders } from './security-headers';
import { dropSilentConnections } from './silent-connections';
import { traceRequests } from '../tracing/request-spans';
import { tagVersions } from './version-tag';
import { refuseSlowBodies } from './slow-bodies';

/**
 * The HTTP application, ready to listen. The database must be reachable and migrated.
 *
 * @param config with `databaseUrl` set
 * @param modules further modules, e.g. one that provides `PROVIDER_LIST`
 */
export async function createApi(
  config: Config,
  modules: ModuleImport[] = [],
): Promise<NestFastifyApplication> {
  const logger = createLogger(config, 'api');
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_WITHIN_MS,
    http: {
      maxHeaderSize: HEADERS_LIMIT_BYTES,
      headersTimeout: HEADERS_WITHIN_MS,
      connectionsCheckingInterval: SLOWNESS_CHECK_MS,
      // Node would answer with an empty page; `flawOfHeaders` has a better one.
      requireHostHeader: false,
    },
    genReqId: requestIdOf,
    logger: false,
    // Anybody else could claim to be anybody.
    trustProxy: config.trustedProxies.length > 0 && config.trustedProxies,
    // Requests that were on their way when we began to stop are still served.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: refuseBrokenHttp,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      nameRequest(request, reply);
      // No id of ours is so long: what it names does not exist, as for any other wrong id.
      const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
      const refusal = tooLong
        ? problem.notFound('thing of such an id')
        : problem.malformed('The address cannot be read.');
      sendProblem(reply, refusal, request.id);
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  refuseOddRequests(fastify.server);
  rememberRoutes(fastify);
  takeBytesOfHooks(fastify);
  takeLargeImports(fastify);
  dropSilentConnections(fastify);
  // First: what is refused early has them, too.
  sendSecurityHeaders(fastify, config);
  traceRequests(fastify);
  watchRequests(fastify, logger);
  refuseSlowBodies(fastify);
  openRequestContexts(fastify);
  tagVersions(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(config, modules), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  parseJsonBodies(fastify);
  await acceptUploads(fastify, config.media.maxBytes);
  await serveAdminApp(fastify, config);
  serveOpenApi(app, config);
  await app.init();
  return app;
}
