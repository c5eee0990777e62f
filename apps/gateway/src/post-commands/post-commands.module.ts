import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module';
import { PostGroupsModule } from '../post-groups/post-groups.module';
import { PostWriterModule } from '../posts/post-writer.module';
import { PostsModule } from '../posts/posts.module';
import { ProvidersModule } from '../providers/providers.module';
import { CommandWriter } from './command-writer';
import { CommandsService } from './commands.service';
import { EffectsRepository } from './effects.repository';
import { PostCommandsController } from './post-commands.controller';
import { PostCommandsRepository } from './post-commands.repository';
import { PostCommandsService } from './post-commands.service';
import { PostGroupCommandsController } from './post-group-commands.controller';
import { TargetsRepository } from './targets.repository';

/** Cancel, reschedule, retry and resolve as the API takes them. */
@Module({
  imports: [JobsModule, PostGroupsModule, PostsModule, PostWriterModule, ProvidersModule],
  controllers: [PostCommandsController, PostGroupCommandsController],
  providers: [
    CommandsService,
    CommandWriter,
    EffectsRepository,
    PostCommandsRepository,
    PostCommandsService,
    TargetsRepository,
  ],
  exports: [CommandWriter, TargetsRepository],
})
export class PostCommandsModule {}
