/** A receiver of webhooks on real HTTP, which notes what it was sent and answers as it is told. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  id: string;
  headers: Record<string, string>;
  raw: string;
  body: {
    id: string;
    type: string;
    sequence: number | string;
    timestamp?: string;
    data: Record<string, unknown>;
    [member: string]: unknown;
  };
  /** By `performance.now()`. */
  at: number;
}

export type Answer = (received: Received, response: http.ServerResponse, index: number) => void;

export class Receiver {
  readonly received: Received[] = [];
  /** The most at the same time. */
  most = 0;
  answer: Answer = (_received, response) => response.writeHead(204).end();
  private open = 0;

  private constructor(
    private readonly server: http.Server,
    readonly url: string,
  ) {}

  static async start(answer?: Answer): Promise<Receiver> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`);
    if (answer) receiver.answer = answer;
    server.on('request', (request, response) => void receiver.take(request, response));
    return receiver;
  }

  get ids(): string[] {
    return this.received.map(({ id }) => id);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async until(count: number, withinMs = 10_000): Promise<Received[]> {
    const until = Date.now() + withinMs;
    while (this.received.length < count) {
      if (Date.now() > until) throw new Error(`${this.received.length} of ${count} came.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.received;
  }

  private async take(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    response.once('close', () => (this.open -= 1));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const received: Received = {
      id: headers['webhook-id']!,
      headers,
      raw,
      body: JSON.parse(raw) as Received['body'],
      at: performance.now(),
    };
    this.received.push(received);
    this.answer(received, response, this.received.length - 1);
  }
}

/** Whether the public library takes it under this secret. */
export function isVerified(secret: string, { raw, headers }: Received): boolean {
  try {
    new Webhook(secret).verify(raw, headers);
    return true;
  } catch {
    return false;
  }
}
