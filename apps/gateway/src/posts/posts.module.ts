import { Module } from '@nestjs/common';
import { PostsController } from './posts.controller';
import { PostsRepository } from './posts.repository';
import { PostsService } from './posts.service';
import { TimelineRepository } from './timeline.repository';

/** Posts as the API reads them. Who changes them uses `PostWriterModule`. */
@Module({
  controllers: [PostsController],
  providers: [PostsRepository, PostsService, TimelineRepository],
  exports: [PostsService],
})
export class PostsModule {}
