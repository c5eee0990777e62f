/** What Layers takes as media, checked before a byte is uploaded (Layers docs, create-upload-session). */
import type { MediaItem, MediaSource, OpenMedia, PublishError } from '@postern/core';
import { publishError } from '@postern/core';
import { createAddressGuard } from '@postern/provider-kit';
import { LAYERS_ID } from './layers-descriptor';
import { contentError } from './layers-errors';

const MIB = 1024 * 1024;
const LARGEST: Readonly<Record<string, number>> = {
  'video/mp4': 100 * MIB,
  'video/quicktime': 100 * MIB,
  'image/jpeg': 30 * MIB,
  'image/png': 30 * MIB,
  'image/webp': 30 * MIB,
};

export type SizedMedia = OpenMedia & { sizeBytes: number };

const publicAddresses = createAddressGuard({ allowHosts: [] });

/** Layers fetches https addresses of public hosts itself; everything else is uploaded by us. */
export function canFetch(item: MediaItem): boolean {
  if (!item.url || item.mediaId) return false;
  return item.url.startsWith('https://') && publicAddresses.check(item.url).ok;
}

/** Opens every item; an upload session must be told type and size beforehand. */
export async function openAll(source: MediaSource, items: readonly MediaItem[]): Promise<SizedMedia[]> {
  const opened: SizedMedia[] = [];
  for (const item of items) opened.push(await sized(await source.open(item)));
  return opened;
}

export function mediaProblem(media: readonly SizedMedia[]): PublishError | null {
  for (const { contentType, sizeBytes, fileName } of media) {
    const largest = LARGEST[contentType];
    if (largest === undefined)
      return contentError(`Layers does not take ${contentType} (${fileName}).`, null);
    if (sizeBytes > largest) {
      const message = `${fileName} has ${sizeBytes} bytes; Layers takes at most ${largest} of ${contentType}.`;
      return publishError({ code: 'CONTENT_TOO_LARGE', provider: LAYERS_ID, message });
    }
  }
  const videos = media.filter(({ contentType }) => contentType.startsWith('video/')).length;
  return videos > 0 && media.length > 1
    ? contentError('Layers takes one video, or one to ten images, and no mixture.', null)
    : null;
}

/** Where the source does not say the size the bytes are held in memory, up to the largest that Layers takes. */
async function sized(media: OpenMedia): Promise<SizedMedia> {
  if (media.sizeBytes !== null) return { ...media, sizeBytes: media.sizeBytes };
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of media.stream) {
    chunks.push(chunk);
    sizeBytes += chunk.byteLength;
    if (sizeBytes > 100 * MIB) break;
  }
  return { ...media, sizeBytes, stream: replay(chunks) };
}

async function* replay(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* chunks;
}
