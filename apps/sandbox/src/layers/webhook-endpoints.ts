import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isMadeBy } from '../frame/fresh-rows';
import { endpoint, type Call, type LayersParts, type Result } from './endpoint';
import { notFound, parse } from './errors';
import { pageLimit } from './fields';
import { projectOf, webhookEndpointOf } from './lookups';
import type { WebhookDelivery, WebhookEndpoint } from './model';
import { pageOf, PREFIXED_CURSOR } from './paging';
import { EVENT_TYPES, newSigningSecret } from './webhooks';

const OVERLAP_MS = 24 * 3600_000;

/** Receivers and their deliveries (Layers docs, reference/webhooks). No scope is shown on these pages. */
export function addWebhookEndpoints(app: FastifyInstance, parts: LayersParts): void {
  const add = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    operation: string,
    run: (call: Call) => Result,
    lists = false,
  ) =>
    endpoint(app, parts, {
      method,
      url,
      operation: `layers.${operation}`,
      scope: null,
      idempotent: method !== 'GET',
      lists,
      run,
    });
  const one = '/webhook-endpoints/:endpointId';
  add('POST', '/webhook-endpoints', 'create-webhook', (call) => create(parts, call));
  add('GET', '/webhook-endpoints', 'list-webhooks', (call) => list(parts, call), true);
  add('GET', one, 'get-webhook', (call) => ({ body: view(webhookEndpointOf(parts, call)) }));
  add('PATCH', one, 'patch-webhook', (call) => patch(parts, call));
  add('DELETE', one, 'delete-webhook', (call) => remove(parts, call));
  add('POST', `${one}/rotate-secret`, 'rotate-webhook', (call) => rotate(parts, call));
  add('POST', `${one}/test`, 'test-webhook', (call) => test(parts, call));
  add('GET', `${one}/deliveries`, 'list-deliveries', (call) => deliveries(parts, call), true);
  add('POST', '/webhook-deliveries/:deliveryId/replay', 'replay-delivery', (call) => replay(parts, call));
}

/** https, or http towards this machine, as the documentation allows in development. */
const receiverUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.startsWith('https:') || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/.test(url),
    'Must be https.',
  );
const events = z.array(z.enum(EVENT_TYPES)).min(1).max(50);

const createBody = z.strictObject({
  url: receiverUrl,
  events,
  description: z.string().nullish(),
  projectId: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  scope: z.enum(['own', 'all_children']).optional(),
});

function create(parts: LayersParts, call: Call): Result {
  const body = parse(createBody, call.body);
  const projectId =
    body.projectId == null ? null : projectOf(parts, { ...call, params: { projectId: body.projectId } }).id;
  const signingSecret = newSigningSecret();
  const fields = {
    organizationId: call.key.organizationId,
    url: body.url,
    events: body.events,
    projectId,
    description: body.description ?? null,
  };
  const created = parts.webhooks.register(fields, signingSecret);
  return { status: 201, body: { endpoint: view(created), signingSecret } };
}

function view({ secrets: _secrets, ...shown }: WebhookEndpoint) {
  return { ...shown, apiVersion: 'v1' };
}

const listQuery = z.object({
  projectId: z.string().optional(),
  status: z.enum(['active', 'paused', 'auto_paused']).optional(),
  cursor: z.string().optional(),
  limit: pageLimit(25, 100),
});

function list(parts: LayersParts, call: Call): Result {
  const { projectId, status, cursor, limit } = parse(listQuery, call.query);
  const rows = parts.state.value.endpoints.filter(
    (row) =>
      row.organizationId === call.key.organizationId &&
      isMadeBy(row.createdAt, call.newestMs) &&
      (projectId === undefined || row.projectId === projectId) &&
      (status === undefined || row.status === status),
  );
  const paging = { ...PREFIXED_CURSOR, sortKey: (row: WebhookEndpoint) => `${row.createdAt} ${row.id}` };
  const page = pageOf(rows, paging, cursor, limit);
  return { body: { ...page, items: page.items.map((row) => view(row)) } };
}

