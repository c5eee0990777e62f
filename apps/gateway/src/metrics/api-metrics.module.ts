import { Module } from '@nestjs/common';
import { HttpMetrics } from './http-metrics';
import { MetricsController } from './metrics.controller';
import { MetricsModule } from './metrics.module';

/** The API's part: its requests are measured, and the figures are served. */
@Module({ imports: [MetricsModule], controllers: [MetricsController], providers: [HttpMetrics] })
export class ApiMetricsModule {}
