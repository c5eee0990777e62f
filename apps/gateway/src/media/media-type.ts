/** Which files are media, judged by their bytes alone: what a sender declares may be wrong, or a lie. */
import { fileTypeFromBuffer } from 'file-type/core';

/** Bytes from the beginning that tell every type below (file-type, `reasonableDetectionSizeInBytes`). */
export const HEAD_BYTES = 4100;

export interface MediaType {
  contentType: string;
  /** Of the stored file, without a dot. */
  extension: string;
}

/** By the type that the bytes tell; the names on the right are the registered ones, as providers know them. */
const MEDIA_TYPES: Readonly<Record<string, MediaType>> = {
  'image/jpeg': { contentType: 'image/jpeg', extension: 'jpg' },
  'image/png': { contentType: 'image/png', extension: 'png' },
  'image/apng': { contentType: 'image/apng', extension: 'png' },
  'image/gif': { contentType: 'image/gif', extension: 'gif' },
  'image/webp': { contentType: 'image/webp', extension: 'webp' },
  'image/avif': { contentType: 'image/avif', extension: 'avif' },
  'image/heic': { contentType: 'image/heic', extension: 'heic' },
  'image/heif': { contentType: 'image/heif', extension: 'heif' },
  'image/bmp': { contentType: 'image/bmp', extension: 'bmp' },
  'image/tiff': { contentType: 'image/tiff', extension: 'tiff' },
  'video/mp4': { contentType: 'video/mp4', extension: 'mp4' },
  'video/x-m4v': { contentType: 'video/mp4', extension: 'mp4' },
  'video/quicktime': { contentType: 'video/quicktime', extension: 'mov' },
  'video/webm': { contentType: 'video/webm', extension: 'webm' },
  'video/matroska': { contentType: 'video/matroska', extension: 'mkv' },
  'video/x-matroska': { contentType: 'video/matroska', extension: 'mkv' },
  'video/vnd.avi': { contentType: 'video/vnd.avi', extension: 'avi' },
  'video/mpeg': { contentType: 'video/mpeg', extension: 'mpg' },
  'video/3gpp': { contentType: 'video/3gpp', extension: '3gp' },
};

export type Sniffed = { ok: true; type: MediaType } | { ok: false; found: string | null };

/** @param head the first `HEAD_BYTES`, or all of a smaller file */
export async function sniffMedia(head: Uint8Array): Promise<Sniffed> {
  const found = (await fileTypeFromBuffer(head))?.mime ?? null;
  const type = found === null ? undefined : MEDIA_TYPES[found];
  return type === undefined ? { ok: false, found } : { ok: true, type };
}
