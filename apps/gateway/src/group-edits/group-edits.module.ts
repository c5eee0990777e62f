import { Module } from '@nestjs/common';
import { PostCommandsModule } from '../post-commands/post-commands.module';
import { PostGroupsModule } from '../post-groups/post-groups.module';
import { GroupEditsController } from './group-edits.controller';
import { GroupEditsRepository } from './group-edits.repository';
import { GroupEditsService } from './group-edits.service';

/** Editing a group while nothing of it was sent, and sending drafts. */
@Module({
  imports: [PostCommandsModule, PostGroupsModule],
  controllers: [GroupEditsController],
  providers: [GroupEditsRepository, GroupEditsService],
})
export class GroupEditsModule {}
