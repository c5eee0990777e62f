import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from '../metrics/registry';
import type { EventRow } from './event-view';

/** Why a stream ended. */
export type StreamEnd = 'client' | 'shutdown' | 'key' | 'slow' | 'failed';

const LAG_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30];

/** What an API process counts of those who read events. */
@Injectable()
export class EventMetrics {
  private readonly streams: Gauge;
  private readonly ended: Counter<'reason'>;
  private readonly lag: Histogram;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.streams = new Gauge({
      name: 'postern_event_streams',
      help: 'Clients that this process streams events to.',
      registers,
    });
    this.ended = new Counter({
      name: 'postern_event_streams_ended_total',
      help: 'Streams that ended, by who ended them: the client, a shutdown, a key, slowness, a failure.',
      labelNames: ['reason'],
      registers,
    });
    this.lag = new Histogram({
      name: 'postern_event_lag_seconds',
      help: 'From the writing of an event to its being read for those who wait, where anybody does.',
      buckets: LAG_BUCKETS,
      registers,
    });
  }

  streamBegan(): void {
    this.streams.inc();
  }

  streamEnded(reason: StreamEnd): void {
    this.streams.dec();
    this.ended.inc({ reason });
  }

  told(rows: readonly EventRow[]): void {
    const now = Date.now();
    for (const row of rows) this.lag.observe(Math.max(0, now - row.created_at.getTime()) / 1000);
  }
}
