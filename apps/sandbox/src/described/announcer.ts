import type { PacedDelay } from '../frame/clock';
import type { SimContext } from '../frame/simulator';
import type { Slice } from '../frame/state-store';
import { rowId } from '../frame/row-id';
import { freshHex } from './ids';
import type { ChangeKind, ReadVariant, UpstreamDescription, WebhookEvent } from './description';
import type { DescribedState, Group, Receiver, Row } from './model';

/** For upstreams whose documentation names no waits. */
const ATTEMPTS: readonly PacedDelay[] = [
  { realMs: 0, compressedMs: 0 },
  { realMs: 60_000, compressedMs: 300 },
  { realMs: 600_000, compressedMs: 1_000 },
];

/** Tells registered receivers what became of posts, in the upstream's words. */
export class Announcer {
  constructor(
    private readonly context: SimContext,
    private readonly description: UpstreamDescription,
    private readonly slice: Slice<DescribedState>,
    private readonly variant: ReadVariant,
  ) {}

  /** @param events null = all */
  register(customer: number, url: string, secret: string, events: readonly string[] | null = null): Receiver {
    const receiver: Receiver = { id: freshHex(24), customer, url, secret, events };
    this.slice.value.receivers.push(receiver);
    return receiver;
  }

  tell(kind: ChangeKind, group: Group, row: Row | null = null): void {
    const receivers = this.slice.value.receivers.filter(({ customer }) => customer === group.customer);
    const { webhooks } = this.description;
    if (webhooks === undefined || receivers.length === 0) return;
    const change = { kind, group, row, at: this.context.clock.iso(), variant: this.variant };
    for (const told of webhooks.tell(change)) {
      for (const receiver of receivers) {
        if (receiver.events === null || receiver.events.includes(told.event)) this.send(receiver, told);
      }
    }
  }

  private send({ url, secret }: Receiver, { event, body, lie }: WebhookEvent): void {
    const { webhooks, name } = this.description;
    if (webhooks === undefined) return;
    const eventId = rowId();
    const signedWith = (known: string) => (content: { body: string; event: string; nowMs: number }) => ({
      'Content-Type': 'application/json',
      ...webhooks.headers({ ...content, eventId, secret: known, variant: this.variant }),
    });
    this.context.webhooks.send({
      upstream: name,
      url,
      event,
      body: webhooks.text?.(body, this.variant) ?? JSON.stringify(body),
      headers: signedWith(secret),
      forgedHeaders: signedWith(`not-${secret}`),
      ...(lie === undefined ? {} : { forgedBody: JSON.stringify(lie) }),
      attempts: webhooks.attempts ?? ATTEMPTS,
      retries: () => true,
    });
  }
}
