import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module';
import { JobsModule } from '../jobs/jobs.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { SubmissionRepository } from './submission.repository';
import { SubmissionRunner } from './submission-runner';
import { Sweeper } from './sweeper';
import { SweeperRepository } from './sweeper.repository';

/** Claims submissions, hands them to their providers and records the outcome. Worker only. */
@Module({
  imports: [ConnectionsModule, JobsModule, PostWriterModule],
  providers: [SubmissionRepository, SubmissionRunner, Sweeper, SweeperRepository],
  exports: [SubmissionRunner, Sweeper],
})
export class PublishingModule {}
