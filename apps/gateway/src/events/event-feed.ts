import type { EventFilter } from './event-filter';
import { typesOf } from './event-filter';
import type { EventRow, EventView } from './event-view';
import { eventView } from './event-view';
import type { EventsRepository, EventsWanted } from './events.repository';

/** A page of events, and how far it reaches. */
export interface EventPage {
  events: FedEvent[];
  /** Up to here, inclusive, nothing was left out: the next page begins after it. */
  reached: number;
  /** Whether there is more to read at once. */
  more: boolean;
}

/** An event in memory, shared by everybody who is sent it. */
export class FedEvent {
  readonly view: EventView;
  readonly groupId: string | null;
  readonly postId: string | null;
  private text: string | null = null;

  constructor(row: EventRow) {
    this.view = eventView(row);
    this.groupId = row.group_id;
    this.postId = row.post_id;
  }

  /** As the stream sends it. */
  get frame(): string {
    const { sequence, type } = this.view;
    this.text ??= `id: ${sequence}\nevent: ${type}\ndata: ${JSON.stringify(this.view)}\n\n`;
    return this.text;
  }
}

/** Latest events of a workspace that are kept in memory; whoever is further behind reads the database. */
const KEPT = 256;

/**
 * The end of one workspace's log, kept once for all who wait for it in this process. Whoever asks for a page must be
 * bound to the workspace.
 */
export class EventFeed {
  private readonly recent: FedEvent[] = [];
  /** After this, memory has everything up to `head`. */
  private from: number;
  private readonly waiting = new Set<() => void>();
  private ended = false;

  /** @param head up to here nothing is kept in memory */
  constructor(
    readonly workspaceId: string,
    private head: number,
    private readonly repository: EventsRepository,
  ) {
    this.from = head;
  }

  get position(): number {
    return this.head;
  }

  /** The next events of the workspace: all after `position` up to the last of them. */
  take(rows: readonly EventRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.recent.push(...rows.map((row) => new FedEvent(row)));
    const dropped = this.recent.splice(0, Math.max(0, this.recent.length - KEPT)).at(-1);
    if (dropped) this.from = dropped.view.sequence;
    this.head = last.sequence;
    this.wakeAll();
  }

  /** From memory where that reaches back so far, else from the database. */
  async page(filter: EventFilter, after: number, limit: number): Promise<EventPage> {
    const wanted = wantedOf(filter);
    if (after < this.from) {
      const { rows, ...page } = await this.repository.page(this.workspaceId, wanted, after, limit);
      return { ...page, events: rows.map((row) => new FedEvent(row)) };
    }
    const events: FedEvent[] = [];
    for (const event of this.recent) {
      if (event.view.sequence <= after || !isWanted(event, wanted)) continue;
      events.push(event);
      if (events.length === limit) break;
    }
    const last = events.at(-1);
    const reached = events.length === limit && last ? last.view.sequence : Math.max(after, this.head);
    return { events, reached, more: reached < this.head };
  }

  /** Resolves when there is something after `position`, when the signal says so, or at the end. */
  changed(position: number, signal: AbortSignal): Promise<void> {
    if (this.head > position || this.ended || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  end(): void {
    this.ended = true;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}

export function wantedOf({ type, groupId, postId }: EventFilter): EventsWanted {
  return { types: typesOf(type), groupId: groupId ?? null, postId: postId ?? null };
}

function isWanted(event: FedEvent, { types, groupId, postId }: EventsWanted): boolean {
  return (
    (types === null || types.includes(event.view.type)) &&
    (groupId === null || event.groupId === groupId) &&
    (postId === null || event.postId === postId)
  );
}
