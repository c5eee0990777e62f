import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { newestShownMs } from '../frame/fresh-rows';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Containers } from './containers';
import { LayersError } from './errors';
import type { IdempotencyRecords } from './idempotency';
import type { ApiKey, LayersState } from './model';
import type { LayersSettings } from './options';
import type { RateLimits } from './rate-limits';
import type { Dispatcher } from './dispatcher';
import type { LayersWebhooks } from './webhooks';

/** What every group of endpoints works with. */
export interface LayersParts {
  readonly context: SimContext;
  readonly settings: LayersSettings;
  readonly state: Slice<LayersState>;
  readonly limits: RateLimits;
  readonly records: IdempotencyRecords;
  readonly containers: Containers;
  readonly dispatcher: Dispatcher;
  readonly webhooks: LayersWebhooks;
}

export interface Call {
  readonly key: ApiKey;
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  /** `{}` when there was none. */
  readonly body: unknown;
  /** Epoch milliseconds: lists leave out rows that were made later. */
  readonly newestMs: number;
}

export interface Result {
  readonly status?: number;
  readonly body: unknown;
}

/** One endpoint as the reference pages describe it. */
export interface EndpointSpec {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly operation: string;
  /** null = any key. */
  readonly scope: string | null;
  /** Whether the page says that it honours `Idempotency-Key`. */
  readonly idempotent?: boolean;
  readonly faultText?: (request: FastifyRequest) => string | null;
  readonly faultSubject?: (request: FastifyRequest) => string | null;
  readonly lists?: boolean;
  readonly run: (call: Call) => Result | Promise<Result>;
}

declare module 'fastify' {
  interface FastifyRequest {
    layersKey: ApiKey | null;
  }
  interface FastifyContextConfig {
    layersScope?: string | null;
  }
}

/** Registers one endpoint: scope by `config`, idempotency around the work, JSON out. */
export function endpoint(app: FastifyInstance, parts: LayersParts, spec: EndpointSpec): void {
  app.route({
    method: spec.method,
    url: spec.url,
    config: {
      operation: spec.operation,
      layersScope: spec.scope,
      faultText: spec.faultText,
      faultSubject: spec.faultSubject,
      lists: spec.lists,
    },
    handler: async (request, reply) => {
      const { layersKey: key } = request;
      if (key === null) throw new LayersError(401, 'UNAUTHENTICATED', 'No API key.');
      const call: Call = {
        key,
        params: request.params as Record<string, string>,
        query: request.query,
        body: request.body ?? {},
        newestMs: newestShownMs(request, parts.context.clock),
      };
      const run = async () => {
        const { status, body } = await spec.run(call);
        return { status: status ?? 200, body: JSON.stringify(body) };
      };
      const header = request.headers['idempotency-key'];
      const answer =
        spec.idempotent === true && typeof header === 'string' && header !== ''
          ? await parts.records.once(
              `${key.id} ${spec.operation} ${header}`,
              { path: request.url, body: call.body },
              run,
            )
          : await run();
      return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body);
    },
  });
}
