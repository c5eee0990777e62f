/** Media that go along with a post as bytes: opened anew for each sending, and closed where nothing is sent. */
import {
  mediaKind,
  MediaUnavailableError,
  type HttpRequest,
  type MediaItem,
  type OpenMedia,
  type PostContent,
  type ProviderContext,
} from '@postern/core';
import type { CreateOperation, Manifest } from './manifest-schema';
import { typeOfMime } from './post-scope';
import { RequestProblem, type BodyFile } from './request-builder';

/** Whether any form of the create takes bytes, so that media need no other way to the upstream. */
export function takesFiles({ operations }: Manifest): boolean {
  const { files, variants } = operations.createPost;
  return files !== undefined || variants.some((variant) => variant.files !== undefined);
}

export function mediaOf({ media, thread }: PostContent): MediaItem[] {
  return [...media, ...thread.flatMap((part) => part.media ?? [])];
}

/**
 * The post's media in their order, each under the first field that takes its type. Throws `RequestProblem`, with
 * everything closed again, where one cannot be had or has no field: a post without it is not what was asked for.
 */
export async function openFiles(
  ctx: ProviderContext,
  { files: fields }: CreateOperation,
  content: PostContent,
): Promise<BodyFile[]> {
  if (fields === undefined) return [];
  const opened: BodyFile[] = [];
  try {
    for (const item of mediaOf(content)) {
      const media = await ctx.media.open(item);
      const type = openType(item, media);
      const field = fields.find((each) => each.type === undefined || each.type === type)?.field;
      opened.push({ name: field ?? '', media });
      if (field === undefined) {
        throw new RequestProblem(`The provider takes no ${media.contentType} here.`, 'CONTENT_INVALID');
      }
    }
    return opened;
  } catch (error) {
    await closeFiles(opened.map(({ media }) => media));
    if (error instanceof MediaUnavailableError) throw unavailable(error);
    throw error;
  }
}

export function unavailable({ message, retryable }: MediaUnavailableError): RequestProblem {
  const code = retryable ? 'NETWORK_ERROR' : 'CONTENT_INVALID';
  return new RequestProblem(`A media item cannot be had: ${message}`, code, retryable);
}

/** For requests that were not sent: nobody else would end their streams. */
export async function closeBody({ body }: HttpRequest): Promise<void> {
  if (body?.kind === 'media') await closeFiles([body.media]);
  if (body?.kind === 'multipart') await closeFiles(body.files.map(({ media }) => media));
}

/** By the address, as content rules see it, else by what the bytes are. */
function openType(item: MediaItem, { contentType }: OpenMedia): 'image' | 'video' | undefined {
  const kind = mediaKind(item);
  return kind === 'unknown' ? typeOfMime(contentType) : kind;
}

async function closeFiles(files: OpenMedia[]): Promise<void> {
  for (const { stream } of files) await stream[Symbol.asyncIterator]().return?.();
}
