/** A SubmitContext for tests: real HTTP, checkpoints in memory, everything that was said captured. */
import type { HttpPort, JsonObject, MediaItem, OpenMedia, SubmitContext } from '@postern/core';
import { MediaUnavailableError } from '@postern/core';
import { createHttpClient, type Exchange } from '../http-client';

export interface TestContextOptions {
  credentials: JsonObject;
  /** Secret values; the HTTP client redacts them as the gateway's does. */
  secrets?: readonly string[];
  /** Milliseconds; the wall clock by default. */
  now?: () => number;
  /** Caps every request's own time-out; 15,000 ms by default. */
  timeoutMs?: number;
  cancelRequested?: () => boolean | Promise<boolean>;
  /** Called before a checkpoint is stored; throw to play a crash. */
  beforeCheckpoint?: (data: JsonObject) => void;
  /** Called after a checkpoint is stored; throw to play a crash. */
  afterCheckpoint?: (data: JsonObject) => void;
  /** Bytes of media items by `mediaId`; a small JPEG answers for every id by default. */
  openMedia?: (item: MediaItem) => OpenMedia | Promise<OpenMedia>;
  /** Public addresses of media items; those with an address have that one by default. */
  publicUrl?: (item: MediaItem, until: string | null) => string | Promise<string>;
  /** Stands in for the network. */
  http?: HttpPort;
}

export interface TestContext {
  ctx: SubmitContext;
  /** Stored checkpoints, oldest first; copies. */
  checkpoints: JsonObject[];
  /** The last one, as the gateway would hand it back. */
  lastCheckpoint(): JsonObject | null;
  /** Every log line with its details, as JSON. */
  logs: string[];
  /** Evidence of every exchange. */
  exchanges: Exchange[];
  close(): void;
}

/** Header, one component and end mark of a JPEG: enough for anything that sniffs. */
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb004300ffc00b080001000101011100ffd9',
  'hex',
);

export function testContext(options: TestContextOptions): TestContext {
  const checkpoints: JsonObject[] = [];
  const logs: string[] = [];
  const exchanges: Exchange[] = [];
  const client = createHttpClient({
    redact: options.secrets ?? [],
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const cap = options.timeoutMs ?? 15_000;
  const http: HttpPort = options.http ?? {
    send: (request) => client.send({ ...request, timeoutMs: Math.min(request.timeoutMs ?? cap, cap) }),
  };
  const log = (level: string) => (message: string, details?: Record<string, unknown>) =>
    void logs.push(JSON.stringify({ level, message, details }));
  const ctx: SubmitContext = {
    credentials: options.credentials,
    http,
    now: options.now ?? Date.now,
    logger: { debug: log('debug'), info: log('info'), warn: log('warn') },
    media: {
      open: async (item) => (options.openMedia ?? smallJpeg)(item),
      publicUrl: async (item, until) => (options.publicUrl ?? addressOf)(item, until),
    },
    checkpoint: (data) => {
      const copy = JSON.parse(JSON.stringify(data)) as JsonObject;
      return new Promise((resolve) => {
        options.beforeCheckpoint?.(copy);
        checkpoints.push(copy);
        options.afterCheckpoint?.(copy);
        resolve();
      });
    },
    cancelRequested: async () => (options.cancelRequested ?? (() => false))(),
  };
  return {
    ctx,
    checkpoints,
    lastCheckpoint: () => checkpoints.at(-1) ?? null,
    logs,
    exchanges,
    close: () => client.close(),
  };
}

function smallJpeg(item: MediaItem): OpenMedia {
  if (!item.mediaId) throw new MediaUnavailableError('Only stored media is at hand in this test.', false);
  async function* stream() {
    await Promise.resolve();
    yield JPEG;
  }
  return {
    stream: stream(),
    contentType: 'image/jpeg',
    sizeBytes: JPEG.length,
    fileName: `${item.mediaId}.jpg`,
  };
}

function addressOf({ url }: MediaItem): string {
  if (!url) throw new MediaUnavailableError('Stored media has no public address in this test.', false);
  return url;
}
