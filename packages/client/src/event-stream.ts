import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { pause } from './deadline';
import { NetworkError } from './errors';
import { isPassing } from './retry-policy';
import { chunksOf } from './chunks';

export interface StreamOptions {
  /** Ends the stream, with the signal's reason. */
  signal?: AbortSignal;
  /** Go on after this event, as `id` of the stream named it. */
  lastEventId?: string;
  /** Until the headers are there, per connection; default as the client's `timeoutMs`. */
  timeoutMs?: number;
  /** A connection on which nothing came for so long, not even a sign of life, is made anew. Default 60,000. */
  idleMs?: number;
  /** It is connected, again after every break. */
  onOpen?: () => void;
  /** A connection broke or could not be made; it goes on after a pause. */
  onBreak?: (error: unknown) => void;
}

type Open = (headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;

const IDLE_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Events as they happen (server-sent events). A broken connection is made anew, for as long as it takes, and
 * goes on after the last event that was seen; a refusal (a bad key, say) ends it.
 */
export class EventStream<T> implements AsyncIterable<T> {
  constructor(
    private readonly open: Open,
    private readonly options: StreamOptions,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const { options } = this;
    const ending = new AbortController();
    const forward = () => ending.abort(options.signal?.reason);
    options.signal?.throwIfAborted();
    options.signal?.addEventListener('abort', forward, { once: true });
    const place: Place = { lastEventId: options.lastEventId ?? null, pauseMs: null, failures: 0 };
    try {
      for (;;) {
        yield* this.connection(place, ending.signal);
        place.failures += 1;
        await pause(pauseOf(place), ending.signal);
      }
    } finally {
      options.signal?.removeEventListener('abort', forward);
      ending.abort(new Error('The reader stopped.'));
    }
  }

  /** Everything that comes over one connection; returns when it breaks. */
  private async *connection(place: Place, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    const own = new AbortController();
    const forward = () => own.abort(signal.reason);
    signal.addEventListener('abort', forward, { once: true });
    try {
      const headers: Record<string, string> =
        place.lastEventId === null ? {} : { 'last-event-id': place.lastEventId };
      const response = await this.open(headers, own.signal);
      this.options.onOpen?.();
      for await (const message of this.messages(response, place, own)) {
        place.failures = 0;
        if (message.data !== '') yield JSON.parse(message.data) as T;
      }
      this.options.onBreak?.(new NetworkError('The stream of events ended.'));
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      this.options.onBreak?.(error);
    } finally {
      signal.removeEventListener('abort', forward);
      own.abort(new Error('The connection is given up.'));
    }
  }

  private async *messages(
    response: Response,
    place: Place,
    own: AbortController,
  ): AsyncGenerator<EventSourceMessage> {
    const ready: EventSourceMessage[] = [];
    const parser = createParser({
      onEvent: (message) => void ready.push(message),
      onRetry: (ms) => (place.pauseMs = ms),
    });
    const idleMs = this.options.idleMs ?? IDLE_MS;
    const decoder = new TextDecoder();
    const idIn = idReader();
    const idle = () => own.abort(new NetworkError(`The stream was silent for ${idleMs} ms.`));
    let timer = setTimeout(idle, idleMs);
    try {
      if (response.body === null) return;
      for await (const chunk of chunksOf(response.body as ReadableStream<Uint8Array>, own.signal)) {
        clearTimeout(timer);
        const text = decoder.decode(chunk, { stream: true });
        parser.feed(text);
        place.lastEventId = idIn(text) ?? place.lastEventId;
        yield* ready.splice(0);
        timer = setTimeout(idle, idleMs);
      }
      own.signal.throwIfAborted();
    } catch (cause) {
      // The runtime's word for a broken connection differs from one to the next.
      throw own.signal.aborted
        ? own.signal.reason
        : new NetworkError('The stream of events broke.', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Where a stream is, from one connection to the next. */
interface Place {
  lastEventId: string | null;
  /** As the gateway asked for. */
  pauseMs: number | null;
  failures: number;
}

/**
 * The latest id that is complete. The parser keeps ids of events alone; the gateway also sends one without an
 * event when the stream begins, so that a break before the first event misses nothing.
 */
function idReader(): (text: string) => string | null {
  let rest = '';
  let named: string | null = null;
  let complete: string | null = null;
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') complete = named;
      else named = /^id: ?(.*)$/.exec(line)?.[1] ?? named;
    }
    return complete;
  };
}

function pauseOf({ pauseMs, failures }: Place): number {
  const most = Math.min(LONGEST_PAUSE_MS, (pauseMs ?? FIRST_PAUSE_MS) * 2 ** Math.min(failures - 1, 10));
  return most / 2 + (Math.random() * most) / 2;
}
