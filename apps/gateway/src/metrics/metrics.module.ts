import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module';
import { DatabaseGauges } from './database-gauges';
import { GaugesRepository } from './gauges.repository';
import { MetricsService } from './metrics.service';
import { PublishMetrics } from './publish-metrics';
import { MetricsRegistry } from './registry';

/** What is measured, and the text in which it is told; who serves the text is others' business. */
@Module({
  imports: [ProvidersModule],
  providers: [
    { provide: MetricsRegistry, useFactory: () => new MetricsRegistry() },
    GaugesRepository,
    DatabaseGauges,
    MetricsService,
    PublishMetrics,
  ],
  exports: [MetricsRegistry, MetricsService, PublishMetrics],
})
export class MetricsModule {}
