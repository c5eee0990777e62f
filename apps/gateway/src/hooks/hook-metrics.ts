import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from '../metrics/registry';
import type { HookOutcome } from './hook-outcome';

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** What an API process counts of the hooks that it gets. */
@Injectable()
export class HookMetrics {
  private readonly hooks: Counter<'provider' | 'outcome'>;
  private readonly stored: Histogram;

  constructor(registry: MetricsRegistry) {
    this.hooks = new Counter({
      name: 'postern_hooks_total',
      help: 'Webhooks of providers, by what became of them.',
      labelNames: ['provider', 'outcome'],
      registers: [registry],
    });
    this.stored = new Histogram({
      name: 'postern_hook_store_seconds',
      help: 'From the arrival of a genuine webhook, body and all, to its being stored.',
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  count(provider: string, outcome: HookOutcome): void {
    this.hooks.inc({ provider, outcome });
  }

  storedIn(ms: number): void {
    this.stored.observe(ms / 1000);
  }
}
