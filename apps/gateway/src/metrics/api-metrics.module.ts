import { Module } from '@nestjs/common';
import { HttpMetrics } from './http-metrics';
import { MetricsController } from './metrics.controller';
import { MetricsModule } from './metrics.module';
import { ReplicaMetrics } from './replica-metrics';

/** The API's part: its requests are measured, and the figures are served. */
@Module({
  imports: [MetricsModule],
  controllers: [MetricsController],
  providers: [HttpMetrics, ReplicaMetrics],
})
export class ApiMetricsModule {}
