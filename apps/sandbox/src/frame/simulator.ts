import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SimClock } from './clock';
import type { FaultPlan, FaultRule } from './faults';
import type { Network } from './network';
import type { StateStore } from './state-store';
import type { UpstreamName } from './upstream-names';
import type { WebhookSender } from './webhook-sender';

export type { UpstreamName } from './upstream-names';

/** What the frame lends to every simulator. */
export interface SimContext {
  readonly clock: SimClock;
  readonly network: Network;
  readonly faults: FaultPlan;
  readonly store: StateStore;
  readonly webhooks: WebhookSender;
  /** `http://host:port` of the sandbox, without a trailing slash; known once it listens. */
  readonly baseUrl: () => string;
}

/** An upstream's own way of saying no, as it would be sent. */
export interface RenderedError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A webhook receiver registered through `/_sandbox/webhooks` instead of the upstream's own API. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
  readonly apiKey?: string;
}

/**
 * One upstream, played over HTTP below its prefix.
 *
 * Routes name themselves in `config.operation` (`layers.publish`), which is what fault rules and the
 * request log speak of; a route that submits content also gives `config.faultText`, one that lists rows
 * `config.lists`, and leaves out those that `newestShownMs` says. Authenticate in
 * `onRequest`, so that faults (carried out in `preHandler`) strike authenticated requests only. State
 * lives in a slice of the store; every mutating request is written to disk before it is answered.
 */
export interface Simulator {
  readonly name: UpstreamName;
  /** With leading slash, without trailing: `/layers`. */
  readonly prefix: string;
  /** The API key of a request, where it is sent otherwise than as `x-api-key` or with Bearer; null = none. */
  readonly keyOf?: (request: FastifyRequest) => string | null;
  /** Registers routes, error and not-found handlers; `app` is already scoped to the prefix. */
  routes(app: FastifyInstance): void | Promise<void>;
  /** Moves whatever is due; called many times a second. Returns whether anything changed. */
  advance(): boolean;
  /** The clock was set wrong or right: what waits for a time that a caller named is due at another moment. */
  clockChanged(): void;
  /** Credentials and account ids, as plain JSON for people and tests. */
  seeds(): Record<string, unknown>;
  /** Adds a customer with a key, accounts and limits of its own, and describes it as `seeds` does. */
  addTenant(): Record<string, unknown>;
  /** All added customers, oldest first; the seeded one is not among them. */
  tenants(): Record<string, unknown>[];
  /** The documented error for faults `refuse`, `429`, `503` and `accept-then-500`. */
  renderFault(rule: FaultRule): RenderedError;
  /** For the customer of `apiKey`, else the seeded one; null when no customer has that key. */
  registerWebhook(target: WebhookTarget): string | null;
  /** The store is back at its seeds: drop whatever was derived from it. */
  reset(): void;
}

export interface RouteOperation {
  readonly operation: string;
  /** It answers with a list of rows that have a time, which may lag behind. */
  readonly lists?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string;
    /** Of a route that serves several operations: which one this request is, by its body; null = none. */
    operationOf?: (request: FastifyRequest) => RouteOperation | null;
    /** Of such a route: all of them. */
    operations?: readonly RouteOperation[];
    /** The text whose magic words apply to this request; null = none. */
    faultText?: (request: FastifyRequest) => string | null;
    /** The text of the post that this request is about without submitting it, for rules that name the operation. */
    faultSubject?: (request: FastifyRequest) => string | null;
    /** The route answers with a list of rows that have a time, which may lag behind. */
    lists?: boolean;
  }
}
