import { Module } from '@nestjs/common';
import { addressGuardProvider } from '../connections/address-guard.provider';
import { PostsModule } from '../posts/posts.module';
import { ProvidersModule } from '../providers/providers.module';
import { PostGroupsController } from './post-groups.controller';
import { PostGroupsRepository } from './post-groups.repository';
import { PostGroupsService } from './post-groups.service';

@Module({
  imports: [PostsModule, ProvidersModule],
  controllers: [PostGroupsController],
  providers: [PostGroupsRepository, PostGroupsService, addressGuardProvider],
  exports: [PostGroupsService],
})
export class PostGroupsModule {}
