import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { JobsModule } from '../jobs/jobs.module';
import { AttentionWatch } from './attention-watch';
import { AttentionRepository } from './attention.repository';

/** Looks after connections that need attention. Worker only. */
@Module({
  imports: [ConnectionsModule, JobsModule],
  providers: [AttentionWatch, AttentionRepository],
})
export class AttentionWatchModule {}
