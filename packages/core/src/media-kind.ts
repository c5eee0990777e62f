/** What a media item is, as far as it shows without fetching it. */
import type { MediaItem } from './content';

export type MediaKind = 'image' | 'video' | 'unknown';

const IMAGES = ['avif', 'bmp', 'gif', 'heic', 'heif', 'jpeg', 'jpg', 'png', 'tif', 'tiff', 'webp'];
const VIDEOS = ['avi', 'm4v', 'mkv', 'mov', 'mp4', 'mpeg', 'mpg', 'webm'];
const KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ...IMAGES.map((extension) => [extension, 'image'] as const),
  ...VIDEOS.map((extension) => [extension, 'video'] as const),
]);

/** By the extension in the address's path; stored media and bare addresses are `unknown` here. */
export function mediaKind(item: MediaItem): MediaKind {
  const path = (item.url ?? '').replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\/[^/]*/i, '');
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  return (extension === undefined ? undefined : KINDS.get(extension)) ?? 'unknown';
}
