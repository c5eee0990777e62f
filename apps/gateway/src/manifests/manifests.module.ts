/**
 * A workspace's own manifests: kept in versions, checked before they are stored, explained and tried.
 * It calls no upstream, and runs none of them: what a stored one makes is `providers`'.
 */
import { Module } from '@nestjs/common';
import { ProvidersModule } from '../providers/providers.module';
import { ManifestPresetsController } from './manifest-presets.controller';
import { ManifestToolsController } from './manifest-tools.controller';
import { ManifestToolsService } from './manifest-tools.service';
import { ManifestsController } from './manifests.controller';
import { ManifestsRepository } from './manifests.repository';
import { ManifestsService } from './manifests.service';

@Module({
  imports: [ProvidersModule],
  controllers: [ManifestToolsController, ManifestPresetsController, ManifestsController],
  providers: [ManifestsService, ManifestsRepository, ManifestToolsService],
})
export class ManifestsModule {}
