/** Those who are told of everything that happens: a receiver of webhooks and a reader of the stream. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../house/cluster';
import type { House } from '../house/house';
import type { Seeded } from '../random/seeded';
import type { ReceiverBooks, ToldEvent } from './receiver-books';
import { StreamReader } from './stream-reader';
import { WebhookReceiver } from './webhook-receiver';

/** Between two restarts of the receiver, and how long one takes; milliseconds. */
const RESTART_EVERY = [5_000, 12_000] as const;
const DOWN = [200, 2_500] as const;
/** So long the receiver knows the old secret alone after the endpoint has a new one; then the new one alone. */
const UNTAUGHT_MS = 5_000;
const OVERLAP_SECONDS = 600;
/** A receiver that is slow, hangs and asks for pauses has a backlog of minutes where the machine is busy, too. */
const LAST_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 500;

export interface Listened {
  books: ReceiverBooks;
  stream: StreamReader;
  /** Events of the log, and those of them that never came. */
  events: number;
  unheard: ToldEvent[];
  unstreamed: ToldEvent[];
  /** How long after everything had settled the last one was there. */
  lastAfterMs: number;
  deliveries: ReadonlyMap<string, number>;
  attempts: number;
}

export class Listeners {
  private readonly receiver: WebhookReceiver;
  private readonly stream: StreamReader;
  private readonly calming = new AbortController();
  private work: Promise<unknown> = Promise.resolve();
  private endpointId = '';

  constructor(
    private readonly house: House,
    private readonly chance: Seeded,
  ) {
    this.receiver = new WebhookReceiver(chance.fork('moods'));
    this.stream = new StreamReader(house.apiUrls, house.key);
  }

  /** Before anything happens. */
  async begin(): Promise<void> {
    await this.receiver.start();
    const { id, secret } = await this.house.client.post<{ id: string; secret: string }>(
      '/v1/webhook-endpoints',
      { url: this.receiver.url, events: ['*'] },
      'webhook-endpoint',
    );
    this.endpointId = id;
    this.receiver.issued(secret);
    this.receiver.learn();
    this.stream.start();
  }

  /** For as long as faults strike: restarts, and in the middle another secret. */
  trouble(phaseMs: number): void {
    this.work = Promise.all([this.restarts(), this.rotate(phaseMs / 2)]);
  }

  /** The receiver restarts no more. It fails as before. */
  async calm(): Promise<void> {
    this.calming.abort();
    await this.work;
  }

  /** Waits until everything of the log has come, or for three minutes. */
  async listened(): Promise<Listened> {
    const since = Date.now();
    const log: ToldEvent[] = [];
    let after = '0';
    for (;;) {
      after = await this.readOn(log, after);
      const isComplete = this.receiver.books.missing(log).length + this.stream.missing(log).length === 0;
      if (isComplete || Date.now() - since > LAST_WITHIN_MS) break;
      await pause(LOOK_EVERY_MS);
    }
    return {
      books: this.receiver.books,
      stream: this.stream,
      events: log.length,
      unheard: this.receiver.books.missing(log),
      unstreamed: this.stream.missing(log),
      lastAfterMs: Date.now() - since,
      ...(await deliveriesOf(this.house.cluster)),
    };
  }

  async stop(): Promise<void> {
    this.calming.abort();
    await Promise.all([this.receiver.stop(), this.stream.stop()]);
    await this.work;
  }

  private async readOn(log: ToldEvent[], from: string): Promise<string> {
    for (let after = from; ;) {
      const page = await this.house.client.get<{ items: ToldEvent[]; nextCursor: string }>(
        `/v1/events?after=${after}&limit=100`,
      );
      log.push(...page.items);
      if (page.nextCursor === after) return after;
      after = page.nextCursor;
    }
  }

  private async restarts(): Promise<void> {
    while (await this.rest(this.chance.whole(...RESTART_EVERY))) {
      await this.receiver.restart(this.chance.whole(...DOWN));
    }
  }

  private async rotate(afterMs: number): Promise<void> {
    if (!(await this.rest(afterMs))) return;
    const { secret } = await this.house.client.post<{ secret: string }>(
      `/v1/webhook-endpoints/${this.endpointId}/rotate-secret`,
      { overlapSeconds: OVERLAP_SECONDS },
      'webhook-rotation',
    );
    this.receiver.issued(secret);
    await this.rest(UNTAUGHT_MS);
    this.receiver.learn();
  }

  /** @returns whether there is still trouble to be made */
  private async rest(ms: number): Promise<boolean> {
    const { signal } = this.calming;
    await pause(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    return !signal.aborted;
  }
}

async function deliveriesOf(cluster: Cluster): Promise<Pick<Listened, 'deliveries' | 'attempts'>> {
  const rows = await cluster.query<{ status: string; n: number; attempts: number }>(
    `select status, count(*)::int as n, sum(attempts)::int as attempts from webhook_deliveries
     group by status order by status`,
  );
  return {
    deliveries: new Map(rows.map(({ status, n }) => [status, n])),
    attempts: rows.reduce((sum, { attempts }) => sum + attempts, 0),
  };
}
