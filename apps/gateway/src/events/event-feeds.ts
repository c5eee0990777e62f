import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config';
import { isDatabaseUnreachable } from '../database/database-errors';
import { Listener } from '../database/listener';
import { asGateway, asWorkspace } from '../http/request-context';
import { Loop } from '../jobs/loop';
import { EventFeed } from './event-feed';
import { EventMetrics } from './event-metrics';
import { EventsRepository } from './events.repository';

/** The floor for a notification that got lost. */
const LOOK_MS = 1_000;
/** What one statement reads, at most: of so many workspaces so many events each. */
const WORKSPACES_AT_ONCE = 50;
const EVENTS_AT_ONCE = 100;

interface Place {
  /** Those who have joined and not left. */
  users: number;
  opening: Promise<EventFeed>;
  /** `null` until it is open. */
  feed: EventFeed | null;
}

/**
 * Tells everybody in this process who waits for events that there are some: one session listens, and the news of
 * all workspaces that somebody waits for are read together, once, for however many wait. What comes meanwhile is
 * read by the next statement, so that the reading keeps up with any pace.
 */
@Injectable()
export class EventFeeds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Event feeds');
  private readonly places = new Map<string, Place>();
  /** Workspaces that may have news. */
  private readonly unread = new Set<string>();
  private reading = false;
  private readonly draining = new AbortController();
  private readonly listener: Listener;
  private readonly loop: Loop;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly repository: EventsRepository,
    private readonly metrics: EventMetrics,
  ) {
    if (config.databaseUrl === null) throw new Error('The database address is not known yet.');
    this.listener = new Listener({
      databaseUrl: config.databaseUrl,
      channel: 'postern_events',
      heard: (payload) => this.refresh(payload === '' ? null : payload.split(' ')),
      listens: () => this.refresh(null),
    });
    this.loop = new Loop('Event feeds', LOOK_MS, () => this.look());
  }

  /** Aborted as soon as this process stops: whoever waits ends then. */
  get stopping(): AbortSignal {
    return this.draining.signal;
  }

  onApplicationBootstrap(): void {
    this.listener.start();
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.draining.abort();
    for (const { feed } of this.places.values()) feed?.end();
    await Promise.all([this.listener.stop(), this.loop.stop()]);
  }

  /** The caller's until `leave`. */
  async join(workspaceId: string): Promise<EventFeed> {
    const place = this.places.get(workspaceId) ?? this.open(workspaceId);
    // Before anything is waited for: whoever leaves meanwhile must not end it.
    place.users += 1;
    try {
      return await place.opening;
    } catch (error) {
      this.places.delete(workspaceId);
      throw error;
    }
  }

  leave(feed: EventFeed): void {
    const place = this.places.get(feed.workspaceId);
    if (place?.feed !== feed) return;
    place.users -= 1;
    if (place.users > 0) return;
    this.places.delete(feed.workspaceId);
    feed.end();
  }

  private open(workspaceId: string): Place {
    const opening = asWorkspace(workspaceId, () => this.repository.head(workspaceId)).then((head) => {
      place.feed = new EventFeed(workspaceId, head, this.repository);
      return place.feed;
    });
    const place: Place = { users: 0, feed: null, opening };
    this.places.set(workspaceId, place);
    return place;
  }

  /** @param workspaceIds `null` = all that anybody waits for */
  private refresh(workspaceIds: readonly string[] | null): void {
    for (const workspaceId of workspaceIds ?? this.places.keys()) {
      if (this.places.get(workspaceId)?.feed) this.unread.add(workspaceId);
    }
    void this.readOn();
  }

  private async readOn(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      while (this.unread.size > 0 && !this.draining.signal.aborted) await this.readSome();
    } catch (error) {
      // The next look finds what is missing.
      this.unread.clear();
      if (!isDatabaseUnreachable(error)) this.logger.error({ msg: 'Events cannot be read.', err: error });
    } finally {
      this.reading = false;
    }
  }

  private async readSome(): Promise<void> {
    const feeds: EventFeed[] = [];
    for (const workspaceId of this.unread) {
      if (feeds.length === WORKSPACES_AT_ONCE) break;
      this.unread.delete(workspaceId);
      const feed = this.places.get(workspaceId)?.feed;
      if (feed) feeds.push(feed);
    }
    if (feeds.length === 0) return;
    const positions = feeds.map(({ workspaceId, position }) => ({ workspaceId, after: position }));
    const news = await asGateway(() => this.repository.news(positions, EVENTS_AT_ONCE));
    for (const feed of feeds) {
      const rows = news.get(feed.workspaceId) ?? [];
      if (rows.length === EVENTS_AT_ONCE) this.unread.add(feed.workspaceId);
      this.metrics.told(rows);
      feed.take(rows);
    }
  }

  private async look(): Promise<void> {
    if (this.places.size === 0) return;
    const heads = await asGateway(() => this.repository.heads([...this.places.keys()]));
    const behind = heads.filter(({ workspaceId, sequence }) => {
      const feed = this.places.get(workspaceId)?.feed;
      return feed ? sequence > feed.position : false;
    });
    this.refresh(behind.map(({ workspaceId }) => workspaceId));
  }
}
