/** What a receiver of webhooks has got, and what is wrong with it. Pure. */

/** An event as webhooks and the log tell it. */
export interface ToldEvent {
  id: string;
  sequence: number;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export class ReceiverBooks {
  /** Deliveries that were taken, also those whose answer got lost. */
  taken = 0;
  /** Of them, events that had come before. */
  repeats = 0;
  /** Failures of the receiver, by their kind, and requests that failed because of them. */
  readonly failures = new Map<string, number>();
  /** Deliveries that only the secret verified that the receiver did not know at that moment. */
  otherSecret = 0;
  /** Deliveries that are signed by none of the secrets, or not as the specification wants it. */
  readonly unverified: string[] = [];
  /** Requests at the address of a redirect. */
  followed = 0;
  restarts = 0;
  /** Events that first came after a later one of the same post or group. */
  readonly disordered: string[] = [];
  /** Milliseconds from the event to the end of its first delivery that was acknowledged. */
  worstDelayMs = 0;
  private readonly seen = new Set<string>();
  private readonly acknowledged = new Set<string>();
  private readonly latest = new Map<string, number>();

  fail(what: string): void {
    this.failures.set(what, (this.failures.get(what) ?? 0) + 1);
  }

  take(event: ToldEvent): void {
    this.taken += 1;
    if (this.seen.has(event.id)) {
      this.repeats += 1;
      return;
    }
    this.seen.add(event.id);
    const subject = subjectOf(event);
    const latest = this.latest.get(subject) ?? 0;
    if (event.sequence < latest) {
      this.disordered.push(`${event.type} ${event.sequence} of ${subject} after ${latest}`);
    }
    this.latest.set(subject, Math.max(latest, event.sequence));
  }

  acknowledge({ id, timestamp }: ToldEvent, at: number): void {
    if (this.acknowledged.has(id)) return;
    this.acknowledged.add(id);
    this.worstDelayMs = Math.max(this.worstDelayMs, at - Date.parse(timestamp));
  }

  /** Of these events those that were never acknowledged. */
  missing(log: readonly ToldEvent[]): ToldEvent[] {
    return log.filter(({ id }) => !this.acknowledged.has(id));
  }
}

/** As deliveries queue up: those of one post, else of one group, one after another. */
function subjectOf({ id, data: { postId, groupId } }: ToldEvent): string {
  if (typeof postId === 'string') return postId;
  return typeof groupId === 'string' ? groupId : id;
}
