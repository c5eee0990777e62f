import { rowId } from './row-id';
import type { SimClock } from './clock';
import type { WebhookKind } from './fault-kinds';
import type { FaultPlan } from './faults';
import { backdated, forged, type Delivery, type WebhookMessage } from './webhook-message';

const TIMEOUT_MS = 10_000;
const KEPT = 5_000;

interface Dispatch {
  readonly message: WebhookMessage;
  readonly delivery: Delivery;
  /** Runs once the first attempt is over, however it ended. */
  readonly then?: () => void;
}

/** Sends webhooks beside the requests, never within them. Pending deliveries do not outlive the process. */
export class WebhookSender {
  private deliveries: Delivery[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly stopping = new AbortController();
  /** By receiver: lets go the delivery that waits for the next one to pass it. */
  private readonly held = new Map<string, () => void>();

  constructor(
    private readonly clock: SimClock,
    private readonly faults: FaultPlan,
  ) {}

  send(message: WebhookMessage): void {
    const { upstream, url, body } = message;
    const then = this.held.get(url);
    const fault = this.faults.ofWebhook(upstream, body, then === undefined);
    const kind = fault?.kind ?? null;
    const delayMs = fault?.delayMs ?? 0;
    switch (kind) {
      case 'drop-webhook':
        this.record(message, kind).status = 'dropped';
        return;
      case 'reorder-webhooks':
        this.hold(message, delayMs);
        return;
      case 'duplicate-webhook':
        this.start({ message, delivery: this.record(message, kind), then });
        this.start({ message, delivery: this.record(message, kind) });
        return;
      case 'late-webhook':
        this.after(delayMs, () => this.start({ message, delivery: this.record(message, kind), then }));
        return;
      case 'stale-webhook': {
        const old = backdated(message, delayMs);
        this.start({ message: old, delivery: this.record(old, kind), then });
        return;
      }
      case 'forged-webhook': {
        const lie = forged(message);
        this.start({ message: lie, delivery: this.record(lie, kind) });
        this.start({ message, delivery: this.record(message, null), then });
        return;
      }
      case null:
        this.start({ message, delivery: this.record(message, null), then });
    }
  }

  list(): readonly Delivery[] {
    return this.deliveries;
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.held.clear();
    this.deliveries = [];
  }

  stop(): void {
    this.clear();
    this.stopping.abort();
  }

  private record({ upstream, url, event, body }: WebhookMessage, fault: WebhookKind | null): Delivery {
    const fresh = { status: 'pending', attempts: 0, lastStatus: null, lastError: null } as const;
    const delivery: Delivery = { id: rowId(), upstream, url, event, body, fault, ...fresh };
    this.deliveries.push(delivery);
    if (this.deliveries.length > KEPT) this.deliveries.splice(0, KEPT / 10);
    return delivery;
  }

  /** Until the next delivery to the same receiver has passed it; if none comes, for so long. */
  private hold(message: WebhookMessage, forMs: number): void {
    const delivery = this.record(message, 'reorder-webhooks');
    delivery.status = 'held';
    const letGo = () => {
      if (delivery.status !== 'held') return;
      delivery.status = 'pending';
      if (this.held.get(message.url) === letGo) this.held.delete(message.url);
      this.start({ message, delivery });
    };
    this.held.set(message.url, letGo);
    this.after(forMs, letGo);
  }

  private start(dispatch: Dispatch): void {
    const [wait] = dispatch.message.attempts;
    this.after(wait === undefined ? 0 : this.clock.delay(wait), () => this.attempt(dispatch, 0));
  }

  private retry(dispatch: Dispatch, attempt: number): void {
    const wait = dispatch.message.attempts[attempt];
    if (wait === undefined) this.end(dispatch, 'failed');
    else this.after(this.clock.backoff(wait), () => this.attempt(dispatch, attempt));
  }

  private after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }

  private attempt(dispatch: Dispatch, attempt: number): void {
    void this.post(dispatch).then(() => {
      if (this.stopping.signal.aborted) return;
      if (attempt === 0) dispatch.then?.();
      const { lastStatus: status } = dispatch.delivery;
      if (status !== null && status >= 200 && status < 300) this.end(dispatch, 'delivered');
      else if (dispatch.message.retries(status)) this.retry(dispatch, attempt + 1);
      else this.end(dispatch, 'failed');
    });
  }

  private async post({ message, delivery }: Dispatch): Promise<void> {
    const { url, body, event } = message;
    delivery.attempts += 1;
    delivery.lastStatus = null;
    delivery.lastError = null;
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: message.headers({ body, event, nowMs: this.clock.now() }),
        redirect: 'manual',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.arrayBuffer();
      delivery.lastStatus = response.status;
    } catch (error) {
      delivery.lastError = error instanceof Error ? error.message : String(error);
    }
  }

  private end({ message, delivery }: Dispatch, status: 'delivered' | 'failed'): void {
    delivery.status = status;
    message.onResult?.(delivery);
  }
}
