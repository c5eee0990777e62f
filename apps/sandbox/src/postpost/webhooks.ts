import { createHmac, randomBytes } from 'node:crypto';
import { isMadeBy } from '../frame/fresh-rows';
import type { Slice } from '../frame/state-store';
import type { SimContext } from '../frame/simulator';
import type { SignedContent } from '../frame/webhook-message';
import { Refusal } from './refusal';
import { isObjectId, objectId, type PostpostState, type Webhook } from './state';
import { checkWebhookUrl } from './webhook-url';

export const EVENTS = ['post.scheduled', 'post.published', 'post.failed', 'token.expiring'] as const;
const MAX_PER_USER = 10;
/** After so many failed attempts in a row the webhook is switched off. */
const MAX_FAILURES = 5;

/** The waits between attempts are not documented; these are the sandbox's own. */
const ATTEMPTS = [
  { realMs: 0, compressedMs: 0 },
  { realMs: 10_000, compressedMs: 200 },
  { realMs: 60_000, compressedMs: 400 },
  { realMs: 300_000, compressedMs: 800 },
  { realMs: 900_000, compressedMs: 1_600 },
];

/** Webhook endpoints of all users, and what is sent to them. */
export class Webhooks {
  constructor(
    private readonly context: SimContext,
    private readonly slice: Slice<PostpostState>,
  ) {}

  create(userId: string, body: unknown): Record<string, unknown> {
    const { name, url, events } = fieldsOf(body);
    if (!name || !url || !Array.isArray(events) || events.length === 0) {
      throw Refusal.because(400, 'Name, URL, and at least one event are required');
    }
    checkWebhookUrl(textOf(url), this.slice.value.settings.allowPrivateWebhooks);
    const bad = unknownEvents(events);
    if (bad.length > 0) {
      throw Refusal.because(400, `Invalid events: ${bad.join(', ')}. Valid events: ${EVENTS.join(', ')}`);
    }
    if (this.of(userId).length >= MAX_PER_USER) throw Refusal.because(400, 'Maximum of 10 webhooks per user');
    const webhook = this.add(
      userId,
      textOf(name),
      textOf(url),
      events.map(textOf),
      randomBytes(32).toString('hex'),
    );
    const { _id, secret, isActive, createdAt } = webhook;
    return { _id, name, url, events: webhook.events, secret, isActive, createdAt };
  }

  /** Registers without the URL rules: a receiver on this machine, for the sandbox's own admin endpoint. */
  add(userId: string, name: string, url: string, events: readonly string[], secret: string): Webhook {
    const at = this.context.clock.iso();
    const webhook: Webhook = {
      _id: objectId(),
      userId,
      name,
      url,
      events: [...events],
      secret,
      isActive: true,
      failureCount: 0,
      lastTriggeredAt: null,
      createdAt: at,
      updatedAt: at,
    };
    this.slice.value.webhooks.push(webhook);
    return webhook;
  }

  /** @param newestMs webhooks made later are missing */
  list(userId: string, newestMs: number): Record<string, unknown>[] {
    const shown = this.of(userId).filter(({ createdAt }) => isMadeBy(createdAt, newestMs));
    return shown.map(({ userId: _user, secret: _secret, ...webhook }) => ({ ...webhook, __v: 0 }));
  }

  /** Empty strings, and an `isActive` that is no boolean, change nothing and are not refused. */
  update(userId: string, id: string, body: unknown): Record<string, unknown> {
    const webhook = this.find(userId, id, 'Failed to update webhook');
    const { name, url, events, isActive } = fieldsOf(body);
    if (url) checkWebhookUrl(textOf(url), this.slice.value.settings.allowPrivateWebhooks);
    if (Array.isArray(events) && events.length > 0) {
      const bad = unknownEvents(events);
      if (bad.length > 0) throw Refusal.because(400, `Invalid events: ${bad.join(', ')}`);
      webhook.events = events.map(textOf);
    }
    if (name) webhook.name = textOf(name);
    if (url) webhook.url = textOf(url);
    // Switching on again leaves `failureCount` as it is, so that one more failure switches off again.
    if (typeof isActive === 'boolean') webhook.isActive = isActive;
    webhook.updatedAt = this.context.clock.iso();
    const { _id, createdAt, updatedAt } = webhook;
    const { name: newName, url: newUrl, events: newEvents, isActive: active } = webhook;
    return { _id, name: newName, url: newUrl, events: newEvents, isActive: active, createdAt, updatedAt };
  }

  delete(userId: string, id: string): void {
    const webhook = this.find(userId, id, 'Failed to delete webhook');
    this.slice.value.webhooks = this.slice.value.webhooks.filter((other) => other !== webhook);
  }

  regenerateSecret(userId: string, id: string): string {
    const webhook = this.find(userId, id, 'Failed to regenerate secret');
    webhook.secret = randomBytes(32).toString('hex');
    return webhook.secret;
  }

  /** Tells every active webhook of this user. */
  emit(userId: string, event: string, data: Record<string, unknown>): void {
    const at = this.context.clock.iso();
    const body = JSON.stringify({ event, timestamp: at, data });
    for (const { _id, isActive, events, url } of this.of(userId)) {
      if (!isActive || !events.includes(event)) continue;
      this.context.webhooks.send({
        upstream: 'postpost',
        url,
        event,
        body,
        headers: (content) => this.headers(_id, content),
        attempts: ATTEMPTS,
        retries: () => this.countFailure(_id),
        onResult: ({ status }) => this.settle(_id, status === 'delivered'),
      });
    }
  }

  private headers(id: string, { event, body }: SignedContent): Record<string, string> {
    const secret = this.byId(id)?.secret ?? '';
    return {
      'Content-Type': 'application/json',
      'X-PostPost-Event': event,
      'X-PostPost-Signature': createHmac('sha256', secret).update(body).digest('hex'),
    };
  }

  /** Counts one failed attempt; false when nobody shall try again. */
  private countFailure(id: string): boolean {
    const webhook = this.byId(id);
    if (webhook === undefined) return false;
    webhook.failureCount += 1;
    if (webhook.failureCount >= MAX_FAILURES) webhook.isActive = false;
    this.context.store.touch();
    return webhook.isActive;
  }

  private settle(id: string, delivered: boolean): void {
    const webhook = this.byId(id);
    if (webhook === undefined) return;
    webhook.lastTriggeredAt = this.context.clock.iso();
    if (delivered) webhook.failureCount = 0;
    this.context.store.touch();
  }

  private of(userId: string): Webhook[] {
    return this.slice.value.webhooks.filter((webhook) => webhook.userId === userId);
  }

  private byId(id: string): Webhook | undefined {
    return this.slice.value.webhooks.find(({ _id }) => _id === id);
  }

  private find(userId: string, id: string, failure: string): Webhook {
    if (!isObjectId(id)) throw Refusal.because(500, failure);
    const webhook = this.byId(id);
    if (webhook === undefined || webhook.userId !== userId) throw Refusal.because(404, 'Webhook not found');
    return webhook;
  }
}

function fieldsOf(body: unknown): { name?: unknown; url?: unknown; events?: unknown; isActive?: unknown } {
  return typeof body === 'object' && body !== null ? body : {};
}

function unknownEvents(events: readonly unknown[]): string[] {
  return events.map(textOf).filter((event) => !EVENTS.some((known) => known === event));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
