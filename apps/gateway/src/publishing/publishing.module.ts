import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { MetricsModule } from '../metrics/metrics.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { AttentionModule } from '../traffic/attention.module';
import { TracingModule } from '../tracing/tracing.module';
import { TrafficModule } from '../traffic/traffic.module';
import { ClaimRepository } from './claim.repository';
import { Dispatcher } from './dispatcher';
import { DueLanesRepository } from './due-lanes.repository';
import { OutcomeRecorder } from './outcome-recorder';
import { SubmissionRepository } from './submission.repository';
import { SubmissionRunner } from './submission-runner';
import { Sweeper } from './sweeper';
import { SweeperRepository } from './sweeper.repository';
import { UpstreamHealth } from './upstream-health';

/** Claims submissions, hands them to their providers and records the outcome. Worker only. */
@Module({
  imports: [
    AttentionModule,
    ConnectionsModule,
    MetricsModule,
    PostWriterModule,
    TracingModule,
    TrafficModule,
  ],
  providers: [
    ClaimRepository,
    Dispatcher,
    DueLanesRepository,
    OutcomeRecorder,
    SubmissionRepository,
    SubmissionRunner,
    Sweeper,
    SweeperRepository,
    UpstreamHealth,
  ],
  exports: [Dispatcher, Sweeper],
})
export class PublishingModule {}
