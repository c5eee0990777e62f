import { Injectable, Logger } from '@nestjs/common';
import { Traffic } from '../traffic/traffic';
import { ConnectionReader } from './connection-reader';
import { ReconcileRepository, type ReadLease } from './reconcile.repository';

/** Connections read at the same time by one process: more than could hang at once before a breaker opens. */
const PARALLEL = 32;

/** A process that dies in the middle of a read delays one connection this much; who lives renews in time. */
const LEASE_SECONDS = 12;
const RENEW_MS = 4_000;

/** After a read that broke off for a reason of ours. */
const BROKEN_WAIT = 10;

/** Learns what became of accepted posts: reads many states in few calls, connection by connection. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger('Reconciliation');
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly repository: ReconcileRepository,
    private readonly reader: ConnectionReader,
    private readonly traffic: Traffic,
  ) {}

  /** Begins to read every connection that has posts to read; one that is slow keeps no other waiting. */
  async reconcile(): Promise<void> {
    const free = PARALLEL - this.running.size;
    if (free <= 0) return;
    const probes = await this.traffic.takeReadProbes();
    for (const lease of await this.repository.claimConnections(free, LEASE_SECONDS, probes)) {
      const id = lease.connectionId;
      // Its lease ran out under a read that is still going on, in a process that was frozen meanwhile.
      if (this.running.has(id)) continue;
      this.running.set(
        id,
        this.readConnection(lease, probes.includes(id)).finally(() => this.running.delete(id)),
      );
    }
  }

  /** Resolves when the reads in hand have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
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
      await this.repository.release(lease, wait);
    } catch (error) {
      this.logger.warn(`${lease.connectionId} stays leased for ${LEASE_SECONDS} s: ${String(error)}`);
    }
  }

  private keep(lease: ReadLease): () => Promise<void> {
    let renewing: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = this.repository.renew(lease, LEASE_SECONDS).catch((error: unknown) => {
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
