/** The pace of streams: a sign of life where nothing happens, and an end for whoever takes nothing. */
import { Writable } from 'node:stream';
import type { CallerFinder } from '../sessions/caller-finder';
import type { EventFeed, FedEvent } from './event-feed';
import type { EventFeeds } from './event-feeds';
import type { EventMetrics } from './event-metrics';
import { EventStream } from './event-stream';
import { EventStreams } from './event-streams';

const NO_FILTER = {} as ConstructorParameters<typeof EventStream>[1];

/** A log that always has more of `events`, or nothing ever. */
function feedOf(events: FedEvent[]): EventFeed {
  return {
    position: 7,
    page: () => Promise.resolve({ events, reached: 7, more: false }),
    changed: (_reached: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  } as unknown as EventFeed;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('a stream says every 15 seconds that it lives, and where it stands', async () => {
  const stream = new EventStream(feedOf([]), NO_FILTER, null, (read) => read());
  const chunks = stream.chunks();
  expect((await chunks.next()).value).toBe('retry: 2000\nid: 7\n\n');
  for (let beat = 0; beat < 2; beat += 1) {
    const next = chunks.next();
    const told = jest.fn();
    void next.then(told);
    await jest.advanceTimersByTimeAsync(14_900);
    expect(told).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(200);
    expect((await next).value).toBe(': nothing new\nid: 7\n\n');
  }
  stream.end('client');
  expect((await chunks.next()).done).toBe(true);
});

it('cuts off who has taken nothing for 30 seconds, and nobody else', async () => {
  const frame = `data: ${'x'.repeat(40_000)}\n\n`;
  const feeds = {
    join: () => Promise.resolve(feedOf([{ frame } as unknown as FedEvent])),
    leave: jest.fn(),
    stopping: new AbortController().signal,
  };
  const metrics = { streamBegan: jest.fn(), streamEnded: jest.fn() };
  const caller = { scopes: ['publish:read'] };
  const streams = new EventStreams(
    feeds as unknown as EventFeeds,
    { findAgain: () => Promise.resolve({ caller }) } as unknown as CallerFinder,
    metrics as unknown as EventMetrics,
  );
  streams.onApplicationBootstrap();
  const begin = (address: string) => {
    const gone = new AbortController().signal;
    return streams.begin({
      workspaceId: 'ws_1',
      credential: { kind: 'key', token: 't' },
      address,
      filter: NO_FILTER,
      after: null,
      gone,
    });
  };
  /** Takes what it is sent `everyMs`. */
  const client = (everyMs: number) =>
    new Writable({ write: (_chunk, _encoding, done) => void setTimeout(done, everyMs) });
  const [stuck, steady] = [await begin('10.0.0.1'), await begin('10.0.0.2')];
  stuck.pipe(client(3_600_000));
  steady.pipe(client(5_000));
  await jest.advanceTimersByTimeAsync(29_000);
  expect([stuck.destroyed, steady.destroyed]).toEqual([false, false]);
  await jest.advanceTimersByTimeAsync(6_000);
  expect([stuck.destroyed, steady.destroyed]).toEqual([true, false]);
  expect(metrics.streamEnded.mock.calls).toEqual([['slow']]);
  expect(feeds.leave).toHaveBeenCalledTimes(1);
  const stopped = streams.beforeApplicationShutdown();
  await jest.advanceTimersByTimeAsync(5_000);
  await stopped;
  expect(steady.destroyed).toBe(true);
});
