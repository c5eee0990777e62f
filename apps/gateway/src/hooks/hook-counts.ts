import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isDatabaseUnreachable } from '../database/database-errors';
import { Loop } from '../jobs/loop';
import { type HookCount, HookCountsRepository } from './hook-counts.repository';
import { HookMetrics } from './hook-metrics';
import type { HookOutcome, HookRefusal } from './hook-outcome';

const FLUSH_MS = 1_000;
/** What is refused again and again is told of once in so long. */
const TELL_MS = 60_000;
/** Bounds on memory. */
const MOST_COUNTED = 10_000;
const MOST_TOLD = 1_000;

interface Told {
  at: number;
  /** Refusals that were not told of since. */
  silent: number;
}

/** Counts what becomes of hooks: in memory, and once a second in the rows that the API shows. */
@Injectable()
export class HookCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private readonly loop = new Loop('Hook counts', FLUSH_MS, () => this.flush());
  private counted = new Map<string, HookCount>();
  private readonly told = new Map<string, Told>();

  constructor(
    private readonly repository: HookCountsRepository,
    private readonly metrics: HookMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
    try {
      await this.flush();
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
      this.logger.warn('The database is away; what was counted of hooks in the last second is lost.');
    }
  }

  /** A hook for a connection that there is not. */
  countUnknown(): void {
    this.metrics.count('none', 'unknown');
  }

  count(of: { connectionId: string; providerId: string }, outcome: Exclude<HookOutcome, 'unknown'>): void {
    this.metrics.count(of.providerId, outcome);
    this.add({ connectionId: of.connectionId, outcome, count: 1, lastAt: new Date() });
  }

  refused(of: { connectionId: string; providerId: string }, outcome: HookRefusal): void {
    this.count(of, outcome);
    const name = `${of.connectionId} ${outcome}`;
    const now = performance.now();
    const told = this.told.get(name);
    if (told !== undefined && now - told.at < TELL_MS) {
      told.silent += 1;
      return;
    }
    if (this.told.size >= MOST_TOLD) this.told.clear();
    this.told.set(name, { at: now, silent: 0 });
    const more = told?.silent ? ` So were ${told.silent} more since it was last told.` : '';
    this.logger.warn(`A webhook for ${of.connectionId} was refused: ${outcome}.${more}`);
  }

  private async flush(): Promise<void> {
    if (this.counted.size === 0) return;
    const counted = this.counted;
    this.counted = new Map();
    try {
      await this.repository.add([...counted.values()]);
    } catch (error) {
      for (const count of counted.values()) this.add(count);
      throw error;
    }
  }

  private add({ connectionId, outcome, count, lastAt }: HookCount): void {
    const name = `${connectionId} ${outcome}`;
    const known = this.counted.get(name);
    if (known === undefined) {
      if (this.counted.size < MOST_COUNTED) this.counted.set(name, { connectionId, outcome, count, lastAt });
      return;
    }
    known.count += count;
    if (lastAt > known.lastAt) known.lastAt = lastAt;
  }
}
