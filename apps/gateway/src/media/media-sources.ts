import { Inject, Injectable } from '@nestjs/common';
import { MediaUnavailableError, type MediaItem, type MediaSource, type OpenMedia } from '@postern/core';
import { MediaFetcher } from './media-fetcher';
import { MediaLinks } from './media-links';
import type { MediaRow } from './media-row';
import { MEDIA_STORE, type MediaStore } from './media-store';
import { MediaRepository } from './media.repository';

/** Gives providers the media of a post. */
@Injectable()
export class MediaSources {
  constructor(
    private readonly repository: MediaRepository,
    private readonly fetcher: MediaFetcher,
    private readonly links: MediaLinks,
    @Inject(MEDIA_STORE) private readonly store: MediaStore,
  ) {}

  /** Stored media of this workspace alone; an id of another's is as good as none. */
  for(workspaceId: string): MediaSource {
    return {
      open: (item) => this.open(workspaceId, item),
      publicUrl: (item, until) => this.publicUrl(workspaceId, item, until),
    };
  }

  private async open(workspaceId: string, item: MediaItem): Promise<OpenMedia> {
    if (!item.mediaId) return this.fetcher.open(urlOf(item));
    const row = await this.rowOf(workspaceId, item.mediaId);
    const sizeBytes = await awaiting(this.store.size(row.storage_key));
    if (sizeBytes !== Number(row.size_bytes)) {
      throw new MediaUnavailableError(
        `The file of the medium ${row.id} is not in the store any more.`,
        false,
      );
    }
    return {
      stream: readLater(this.store, row),
      contentType: row.content_type,
      sizeBytes,
      fileName: row.file_name,
    };
  }

  private async publicUrl(workspaceId: string, item: MediaItem, until: string | null): Promise<string> {
    if (!item.mediaId) return urlOf(item);
    return this.links.addressOf(await this.rowOf(workspaceId, item.mediaId), until);
  }

  private async rowOf(workspaceId: string, id: string): Promise<MediaRow> {
    const row = await awaiting(this.repository.findStored(workspaceId, id));
    if (row === null) throw new MediaUnavailableError(`There is no medium ${id} any more.`, false);
    return row;
  }
}

function urlOf({ url }: MediaItem): string {
  if (!url) throw new MediaUnavailableError('The media item has neither an id nor an address.', false);
  return url;
}

/** Opens the file at the first read: a provider opens all media first, and some of them it never reads. */
async function* readLater(store: MediaStore, { storage_key }: MediaRow): AsyncGenerator<Uint8Array> {
  for await (const chunk of await store.read(storage_key)) yield chunk as Buffer;
}

/** Database and store may be away for a while. */
async function awaiting<T>(step: Promise<T>): Promise<T> {
  try {
    return await step;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MediaUnavailableError(`Stored media cannot be reached at the moment: ${reason}`, true);
  }
}
