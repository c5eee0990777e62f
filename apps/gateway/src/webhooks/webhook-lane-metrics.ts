import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from '../metrics/registry';
import type { WebhookOutcome } from './webhook-sender';

const LATENCY_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 86_400];

/** What a worker counts of the webhooks that it sends. */
@Injectable()
export class WebhookLaneMetrics {
  private readonly attempts: Counter<'outcome'>;
  private readonly latency: Histogram;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'postern_webhook_attempts_total',
      help: 'Attempts to deliver an event to an endpoint, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    this.latency = new Histogram({
      name: 'postern_webhook_latency_seconds',
      help: 'From the writing of an event to the answer of the endpoint that took it.',
      buckets: LATENCY_BUCKETS,
      registers,
    });
  }

  /** @param seconds since the event was written */
  attempted(outcome: WebhookOutcome, seconds: number): void {
    this.attempts.inc({ outcome });
    if (outcome === 'delivered') this.latency.observe(Math.max(0, seconds));
  }
}
