import { ulid } from 'ulid';
import type { PacedDelay, SimClock } from './clock';
import type { FaultPlan } from './faults';
import type { UpstreamName } from './simulator';

/** One event for one receiver. */
export interface WebhookMessage {
  readonly upstream: UpstreamName;
  readonly url: string;
  /** The upstream's event name; also the fault operation, as `<upstream>.webhook`. */
  readonly event: string;
  /** The exact bytes to send. */
  readonly body: string;
  /** Headers of one attempt; called anew for each, because signatures carry the time. */
  readonly headers: (nowMs: number) => Record<string, string>;
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
  status: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
}

const TIMEOUT_MS = 10_000;
const KEPT = 5_000;

/** Sends webhooks beside the requests, never within them. Pending deliveries do not outlive the process. */
export class WebhookSender {
  private deliveries: Delivery[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly clock: SimClock,
    private readonly faults: FaultPlan,
  ) {}

  send(message: WebhookMessage): Delivery {
    const fault = this.faults.ofWebhook(message.upstream, `${message.upstream}.webhook`);
    const delivery = this.record(message);
    if (fault === 'drop-webhook') {
      delivery.status = 'dropped';
      return delivery;
    }
    this.plan(message, delivery, 0);
    if (fault === 'duplicate-webhook') this.plan(message, this.record(message), 0);
    return delivery;
  }

  list(): readonly Delivery[] {
    return this.deliveries;
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.deliveries = [];
  }

  stop(): void {
    this.clear();
    this.stopping.abort();
  }

  private record({ upstream, url, event, body }: WebhookMessage): Delivery {
    const fresh = { status: 'pending', attempts: 0, lastStatus: null, lastError: null } as const;
    const delivery: Delivery = { id: ulid(), upstream, url, event, body, ...fresh };
    this.deliveries.push(delivery);
    if (this.deliveries.length > KEPT) this.deliveries.splice(0, KEPT / 10);
    return delivery;
  }

  private plan(message: WebhookMessage, delivery: Delivery, attempt: number): void {
    const wait = message.attempts[attempt];
    if (wait === undefined) {
      delivery.status = 'failed';
      message.onResult?.(delivery);
      return;
    }
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        void this.attempt(message, delivery, attempt);
      },
      attempt === 0 ? this.clock.delay(wait) : this.clock.backoff(wait),
    );
    timer.unref();
    this.timers.add(timer);
  }

  private async attempt(message: WebhookMessage, delivery: Delivery, attempt: number): Promise<void> {
    delivery.attempts += 1;
    delivery.lastStatus = null;
    delivery.lastError = null;
    try {
      const response = await fetch(message.url, {
        method: 'POST',
        body: message.body,
        headers: message.headers(this.clock.now()),
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      delivery.lastStatus = response.status;
    } catch (error) {
      delivery.lastError = error instanceof Error ? error.message : String(error);
    }
    if (this.stopping.signal.aborted) return;
    const status = delivery.lastStatus;
    if (status !== null && status >= 200 && status < 300) {
      delivery.status = 'delivered';
      message.onResult?.(delivery);
    } else if (message.retries(status)) {
      this.plan(message, delivery, attempt + 1);
    } else {
      delivery.status = 'failed';
      message.onResult?.(delivery);
    }
  }
}
