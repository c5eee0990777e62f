import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { rowId } from '../frame/row-id';
import type { PacedDelay } from '../frame/clock';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import type { Delivery } from '../frame/webhook-message';
import type { LayersState, WebhookDelivery, WebhookEndpoint } from './model';

export const EVENT_TYPES = [
  'post.scheduled',
  'post.published',
  'post.failed',
  'post.canceled',
  'content.generated',
  'content.approved',
  'content.rejected',
  'job.completed',
  'job.failed',
  'job.canceled',
  'social_account.connected',
  'social_account.needs_reauth',
  'social_account.revoked',
  'lease_request.assigned',
  'lease_request.rejected',
] as const;

/** Waits before each attempt (Layers docs, webhooks: 8 attempts over some 32 hours). */
const RETRY_SECONDS = [0, 30, 60, 300, 900, 3600, 21_600, 86_400];
const COMPRESSED_MS = [200, 400, 800, 1600, 3200, 3200, 3200, 3200];
const ATTEMPTS: readonly PacedDelay[] = RETRY_SECONDS.map((seconds, attempt) => ({
  realMs: seconds * 1000,
  compressedMs: COMPRESSED_MS[attempt] ?? 3200,
}));
const KEPT_DELIVERIES = 5_000;
const PAUSED_AFTER_FAILURES = 20;

export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/** Endpoints, signed deliveries, automatic pause. Event ids are stable across attempts. */
export class LayersWebhooks {
  constructor(
    private readonly context: SimContext,
    private readonly state: Slice<LayersState>,
  ) {}

  register(
    fields: Pick<WebhookEndpoint, 'organizationId' | 'url' | 'events' | 'projectId' | 'description'>,
    secret: string,
  ): WebhookEndpoint {
    const now = this.context.clock.iso();
    const endpoint: WebhookEndpoint = {
      ...fields,
      id: randomUUID(),
      status: 'active',
      secrets: [{ secret, expiresAt: null }],
      createdAt: now,
      updatedAt: now,
      lastSuccessAt: null,
      lastFailureAt: null,
      consecutiveFailureCount: 0,
    };
    this.state.value.endpoints.push(endpoint);
    return endpoint;
  }

  /** Tells every active endpoint of the project's owner that subscribed to this type, for it or for all. */
  emit(type: string, projectId: string, data: Record<string, unknown>): void {
    if (this.state.value.endpoints.length === 0) return;
    const owner = this.state.value.projects.find(({ id }) => id === projectId)?.organizationId;
    for (const endpoint of this.state.value.endpoints) {
      if (endpoint.organizationId !== owner) continue;
      const wants = endpoint.status === 'active' && endpoint.events.includes(type);
      if (wants && (endpoint.projectId ?? projectId) === projectId) this.deliver(endpoint, type, data);
    }
  }

  deliver(
    endpoint: WebhookEndpoint,
    type: string,
    data: unknown,
    replayOf?: string,
  ): { delivery: WebhookDelivery; eventId: string } {
    const eventId = `evt_${rowId()}`;
    const body = JSON.stringify({ id: eventId, type, data, ...(replayOf === undefined ? {} : { replayOf }) });
    const delivery: WebhookDelivery = {
      id: randomUUID(),
      endpointId: endpoint.id,
      eventId,
      eventType: type,
      body,
      status: 'pending',
      attempts: 0,
      deliveredAt: null,
      abandonedAt: null,
      lastResponseStatus: null,
      lastErrorMessage: null,
      createdAt: this.context.clock.iso(),
    };
    const { deliveries } = this.state.value;
    deliveries.push(delivery);
    if (deliveries.length > KEPT_DELIVERIES) deliveries.splice(0, KEPT_DELIVERIES / 10);
    this.context.webhooks.send({
      upstream: 'layers',
      url: endpoint.url,
      event: type,
      body,
      headers: ({ body: sent, nowMs }) => ({
        'Content-Type': 'application/json',
        'User-Agent': 'Layers-Webhooks/1.0',
        'X-Layers-Event-Id': eventId,
        'X-Layers-Signature': signature(endpoint, sent, nowMs),
      }),
      attempts: ATTEMPTS,
      retries: () => endpoint.status === 'active',
      onResult: (result) => this.settle(endpoint, delivery, result),
    });
    return { delivery, eventId };
  }

  private settle(endpoint: WebhookEndpoint, delivery: WebhookDelivery, result: Delivery): void {
    const now = this.context.clock.iso();
    delivery.attempts = result.attempts;
    delivery.lastResponseStatus = result.lastStatus;
    delivery.lastErrorMessage = result.lastError;
    if (result.status === 'delivered') {
      delivery.status = 'delivered';
      delivery.deliveredAt = now;
      endpoint.lastSuccessAt = now;
      endpoint.consecutiveFailureCount = 0;
    } else {
      delivery.status = 'abandoned';
      delivery.abandonedAt = now;
      endpoint.lastFailureAt = now;
      endpoint.consecutiveFailureCount += 1;
      if (endpoint.consecutiveFailureCount >= PAUSED_AFTER_FAILURES) endpoint.status = 'auto_paused';
    }
    this.context.store.touch();
  }
}

/** `t=<unix>,v1=<hex>` with one v1 per secret still valid: HMAC-SHA256 over `t.body`. */
function signature(endpoint: WebhookEndpoint, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  const macs = endpoint.secrets
    .filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > nowMs)
    .map(({ secret }) => createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
  return [`t=${seconds}`, ...macs.map((mac) => `v1=${mac}`)].join(',');
}