const patchBody = z.strictObject({
  url: receiverUrl.optional(),
  events: events.optional(),
  description: z.string().nullish(),
  status: z.enum(['active', 'paused']).optional(),
});

function patch(parts: LayersParts, call: Call): Result {
  const target = webhookEndpointOf(parts, call);
  const changes = parse(patchBody, call.body);
  Object.assign(target, changes, { updatedAt: parts.context.clock.iso() });
  if (changes.status === 'active') target.consecutiveFailureCount = 0;
  return { body: view(target) };
}

function remove(parts: LayersParts, call: Call): Result {
  const target = webhookEndpointOf(parts, call);
  const all = parts.state.value.endpoints;
  all.splice(all.indexOf(target), 1);
  target.status = 'paused'; // attempts still planned are abandoned
  return { body: { id: target.id, deleted: true } };
}

/** Both secrets sign for 24 hours. */
function rotate(parts: LayersParts, call: Call): Result {
  const target = webhookEndpointOf(parts, call);
  const { clock } = parts.context;
  const signingSecret = newSigningSecret();
  const previousSecretExpiresAt = clock.iso(clock.now() + OVERLAP_MS);
  const former = target.secrets.map((known) => ({
    ...known,
    expiresAt: known.expiresAt ?? previousSecretExpiresAt,
  }));
  target.secrets = [{ secret: signingSecret, expiresAt: null }, ...former];
  const warning = 'The secret is shown once.';
  return { body: { endpointId: target.id, signingSecret, previousSecretExpiresAt, warning } };
}

const testBody = z.strictObject({ payload: z.record(z.string(), z.unknown()).optional() });

/** Sent whatever the endpoint subscribed to. */
function test(parts: LayersParts, call: Call): Result {
  const target = webhookEndpointOf(parts, call);
  const { payload } = parse(testBody, call.body);
  const data = payload ?? {
    message: 'Test event',
    endpointId: target.id,
    organizationId: target.organizationId,
  };
  const { delivery, eventId } = parts.webhooks.deliver(target, 'test.ping', data);
  return { body: { eventId, deliveryId: delivery.id, scheduledAt: delivery.createdAt } };
}

const deliveriesQuery = z.object({
  eventType: z.string().optional(),
  status: z.enum(['pending', 'delivering', 'delivered', 'failed', 'abandoned']).optional(),
  cursor: z.string().optional(),
  limit: pageLimit(25, 100),
});

function deliveries(parts: LayersParts, call: Call): Result {
  const { id } = webhookEndpointOf(parts, call);
  const { eventType, status, cursor, limit } = parse(deliveriesQuery, call.query);
  const rows = parts.state.value.deliveries.filter(
    (row) =>
      row.endpointId === id &&
      isMadeBy(row.createdAt, call.newestMs) &&
      (eventType === undefined || row.eventType === eventType) &&
      (status === undefined || row.status === status),
  );
  const paging = { ...PREFIXED_CURSOR, sortKey: (row: WebhookDelivery) => `${row.createdAt} ${row.id}` };
  const page = pageOf(rows, paging, cursor, limit);
  return {
    body: { ...page, items: page.items.map(({ body: _body, ...row }) => ({ ...row, nextRetryAt: null })) },
  };
}

/** A replay is a new event that names the delivery it repeats. */
function replay(parts: LayersParts, call: Call): Result {
  const original = parts.state.value.deliveries.find(({ id }) => id === call.params.deliveryId);
  const target = parts.state.value.endpoints.find(({ id }) => id === original?.endpointId);
  if (original === undefined || target?.organizationId !== call.key.organizationId) {
    throw notFound('Delivery');
  }
  const { data } = z.object({ data: z.unknown() }).parse(JSON.parse(original.body));
  const { delivery } = parts.webhooks.deliver(target, original.eventType, data, original.id);
  const scheduledAt = delivery.createdAt;
  return { body: { originalDeliveryId: original.id, replayDeliveryId: delivery.id, scheduledAt } };
}
