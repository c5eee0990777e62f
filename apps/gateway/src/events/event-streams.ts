import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { hasScope } from '../http/auth/caller';
import { problem, ProblemError } from '../http/problem';
import { asGateway, asWorkspace } from '../http/request-context';
import { Loop } from '../jobs/loop';
import { CallerFinder, type Credential } from '../sessions/caller-finder';
import { EventFeeds } from './event-feeds';
import type { EventFilter } from './event-filter';
import { EventMetrics } from './event-metrics';
import { EventStream } from './event-stream';

/** How often keys are asked for again, and slow clients are looked for. */
const WATCH_MS = 2_000;
/** Of each stream, in bytes of text that its client has not taken. */
const BUFFER_BYTES = 32_768;

/** What it waits for clients to take the end of their streams, before it cuts them off. */
const FAREWELL_MS = 1_000;

export interface StreamAsked {
  workspaceId: string;
  /** The key or session that the caller came with; once it is refused the stream ends. */
  credential: Credential;
  /** The client's, as the server sees it. */
  address: string;
  filter: EventFilter;
  /** A sequence; `null` = only what is new from now on. */
  after: number | null;
  /** Aborted when the client has gone. */
  gone: AbortSignal;
}

interface OpenStream {
  stream: EventStream;
  readable: Readable;
  credential: Credential;
  address: string;
}

/** The streams of this process: opens them, watches over their keys and their pace, and ends them. */
@Injectable()
export class EventStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Event streams');
  private readonly open = new Set<OpenStream>();
  private readonly loop = new Loop('Event streams', WATCH_MS, () => this.watch());

  constructor(
    private readonly feeds: EventFeeds,
    private readonly callers: CallerFinder,
    private readonly metrics: EventMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const ends = [...this.open].map(({ stream, readable }) => {
      const ended = new Promise((resolve) => readable.once('close', resolve));
      stream.end('shutdown');
      return ended;
    });
    await Promise.race([Promise.all(ends), pause(FAREWELL_MS, undefined, { ref: false })]);
    for (const { readable } of this.open) readable.destroy();
    await this.loop.stop();
  }

  /**
   * @returns the text to send
   * @throws ProblemError UNAVAILABLE while this process stops
   */
  async begin({ workspaceId, credential, address, filter, after, gone }: StreamAsked): Promise<Readable> {
    const feed = await this.feeds.join(workspaceId);
    if (this.feeds.stopping.aborted) {
      this.feeds.leave(feed);
      throw problem.unavailable('This process stops. Connect again.');
    }
    const stream = new EventStream(feed, filter, after, (read) => asWorkspace(workspaceId, read));
    const readable = Readable.from(stream.chunks(), { objectMode: false, highWaterMark: BUFFER_BYTES });
    const entry = { stream, readable, credential, address };
    this.open.add(entry);
    this.metrics.streamBegan();
    readable.once('error', (error) => {
      stream.end('failed');
      this.logger.error({ msg: 'A stream failed.', err: error });
    });
    gone.addEventListener('abort', () => stream.end('client'));
    readable.once('close', () => {
      stream.end('client');
      this.open.delete(entry);
      this.feeds.leave(feed);
      this.metrics.streamEnded(stream.reason ?? 'client');
    });
    return readable;
  }

  private async watch(): Promise<void> {
    for (const { stream, readable } of this.open) {
      if (!stream.isSlow) continue;
      // It would not take an end, either.
      stream.end('slow');
      readable.destroy();
    }
    const refused = new Set<string>();
    const asked = new Map([...this.open].map((each) => [each.credential.token, each]));
    for (const [token, { credential, address }] of asked) {
      if (!(await this.isGood(credential, address))) refused.add(token);
    }
    for (const { stream, credential } of this.open) if (refused.has(credential.token)) stream.end('key');
  }

  /** A database that is away says nothing of a key or session. */
  private async isGood(credential: Credential, address: string): Promise<boolean> {
    try {
      const { caller } = await asGateway(() => this.callers.findAgain(credential, address));
      return hasScope(caller.scopes, 'publish:read');
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return false;
      throw error;
    }
  }
}
