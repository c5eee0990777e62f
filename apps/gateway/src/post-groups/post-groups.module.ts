import { Module } from '@nestjs/common';
import { addressGuardProvider } from '../connections/address-guard.provider';
import { MediaModule } from '../media/media.module';
import { PostsModule } from '../posts/posts.module';
import { ProvidersModule } from '../providers/providers.module';
import { PostGroupsController } from './post-groups.controller';
import { PostGroupsRepository } from './post-groups.repository';
import { PostGroupsService } from './post-groups.service';
import { ValidateController } from './validate.controller';
import { ValidateService } from './validate.service';

@Module({
  imports: [MediaModule, PostsModule, ProvidersModule],
  controllers: [ValidateController, PostGroupsController],
  providers: [PostGroupsRepository, PostGroupsService, ValidateService, addressGuardProvider],
  exports: [PostGroupsService, ValidateService],
})
export class PostGroupsModule {}
