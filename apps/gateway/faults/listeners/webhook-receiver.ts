import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Seeded } from '../random/seeded';
import { drawMood, wordOf, type Mood } from './receiver-mood';
import { ReceiverBooks, type ToldEvent } from './receiver-books';

const PATH = '/events';
const ELSEWHERE = '/moved';
/** Longer than the gateway waits in the suite. */
const HANG_MS = 8_000;

/**
 * A receiver of webhooks that fails, restarts and is slow, as receivers are. It verifies with the public library, and
 * knows one secret at a time.
 */
export class WebhookReceiver {
  readonly books = new ReceiverBooks();
  private readonly sockets = new Set<Socket>();
  private readonly ending = new AbortController();
  private server: Server | null = null;
  private port = 0;
  private secret = '';
  /** Every secret that the endpoint ever had. */
  private readonly secrets: string[] = [];

  constructor(private readonly chance: Seeded) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}${PATH}`;
  }

  async start(): Promise<void> {
    await this.listen();
  }

  /** The endpoint has another secret now. The receiver goes on with the one that it knows. */
  issued(secret: string): void {
    this.secrets.push(secret);
  }

  /** From now on it knows the newest secret and no other. */
  learn(): void {
    this.secret = this.secrets.at(-1) ?? '';
  }

  /** Its port is closed for so long; whatever is connected is cut off. */
  async restart(downMs: number): Promise<void> {
    if (this.ending.signal.aborted) return;
    this.books.restarts += 1;
    await this.close();
    await pause(downMs);
    if (!this.ending.signal.aborted) await this.listen();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.close();
  }

  private async listen(): Promise<void> {
    const server = createServer((request, response) => void this.answer(request, response));
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
  }

  private async close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== PATH) {
      this.books.followed += 1;
      response.writeHead(204).end();
      return;
    }
    const mood = drawMood(this.chance);
    const body = await bodyOf(request);
    // Whoever has sent it has died, or the receiver has.
    if (body === null) return;
    const event = this.verified(request, body);
    if (event === null) response.writeHead(401).end();
    else await this.follow(mood, event, response);
  }

  private async follow(mood: Mood, event: ToldEvent, response: ServerResponse): Promise<void> {
    if (mood.kind !== 'take') this.books.fail(wordOf(mood));
    switch (mood.kind) {
      case 'take':
        if (mood.afterMs > 0) await pause(mood.afterMs);
        // Cut off meanwhile: nothing is taken.
        if (response.destroyed) return;
        this.books.take(event);
        response.writeHead(204).end(() => this.books.acknowledge(event, Date.now()));
        return;
      case 'take and reset':
        this.books.take(event);
        response.destroy();
        return;
      case 'reset':
        response.destroy();
        return;
      case 'hang':
        await pause(HANG_MS, undefined, { ref: false });
        response.destroy();
        return;
      case 'answer':
        if (mood.status === 429) response.setHeader('retry-after', mood.retryAfter);
        if (mood.status === 302) response.setHeader('location', ELSEWHERE);
        response.writeHead(mood.status).end('The receiver is not well.');
        return;
    }
  }

  /** `null`: not by the secret that is known now. */
  private verified(request: IncomingMessage, body: string): ToldEvent | null {
    const headers = request.headers as Record<string, string>;
    const event = verify(this.secret, body, headers);
    if (event !== null && event.id === headers['webhook-id']) return event;
    if (this.secrets.some((secret) => verify(secret, body, headers) !== null)) this.books.otherSecret += 1;
    else this.books.unverified.push(`${headers['webhook-id']}: ${body.slice(0, 200)}`);
    return null;
  }
}

function verify(secret: string, body: string, headers: Record<string, string>): ToldEvent | null {
  try {
    return new Webhook(secret).verify(body, headers) as ToldEvent;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return null;
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    // Cut off in the middle, which is what this suite does.
    return null;
  }
}
