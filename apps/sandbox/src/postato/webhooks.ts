import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import { parseBody } from './create-input';
import { invalidRequest } from './refusal';
import { freshId, type PostatoState, type Webhook } from './state';

export const EVENTS = [
  'post.queued',
  'post.published',
  'post.failed',
  'post.scheduled',
  'approval.requested',
  'approval.decided',
  'account.disconnected',
] as const;
export type EventType = (typeof EVENTS)[number];

const registration = z.object({ url: z.url(), events: z.array(z.enum(EVENTS)).min(1) });

/** How often and when Postato tries again is not documented; these are the sandbox's own waits. */
const ATTEMPTS = [
  { realMs: 0, compressedMs: 0 },
  { realMs: 30_000, compressedMs: 500 },
  { realMs: 300_000, compressedMs: 2_000 },
];

export class Webhooks {
  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostatoState>,
  ) {}

  /** The answer is the only one that carries the secret. */
  register(workspaceId: string, body: unknown): Record<string, unknown> {
    const { url, events } = parseBody(registration, body);
    if (!url.startsWith('https:') && !this.slice.value.settings.insecureWebhooks) {
      throw invalidRequest({ url: ['Must be https'] });
    }
    const { workspaceId: _workspace, ...shown } = this.add(
      workspaceId,
      url,
      events,
      randomBytes(32).toString('hex'),
    );
    return shown;
  }

  add(workspaceId: string, url: string, events: readonly string[], secret: string): Webhook {
    const createdAt = this.context.clock.iso();
    const webhook: Webhook = { id: freshId('whk'), workspaceId, url, events: [...events], secret, createdAt };
    this.slice.value.webhooks.push(webhook);
    return webhook;
  }

  /** Only `type` and `data` of the envelope are documented. */
  emit(workspaceId: string, type: EventType, data: Record<string, unknown>): void {
    const createdAt = this.context.clock.iso();
    for (const { url, secret, events, ...webhook } of this.slice.value.webhooks) {
      if (webhook.workspaceId !== workspaceId || !events.includes(type)) continue;
      const body = JSON.stringify({ id: freshId('evt'), type, createdAt, workspaceId, data });
      this.context.webhooks.send({
        upstream: 'postato',
        url,
        event: type,
        body,
        headers: ({ body: sent, nowMs }) => ({
          'Content-Type': 'application/json',
          'X-Webhook-Signature': signature(secret, Math.floor(nowMs / 1000), sent),
        }),
        attempts: ATTEMPTS,
        retries: () => true,
      });
    }
  }
}

/** Lowercase hex of HMAC-SHA256 over `<unix seconds>.<raw body>` (webhook guide). */
function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
