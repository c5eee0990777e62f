import { setTimeout as pause } from 'node:timers/promises';
import type { ToldEvent } from './receiver-books';

const AGAIN_MS = 200;
/** The stream says something every 15 s. */
const SILENCE_MS = 20_000;

/** A client of `GET /v1/events/stream` that comes again, with the last id that it had, whenever it is cut off. */
export class StreamReader {
  /** How often it was connected. */
  connections = 0;
  /** Answers that a client cannot do anything about. */
  readonly refused: string[] = [];
  readonly disordered: string[] = [];
  twice = 0;
  private readonly received = new Set<string>();
  private readonly ending = new AbortController();
  private position = '0';
  private latest = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly urls: readonly string[],
    private readonly key: string,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  missing(log: readonly ToldEvent[]): ToldEvent[] {
    return log.filter(({ id }) => !this.received.has(id));
  }

  private async run(): Promise<void> {
    for (let turn = 0; !this.ending.signal.aborted; turn += 1) {
      const silence = new AbortController();
      const signal = AbortSignal.any([this.ending.signal, silence.signal]);
      try {
        await this.read(this.urls[turn % this.urls.length] ?? '', signal, () => silence.abort());
      } catch (error) {
        // Nobody listens, the process was killed, or we have ended it.
        if (!(error instanceof TypeError) && !signal.aborted) throw error;
      }
      await pause(AGAIN_MS);
    }
  }

  private async read(url: string, signal: AbortSignal, giveUp: () => void): Promise<void> {
    const headers = { authorization: `Bearer ${this.key}`, 'last-event-id': this.position };
    const response = await fetch(`${url}/v1/events/stream`, { headers, signal });
    if (response.status !== 200 || response.body === null) {
      const text = await response.text();
      if (response.status < 500) this.refused.push(`${response.status} ${text.slice(0, 300)}`);
      return;
    }
    this.connections += 1;
    let rest = '';
    let watchdog = setTimeout(giveUp, SILENCE_MS);
    const decoder = new TextDecoder();
    try {
      for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
        clearTimeout(watchdog);
        watchdog = setTimeout(giveUp, SILENCE_MS);
        const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    this.position = field('id') ?? this.position;
    const data = field('data');
    if (data === undefined) return;
    const { id, type, sequence } = JSON.parse(data) as ToldEvent;
    if (this.received.has(id)) this.twice += 1;
    else if (sequence <= this.latest) this.disordered.push(`${type} ${sequence} after ${this.latest}`);
    this.received.add(id);
    this.latest = Math.max(this.latest, sequence);
  }
}
