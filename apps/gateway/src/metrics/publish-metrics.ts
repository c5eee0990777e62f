import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from './registry';

const LATENESS_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];

/** What a worker counts of its submissions. Observed where it happens: no database is asked. */
@Injectable()
export class PublishMetrics {
  private readonly lateness: Histogram<'provider'>;
  private readonly attempts: Counter<'provider' | 'outcome'>;

  constructor(registry: MetricsRegistry) {
    this.lateness = new Histogram({
      name: 'postern_publish_lateness_seconds',
      help: 'From the moment at which a submission was due to the start of its first upstream call.',
      labelNames: ['provider'],
      buckets: LATENESS_BUCKETS,
      registers: [registry],
    });
    this.attempts = new Counter({
      name: 'postern_publish_attempts_total',
      help: 'Attempts that ended, by what became of them.',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
  }

  /** An attempt begins. @param seconds since it was due, by the database's clock */
  startedLate(seconds: number, provider: string): void {
    this.lateness.observe({ provider }, Math.max(0, seconds));
  }

  /** @param outcome as it is recorded: `accepted`, `rejected`, `unknown`, … */
  attemptEnded(outcome: string, provider: string): void {
    this.attempts.inc({ provider, outcome });
  }
}
