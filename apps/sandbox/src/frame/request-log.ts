import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { UpstreamName } from './simulator';

/** One request that an upstream received; `status` is null while unanswered or when it never was. */
export interface LoggedRequest {
  readonly upstream: UpstreamName;
  operation: string | null;
  readonly method: string;
  /** Path with query, prefix included. */
  readonly path: string;
  idempotencyKey: string | null;
  /** Whose request it is; null = it came without a key. */
  readonly apiKey: string | null;
  /** Of which trace its sender tells; null = of none. */
  readonly traceparent: string | null;
  /** ISO-8601 UTC, by the clock of this machine, whatever the upstreams take for the time. */
  readonly at: string;
  status: number | null;
  durationMs: number | null;
  fault: string | null;
  /** Of the content that it submits; null = it submits none, or was refused before it was read. */
  text: string | null;
}

const KEPT = 20_000;

/** As most upstreams take it; a simulator whose upstream does not brings its own. */
export function apiKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : (/^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null);
}

function traceparentOf({ headers: { traceparent } }: FastifyRequest): string | null {
  return typeof traceparent === 'string' ? traceparent : null;
}

declare module 'fastify' {
  interface FastifyRequest {
    sandboxLogEntry: LoggedRequest | null;
  }
}

/** Every call the upstreams received, oldest first, so that callers can count what a change costs. */
export class RequestLog {
  private entries: LoggedRequest[] = [];

  list(filter: { upstream?: string; operation?: string } = {}): LoggedRequest[] {
    return this.entries.filter(
      (entry) =>
        (filter.upstream === undefined || entry.upstream === filter.upstream) &&
        (filter.operation === undefined || entry.operation === filter.operation),
    );
  }

  clear(): void {
    this.entries = [];
  }

  addHooks(app: FastifyInstance, upstream: UpstreamName, keyOf = apiKeyOf): void {
    app.addHook('onRequest', (request, _reply, done) => {
      const key = request.headers['idempotency-key'];
      const entry: LoggedRequest = {
        upstream,
        operation: request.routeOptions.config.operation ?? null,
        method: request.method,
        path: request.url,
        idempotencyKey: typeof key === 'string' ? key : null,
        apiKey: keyOf(request),
        traceparent: traceparentOf(request),
        at: new Date().toISOString(),
        status: null,
        durationMs: null,
        fault: null,
        text: null,
      };
      request.sandboxLogEntry = entry;
      this.entries.push(entry);
      if (this.entries.length > KEPT) this.entries.splice(0, KEPT / 10);
      done();
    });
    app.addHook('onResponse', (request, reply, done) => {
      const entry = request.sandboxLogEntry;
      if (entry !== null) {
        if (request.body !== undefined) entry.text = request.routeOptions.config.faultText?.(request) ?? null;
        entry.durationMs = Math.round(reply.elapsedTime);
        // A response cut off by a fault reached nobody.
        entry.status = reply.raw.writableFinished ? reply.statusCode : null;
      }
      done();
    });
  }
}
