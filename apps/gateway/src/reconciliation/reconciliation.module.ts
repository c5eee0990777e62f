import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { JobsModule } from '../jobs/jobs.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { TracingModule } from '../tracing/tracing.module';
import { AttentionModule } from '../traffic/attention.module';
import { AttentionWatchModule } from '../traffic/attention-watch.module';
import { TrafficModule } from '../traffic/traffic.module';
import { ConnectionReader } from './connection-reader';
import { HintListener } from './hint-listener';
import { ReadLeasesRepository } from './read-leases.repository';
import { ReadRecorder } from './read-recorder';
import { ReconcileRepository } from './reconcile.repository';
import { Reconciler } from './reconciler';

/** Reads states upstream. Worker only. */
@Module({
  imports: [
    ConnectionsModule,
    JobsModule,
    PostWriterModule,
    AttentionModule,
    AttentionWatchModule,
    TracingModule,
    TrafficModule,
  ],
  providers: [
    ReconcileRepository,
    ReadLeasesRepository,
    ReadRecorder,
    ConnectionReader,
    Reconciler,
    HintListener,
  ],
  exports: [Reconciler],
})
export class ReconciliationModule {}
