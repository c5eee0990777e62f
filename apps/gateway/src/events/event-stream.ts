import type { EventFeed, FedEvent } from './event-feed';
import type { EventFilter } from './event-filter';
import type { StreamEnd } from './event-metrics';
import { isDatabaseUnreachable } from '../database/database-errors';

/** So often a stream says that it lives. */
const BEAT_MS = 15_000;
/** Whoever takes nothing for so long is let go; they resume where they were. */
const SLOW_MS = 30_000;
/** What a client that was cut off waits before it comes again. */
const RETRY_MS = 2_000;
const PAGE = 100;
const CHUNK_CHARACTERS = 16_384;
const DATABASE_PAUSE_MS = 1_000;

/**
 * The log after a position as text of server-sent events, at the pace of whoever reads it: the next page is
 * looked up when the one before was taken, so a slow client costs no memory.
 */
export class EventStream {
  private readonly over = new AbortController();
  private offeredAt: number | null = null;
  private position: number;
  private endedBy: StreamEnd | null = null;

  constructor(
    private readonly feed: EventFeed,
    private readonly filter: EventFilter,
    after: number | null,
    /** Runs a read bound to the workspace. */
    private readonly bound: <T>(read: () => Promise<T>) => Promise<T>,
  ) {
    this.position = after ?? feed.position;
  }

  /** `null` while it runs. */
  get reason(): StreamEnd | null {
    return this.endedBy;
  }

  /** The first reason counts. */
  end(reason: StreamEnd): void {
    this.endedBy ??= reason;
    this.over.abort();
  }

  /** Whether its client has taken nothing for too long. */
  get isSlow(): boolean {
    return this.offeredAt !== null && performance.now() - this.offeredAt > SLOW_MS;
  }

  /** Pieces of text; each ends with a whole event. Ends when `end` was called. */
  async *chunks(): AsyncGenerator<string> {
    yield this.offer(`retry: ${RETRY_MS}\n${this.mark()}`);
    let spokeAt = performance.now();
    while (!this.over.signal.aborted) {
      this.offeredAt = null;
      for (const chunk of chunksOf(await this.next(BEAT_MS - (performance.now() - spokeAt)))) {
        yield this.offer(chunk);
        spokeAt = performance.now();
      }
      if (performance.now() - spokeAt >= BEAT_MS) {
        yield this.offer(`: nothing new\n${this.mark()}`);
        spokeAt = performance.now();
      }
    }
  }

  private offer(text: string): string {
    this.offeredAt = performance.now();
    return text;
  }

  /** An id without an event: who comes back begins here, although the filter let nothing through. */
  private mark(): string {
    return `id: ${this.position}\n\n`;
  }

  /** The next events; none where nothing comes within `waitMs`. */
  private async next(waitMs: number): Promise<FedEvent[]> {
    const wait = new AbortController();
    const stop = () => wait.abort();
    const timer = setTimeout(stop, Math.max(0, waitMs));
    this.over.signal.addEventListener('abort', stop);
    try {
      for (;;) {
        const { events, reached, more } = await this.bound(() =>
          this.feed.page(this.filter, this.position, PAGE),
        );
        this.position = reached;
        if (events.length > 0 || wait.signal.aborted) return events;
        if (!more) await this.feed.changed(reached, wait.signal);
        if (this.over.signal.aborted) return [];
      }
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
      // It comes back, and the log with it.
      await new Promise((resolve) => setTimeout(resolve, DATABASE_PAUSE_MS));
      return [];
    } finally {
      clearTimeout(timer);
      this.over.signal.removeEventListener('abort', stop);
    }
  }
}

function* chunksOf(events: readonly FedEvent[]): Generator<string> {
  let chunk = '';
  for (const { frame } of events) {
    chunk += frame;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
