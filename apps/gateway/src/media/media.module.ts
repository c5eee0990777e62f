import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { addressGuardProvider } from '../connections/address-guard.provider';
import { MediaController } from './media.controller';
import { MediaContentController } from './media-content.controller';
import { MediaDownloads } from './media-downloads';
import { MediaFactsService } from './media-facts';
import { MediaFetcher } from './media-fetcher';
import { MediaLinks } from './media-links';
import { MediaRepository } from './media.repository';
import { MediaService } from './media.service';
import { MediaSources } from './media-sources';
import { MediaSweep } from './media-sweep';
import { MediaSweepRepository } from './media-sweep.repository';
import { MEDIA_STORE, type MediaStore } from './media-store';
import { mediaStoreProvider } from './media-store.provider';

/**
 * Owns media: their rows, their files and their public addresses. It knows nothing of posts but which groups need
 * which medium.
 */
@Module({
  controllers: [MediaController, MediaContentController],
  providers: [
    MediaService,
    MediaDownloads,
    MediaFactsService,
    MediaFetcher,
    MediaLinks,
    MediaRepository,
    MediaSources,
    MediaSweep,
    MediaSweepRepository,
    mediaStoreProvider,
    addressGuardProvider,
  ],
  exports: [MediaFactsService, MediaLinks, MediaSources, MediaSweep],
})
export class MediaModule implements OnApplicationShutdown {
  constructor(@Inject(MEDIA_STORE) private readonly store: MediaStore) {}

  onApplicationShutdown(): void {
    this.store.close();
  }
}
