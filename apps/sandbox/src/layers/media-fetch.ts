import { digestOf } from '../frame/digest';
import { invalid } from './errors';
import type { LayersSettings } from './options';

export interface FetchedMedia {
  readonly contentType: string;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
}

export const MEDIA_TYPES = ['video/mp4', 'video/quicktime', 'image/jpeg', 'image/png', 'image/webp'];
const MEGABYTE = 1024 * 1024;
const EXTENSIONS: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};
const TIMEOUT_MS = 10_000;

export function kindOf(contentType: string): 'video' | 'image' {
  return contentType.startsWith('video/') ? 'video' : 'image';
}

/** 100 MB for video, 30 MB for images (Layers docs, upload finished content). */
export function sizeCap(contentType: string): number {
  return (kindOf(contentType) === 'video' ? 100 : 30) * MEGABYTE;
}

/** Fetches as the real service does before it answers; `422 VALIDATION` names the entry that fails. */
export async function fetchMedia(url: string, path: string, settings: LayersSettings): Promise<FetchedMedia> {
  if (settings.httpsOnly && !url.startsWith('https:')) throw invalid(path, 'Must be https.');
  if (!settings.fetchMedia) return byExtension(url, path);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw invalid(path, `Could not be fetched: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const bytes = await response.arrayBuffer();
  if (!response.ok) throw invalid(path, `Could not be fetched: HTTP ${response.status}.`);
  const contentType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  if (!MEDIA_TYPES.includes(contentType)) throw invalid(path, `Media type ${contentType} is not supported.`);
  if (bytes.byteLength > sizeCap(contentType)) throw invalid(path, 'The file is too large.');
  return { contentType, ...(await digestOf([new Uint8Array(bytes)])) };
}

function byExtension(url: string, path: string): FetchedMedia {
  const contentType = EXTENSIONS[new URL(url).pathname.split('.').pop()?.toLowerCase() ?? ''];
  if (contentType === undefined) throw invalid(path, 'Media type is not supported.');
  return { contentType, sizeBytes: null, sha256: null };
}
