import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { JobsModule } from '../jobs/jobs.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { ReconcileRepository } from './reconcile.repository';
import { Reconciler } from './reconciler';

/** Reads states upstream. Worker only. */
@Module({
  imports: [ConnectionsModule, JobsModule, PostWriterModule],
  providers: [ReconcileRepository, Reconciler],
  exports: [Reconciler],
})
export class ReconciliationModule {}
