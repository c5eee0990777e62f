/** Puts media on a draft: one address and one upload per file, each begun and ended in the checkpoint. */
import {
  MediaUnavailableError,
  publishError,
  type MediaItem,
  type OpenMedia,
  type ProviderContext,
  type PublishError,
} from '@postern/core';
import { classifyCreate, errorFromOutcome, readWire } from '@postern/provider-kit';
import type { PostPostClient } from './postpost-client';
import { errorContext, localError, PROVIDER_ID } from './postpost-errors';
import { uploadWire } from './postpost-wire';

export type UploadResult =
  | { outcome: 'done' }
  /** The draft holds nothing of this item. */
  | { outcome: 'refused'; error: PublishError }
  /**
   * The draft may hold a media row without a file, and no call removes one: the row is bound when the
   * address is made, not when the file arrives (PostPost docs, upload-media).
   */
  | { outcome: 'spoiled'; error: PublishError };

export interface UploadTask {
  ctx: ProviderContext;
  client: PostPostClient;
  postGroupId: string;
  platform: string;
  item: MediaItem;
  /** Called before the first call that leaves a trace on the draft. */
  onStart: () => Promise<void>;
}

export async function uploadMedia(task: UploadTask): Promise<UploadResult> {
  const { ctx, client, postGroupId, platform } = task;
  const opened = await openSized(ctx, task.item, platform);
  if ('error' in opened) return { outcome: 'refused', error: opened.error };
  const { media } = opened;
  const type = /^(image|video)\//.exec(media.contentType)?.[1];
  if (type !== 'image' && type !== 'video') {
    const message = `PostPost takes images and videos, not ${media.contentType}.`;
    return {
      outcome: 'refused',
      error: localError(ctx.now(), { code: 'CONTENT_INVALID', platform, message }),
    };
  }
  await task.onStart();
  const body = { fileName: media.fileName, contentType: media.contentType, postGroupId, type } as const;
  const verdict = classifyCreate(await client.getUploadUrl(body), errorContext(ctx.now(), platform));
  if (verdict.outcome === 'rejected') return { outcome: 'refused', error: verdict.error };
  if (verdict.outcome === 'unknown') return spoiled(verdict.error);
  const uploadUrl = readWire(uploadWire, verdict.json)?.uploadUrl;
  if (!uploadUrl) {
    const message = 'PostPost gave no upload address.';
    return spoiled(localError(ctx.now(), { code: 'UPSTREAM_ERROR', platform, message }));
  }
  const put = await client.putMedia(uploadUrl, media);
  if (put.kind === 'response' && put.status >= 200 && put.status < 300) return { outcome: 'done' };
  // Storage errors (a 403 for an expired address or another content type) are XML and not about the key.
  const error = errorFromOutcome(put, { provider: PROVIDER_ID, platform, now: ctx.now() });
  if (put.kind !== 'response') return spoiled(error);
  const code = put.status === 413 ? 'CONTENT_TOO_LARGE' : 'UPSTREAM_ERROR';
  const message = 'PostPost’s storage refused the file.';
  return spoiled(publishError({ ...error, code, message, remedy: undefined }));
}

/** Nothing was scheduled yet, so a new draft may always be tried. */
function spoiled(error: PublishError): UploadResult {
  return { outcome: 'spoiled', error: { ...error, retryable: error.code !== 'CONTENT_TOO_LARGE' } };
}

/** Storage takes no body of unknown length; a source that does not tell its size is read ahead, up to this. */
const READ_AHEAD_BYTES = 64 * 1024 * 1024;

async function openSized(
  ctx: ProviderContext,
  item: MediaItem,
  platform: string,
): Promise<{ media: OpenMedia } | { error: PublishError }> {
  try {
    const media = await ctx.media.open(item);
    if (media.sizeBytes !== null) return { media };
    const bytes = await readAhead(media);
    return { media: { ...media, stream: once(bytes), sizeBytes: bytes.length } };
  } catch (error) {
    if (!(error instanceof MediaUnavailableError)) throw error;
    const code = error.retryable ? 'NETWORK_ERROR' : 'CONTENT_INVALID';
    return { error: localError(ctx.now(), { code, platform, message: error.message }) };
  }
}

async function readAhead(media: OpenMedia): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of media.stream) {
    size += chunk.length;
    if (size > READ_AHEAD_BYTES)
      throw new MediaUnavailableError(
        `The source of ${media.fileName} does not tell its size, and it is larger than 64 MiB.`,
        false,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
