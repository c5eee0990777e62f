import { randomBytes } from 'node:crypto';
import type { PacedDelay } from './clock';
import type { WebhookKind } from './fault-kinds';
import type { UpstreamName } from './simulator';

/** What is sent: the exact bytes, what they tell of, and when they are signed. */
export interface SignedContent {
  readonly body: string;
  readonly event: string;
  readonly nowMs: number;
}

/** One event for one receiver. */
export interface WebhookMessage {
  readonly upstream: UpstreamName;
  readonly url: string;
  /** The upstream's event name. */
  readonly event: string;
  readonly body: string;
  /** Headers of one attempt, signature included; called anew for each, because signatures carry the time. */
  readonly headers: (content: SignedContent) => Record<string, string>;
  /** As somebody sends them who does not know the secret; default: those above with the signature replaced. */
  readonly forgedHeaders?: (content: SignedContent) => Record<string, string>;
  /** The opposite, as such a one would tell it; default: the event's name and `data.status` turned round. */
  readonly forgedBody?: string;
  /** Waits before each attempt, the first included. */
  readonly attempts: readonly PacedDelay[];
  /** Whether a failed attempt with this status (null = no answer) is tried again. */
  readonly retries: (status: number | null) => boolean;
  readonly onResult?: (delivery: Delivery) => void;
}

export interface Delivery {
  readonly id: string;
  readonly upstream: UpstreamName;
  readonly url: string;
  readonly event: string;
  readonly body: string;
  /** What was done to it on purpose; null = nothing. */
  readonly fault: WebhookKind | null;
  /** `held`: waits for the next delivery to pass it. */
  status: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped';
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
}

/** Sent once, whatever the receiver says: a refusal must not count against the receiver's registration. */
function once(message: WebhookMessage): WebhookMessage {
  return { ...message, retries: () => false, onResult: undefined };
}

/** The same event as though it had been sent so long ago: its own times and that of its signature are old. */
export function backdated(message: WebhookMessage, byMs: number): WebhookMessage {
  const content = contentOf(message.body);
  for (const member of ['timestamp', 'createdAt']) {
    const time = content[member];
    if (typeof time === 'string') content[member] = new Date(Date.parse(time) - byMs).toISOString();
  }
  return {
    ...once(message),
    body: JSON.stringify(content),
    headers: (signed) => message.headers({ ...signed, nowMs: signed.nowMs - byMs }),
  };
}

/** The opposite of the event under its own id, by somebody who does not know the secret. */
export function forged(message: WebhookMessage): WebhookMessage {
  if (message.forgedBody !== undefined) {
    const headers = message.forgedHeaders ?? message.headers;
    return { ...once(message), body: message.forgedBody, headers };
  }
  const content = contentOf(message.body);
  const event = message.event === 'post.published' ? 'post.failed' : 'post.published';
  for (const member of ['type', 'event']) if (member in content) content[member] = event;
  const { data } = content;
  if (typeof data === 'object' && data !== null && 'status' in data) {
    content.data = { ...data, status: event.slice('post.'.length) };
  }
  return {
    ...once(message),
    event,
    body: JSON.stringify(content),
    headers:
      message.forgedHeaders ??
      ((signed) =>
        Object.fromEntries(
          Object.entries(message.headers(signed)).map(([name, value]) => [name, withoutSignature(value)]),
        )),
  };
}

/** Layers, PostPost and Postato sign with HMAC-SHA256 in hex. */
function withoutSignature(header: string): string {
  return header.replace(/[0-9a-f]{64}/g, () => randomBytes(32).toString('hex'));
}

function contentOf(body: string): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}
