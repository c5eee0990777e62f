/** One place that knows Layers' address, headers and budgets. */
import type { HttpOutcome, HttpRequest, Json, ProviderContext } from '@postern/core';
import { layersConfig, type LayersConfig } from './layers-config';

export interface LayersClient {
  config: LayersConfig;
  get(path: string, query?: HttpRequest['query']): Promise<HttpOutcome>;
  /** `body` is JSON that is sent byte for byte; `key` becomes the Idempotency-Key. */
  post(path: string, body: string, key?: string, timeoutMs?: number): Promise<HttpOutcome>;
  delete(path: string, body: Json | null): Promise<HttpOutcome>;
  /** A change of a webhook: its reply may hold a secret, which the evidence must not. */
  webhook(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: Json, key?: string): Promise<HttpOutcome>;
}

/** Making content fetches media before it answers; other calls take the context's time. */
export const CONTENT_TIMEOUT_MS = 60_000;
/** Somebody waits for it, and it may take three calls and a repetition. */
const WEBHOOK_TIMEOUT_MS = 10_000;

export function layersClient(ctx: ProviderContext): LayersClient {
  const config = layersConfig(ctx.credentials);
  const headers: Record<string, string> = { Authorization: `Bearer ${config.apiKey}` };
  if (config.organizationId !== null) headers['X-Layers-Organization'] = config.organizationId;
  const url = (path: string) => `${config.baseUrl}${path}`;
  return {
    config,
    get: (path, query) => ctx.http.send({ method: 'GET', url: url(path), query, headers, budget: 'read' }),
    post: (path, body, key, timeoutMs) =>
      ctx.http.send({
        method: 'POST',
        url: url(path),
        headers: key === undefined ? headers : { ...headers, 'Idempotency-Key': key },
        body: { kind: 'raw', text: body, contentType: 'application/json' },
        timeoutMs,
        budget: 'write',
      }),
    delete: (path, body) =>
      ctx.http.send({
        method: 'DELETE',
        url: url(path),
        headers,
        body: body === null ? undefined : { kind: 'json', value: body },
        budget: 'write',
      }),
    webhook: (method, path, body, key) =>
      ctx.http.send({
        method,
        url: url(path),
        headers: key === undefined ? headers : { ...headers, 'Idempotency-Key': key },
        body: body === undefined ? undefined : { kind: 'json', value: body },
        timeoutMs: WEBHOOK_TIMEOUT_MS,
        budget: 'write',
        confidential: true,
      }),
  };
}

/** A path segment; ids are opaque and may hold anything. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}
