import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { DatabaseGauges } from './database-gauges';
import { MetricsRegistry } from './registry';

/** The figures of this process and of the database, in the text format of Prometheus. */
@Injectable()
export class MetricsService {
  readonly contentType: string;

  constructor(
    private readonly registry: MetricsRegistry,
    private readonly gauges: DatabaseGauges,
  ) {
    this.contentType = registry.contentType;
    collectDefaultMetrics({ register: registry });
  }

  async text(): Promise<string> {
    await this.gauges.refresh();
    return this.registry.metrics();
  }
}
