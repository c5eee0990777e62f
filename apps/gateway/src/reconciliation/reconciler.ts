import { Injectable, Logger } from '@nestjs/common';
import { Traffic } from '../traffic/traffic';
import { ConnectionReader } from './connection-reader';
import { type ReadLease, ReadLeasesRepository } from './read-leases.repository';

/** Connections read at the same time by one process: more than could hang at once before a breaker opens. */
const PARALLEL = 32;

/** A process that dies in the middle of a read delays one connection this much; who lives renews in time. */
const LEASE_SECONDS = 12;
const RENEW_MS = 4_000;

/** After a read that broke off for a reason of ours. */
const BROKEN_WAIT = 10;

/** A pause up to so long is waited for to the millisecond where hints come; the loop is good enough for others. */
const SHORT_PAUSE_MS = 10_000;

/** Learns what became of accepted posts: reads many states in few calls, connection by connection. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Reconciliation');
  private readonly running = new Map<string, Promise<void>>();
  /** Connections of which a webhook told, to be read as soon as they can be; */
  private readonly hinted = new Set<string>();
  /** those of them that are being read just now, as they were a moment before; */
  private readonly again = new Set<string>();
  /** and until when (milliseconds, own monotonic clock) those may not be read that were read last. */
  private readonly resting = new Map<string, number>();
  private claiming = false;
  private stopped = false;

  constructor(
    private readonly leases: ReadLeasesRepository,
    private readonly reader: ConnectionReader,
    private readonly traffic: Traffic,
  ) {}

  /** Begins to read every connection that has posts to read; one that is slow keeps no other waiting. */
  async reconcile(): Promise<void> {
    for (const [id, until] of this.resting) if (until < performance.now()) this.resting.delete(id);
    const free = PARALLEL - this.running.size;
    if (free <= 0) return;
    const probes = await this.traffic.takeReadProbes();
    for (const lease of await this.leases.claimConnections(free, LEASE_SECONDS, probes)) {
      this.begin(lease, probes.includes(lease.connectionId));
    }
  }

  /** Webhooks told of posts of these connections: they are read at once, if nothing stands against it. */
  hint(connectionIds: readonly string[]): void {
    for (const id of connectionIds) {
      if (this.running.has(id)) this.again.add(id);
      else this.hintOne(id);
    }
    this.claimHinted();
  }

  /** Resolves when the reads in hand have ended. */
  async settled(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running.values());
  }

  private hintOne(id: string): void {
    const pause = (this.resting.get(id) ?? 0) - performance.now();
    if (pause <= 0) this.hinted.add(id);
    // The end of the pause is one for all hints that come until then.
    else if (pause <= SHORT_PAUSE_MS && !this.again.has(id)) {
      this.again.add(id);
      setTimeout(() => {
        if (this.running.has(id) || !this.again.delete(id)) return;
        this.hinted.add(id);
        this.claimHinted();
      }, pause + 1).unref();
    }
  }

  private claimHinted(): void {
    if (this.claiming || this.stopped || this.hinted.size === 0) return;
    this.claiming = true;
    this.claimWhileHinted()
      .catch((error: unknown) => this.logger.warn(`Hints wait for the next look: ${String(error)}`))
      .finally(() => {
        this.claiming = false;
        if (this.running.size < PARALLEL) this.claimHinted();
      });
  }

  private async claimWhileHinted(): Promise<void> {
    while (this.hinted.size > 0 && this.running.size < PARALLEL && !this.stopped) {
      const ids = [...this.hinted].slice(0, PARALLEL - this.running.size);
      for (const id of ids) this.hinted.delete(id);
      // What cannot be claimed is held by another worker, which was told as well, or waits for its time.
      for (const lease of await this.leases.claimHinted(ids, LEASE_SECONDS)) this.begin(lease, false);
    }
  }

  private begin(lease: ReadLease, probe: boolean): void {
    const id = lease.connectionId;
    // Its lease ran out under a read that is still going on, in a process that was frozen meanwhile.
    if (this.running.has(id)) return;
    const ended = () => {
      this.running.delete(id);
      if (this.again.delete(id)) this.hintOne(id);
      this.claimHinted();
    };
    this.running.set(id, this.readConnection(lease, probe).finally(ended));
  }

  /** Never throws: what goes wrong with one connection concerns no other. */
  private async readConnection(lease: ReadLease, probe: boolean): Promise<void> {
    const stopRenewing = this.keep(lease);
    let wait: number | null = BROKEN_WAIT;
    try {
      wait = await this.reader.read(lease.connectionId, probe);
    } catch (error) {
      this.logger.warn(`Could not read states through ${lease.connectionId}: ${String(error)}`);
    }
    await stopRenewing();
    try {
      await this.leases.release(lease, wait);
    } catch (error) {
      this.logger.warn(`${lease.connectionId} stays leased for ${LEASE_SECONDS} s: ${String(error)}`);
    }
    if (wait !== null) this.resting.set(lease.connectionId, performance.now() + wait * 1000);
  }

  private keep(lease: ReadLease): () => Promise<void> {
    let renewing: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = this.leases.renew(lease, LEASE_SECONDS).catch((error: unknown) => {
        // Two readers of one connection do no harm: they share its budget, and merging knows no order.
        this.logger.warn(`Could not renew the lease of ${lease.connectionId}: ${String(error)}`);
      });
    }, RENEW_MS);
    return async () => {
      clearInterval(timer);
      await renewing;
    };
  }
}
