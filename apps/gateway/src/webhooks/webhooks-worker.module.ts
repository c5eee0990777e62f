import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module';
import { TracingModule } from '../tracing/tracing.module';
import { endpointGuardProvider } from './webhook-address-guard';
import { WebhookClaimsRepository } from './webhook-claims.repository';
import { WebhookLeases } from './webhook-lane-leases';
import { WebhookLaneMetrics } from './webhook-lane-metrics';
import { WebhookLaneRunner } from './webhook-lane-runner';
import { WebhookLanes } from './webhook-lanes';
import { WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhookRecorder } from './webhook-recorder';
import { WebhookRecorderRepository } from './webhook-recorder.repository';
import { WebhookSender } from './webhook-sender';

/** Sends webhooks. Worker only. */
@Module({
  imports: [MetricsModule, TracingModule],
  providers: [
    endpointGuardProvider,
    WebhookClaimsRepository,
    WebhookLaneMetrics,
    WebhookLaneRunner,
    WebhookLanes,
    WebhookLanesRepository,
    WebhookLeases,
    WebhookRecorder,
    WebhookRecorderRepository,
    WebhookSender,
  ],
})
export class WebhooksWorkerModule {}
