/** A client of `GET /v1/events/stream` that tells of everything it is sent. */
export interface StreamedEvent {
  id: string;
  sequence: number;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export class EventReader {
  readonly events: StreamedEvent[] = [];
  /** Blocks without data: hints, marks and beats. */
  readonly others: string[] = [];
  lastEventId = '';
  /** Whether the server ended the stream. */
  ended = false;
  private readonly over = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  private constructor(readonly response: Response) {}

  static async open(
    url: string,
    key: string,
    options: { query?: string; lastEventId?: string } = {},
  ): Promise<EventReader> {
    const over = new AbortController();
    const response = await fetch(`${url}/v1/events/stream${options.query ?? ''}`, {
      headers: {
        authorization: `Bearer ${key}`,
        ...(options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId }),
      },
      signal: over.signal,
    });
    const reader = new EventReader(response);
    over.signal.throwIfAborted();
    reader.over.signal.addEventListener('abort', () => over.abort());
    if (response.ok) reader.reading = reader.read();
    return reader;
  }

  async close(): Promise<void> {
    this.over.abort();
    await this.reading;
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const bytes of this.response.body!) {
        text += decoder.decode(bytes as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) this.take(block);
      }
    } catch (error) {
      if (this.over.signal.aborted) return;
      this.others.push(String(error));
    }
    this.ended = true;
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2);
    this.lastEventId = field('id') ?? this.lastEventId;
    const data = field('data');
    if (data === undefined) this.others.push(block);
    else this.events.push(JSON.parse(data) as StreamedEvent);
  }
}
