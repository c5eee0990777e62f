import { Injectable } from '@nestjs/common';
import { Reads } from '../database/reads';
import { asWorkspace } from '../http/request-context';
import type { EventFilter } from './event-filter';
import { eventView, type EventView } from './event-view';
import { EventFeeds } from './event-feeds';
import { wantedOf, type EventPage } from './event-feed';
import { EventsRepository } from './events.repository';

export interface EventList {
  items: EventView[];
  nextCursor: string;
}

export interface EventsAsked {
  filter: EventFilter;
  /** Sequence after which events are wanted. */
  after: number;
  limit: number;
  /** How long an answer may wait for the first event. */
  waitMs: number;
}

/** How long a single request looks through a log for events of rare types before it answers with its position. */
const SEARCH_MS = 2_000;

@Injectable()
export class EventsService {
  constructor(
    private readonly repository: EventsRepository,
    private readonly feeds: EventFeeds,
    private readonly reads: Reads,
  ) {}

  /**
   * The page after a position; where nothing is there, waits for it.
   *
   * @param gone aborted when nobody waits for the answer any more
   */
  async list(workspaceId: string, asked: EventsAsked, gone: AbortSignal): Promise<EventList> {
    const { rows, reached } = await this.search(workspaceId, asked);
    if (rows.length > 0 || asked.waitMs === 0) return toList(rows.map(eventView), reached);
    const page = await this.wait(workspaceId, { ...asked, after: reached }, gone);
    return toList(
      page.events.map(({ view }) => view),
      page.reached,
    );
  }

  private async search(workspaceId: string, { filter, after, limit, waitMs }: EventsAsked) {
    // Whoever waits is told at once.
    const reads = waitMs === 0 ? this.reads : null;
    const until = performance.now() + SEARCH_MS;
    const wanted = wantedOf(filter);
    for (let position = after; ;) {
      const page = await this.repository.page(workspaceId, wanted, position, limit, reads);
      if (page.rows.length > 0 || !page.more || performance.now() > until) return page;
      position = page.reached;
    }
  }

  private async wait(workspaceId: string, asked: EventsAsked, gone: AbortSignal): Promise<EventPage> {
    const over = new AbortController();
    const end = () => over.abort();
    const timer = setTimeout(end, asked.waitMs);
    gone.addEventListener('abort', end);
    const feed = await this.feeds.join(workspaceId);
    try {
      for (let after = asked.after; ;) {
        const page = await asWorkspace(workspaceId, () => feed.page(asked.filter, after, asked.limit));
        const enough = over.signal.aborted || this.feeds.stopping.aborted;
        if (page.events.length > 0 || (enough && !page.more)) return page;
        after = page.reached;
        if (!page.more) await feed.changed(after, over.signal);
      }
    } finally {
      this.feeds.leave(feed);
      clearTimeout(timer);
      gone.removeEventListener('abort', end);
    }
  }
}

function toList(items: EventView[], reached: number): EventList {
  return { items, nextCursor: String(reached) };
}
