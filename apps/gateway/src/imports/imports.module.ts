/**
 * Tables (CSV) of which each row becomes a post group. It knows what columns mean; what a group may be is
 * `post-groups`' alone.
 */
import { Module } from '@nestjs/common';
import { PostGroupsModule } from '../post-groups/post-groups.module';
import { ImportChecks } from './import-checks';
import { ImportLookups } from './import-lookups';
import { ImportRunner } from './import-runner';
import { ImportWorkRepository } from './import-work.repository';
import { ImportsController } from './imports.controller';
import { ImportsRepository } from './imports.repository';
import { ImportsService } from './imports.service';

/** Takes imports and tells of them. */
@Module({
  imports: [PostGroupsModule],
  controllers: [ImportsController],
  providers: [ImportsService, ImportsRepository, ImportChecks, ImportLookups],
})
export class ImportsModule {}

/** Makes the groups. */
@Module({
  imports: [PostGroupsModule],
  providers: [ImportRunner, ImportWorkRepository, ImportChecks, ImportLookups],
})
export class ImportsWorkerModule {}
