/** Hands media over by address where the upstream fetches it, else by the manifest's upload recipe. */
import {
  mediaKind,
  MediaUnavailableError,
  publishError,
  type HttpRequest,
  type JsonObject,
  type MediaItem,
  type OpenMedia,
  type ProviderContext,
  type PublishError,
} from '@postern/core';
import { headerScope, openScope, type Engine } from './engine';
import { ownError, sendWrite } from './exchange';
import type { CreateOperation, UploadStep } from './manifest-schema';
import { takesFiles } from './post-files';
import { typeOfMime, type CarriedMedia } from './post-scope';
import { addressOf, RequestProblem } from './request-builder';
import { renderEntries } from './template';
import { readId, readUrl, toJson } from './value-path';

export type CarryResult = { ok: true; media: CarriedMedia } | { ok: false; error: PublishError };

/** An upload that fails publishes nothing, so each failure here is a refusal, often worth another try. */
export async function carryMedia(
  engine: Engine,
  ctx: ProviderContext,
  item: MediaItem,
  account: JsonObject,
  until: string | null,
  /** The draft that the media are put on. */
  ref: JsonObject | null = null,
): Promise<CarryResult> {
  try {
    const { byUrl, upload: recipe } = engine.manifest.media;
    if (!byUrl && !recipe && takesFiles(engine.manifest))
      return { ok: true, media: await asBytes(ctx, item) };
    // Stored media are sent as they are where the upstream takes bytes, and else need a public address.
    if (byUrl && (item.url || !recipe)) return { ok: true, media: await byAddress(ctx, item, until) };
    return await upload(engine, ctx, item, ref === null ? { account } : { account, ref });
  } catch (error) {
    if (error instanceof MediaUnavailableError) {
      const code = error.retryable ? 'NETWORK_ERROR' : 'CONTENT_INVALID';
      const message = `A media item cannot be had: ${error.message}`;
      return { ok: false, error: publishError({ code, message, provider: engine.providerId }) };
    }
    if (error instanceof RequestProblem) {
      return { ok: false, error: ownError(engine, 'CONNECTION_DISABLED', error.message) };
    }
    throw error;
  }
}

/** Media that the chosen create takes in no form, in a sentence; `null` where all are well. */
export function strandedMedia(
  { manifest }: Engine,
  { files }: CreateOperation,
  media: readonly CarriedMedia[],
): string | null {
  const stranded = media.find(
    ({ id, url, type }) =>
      id === undefined &&
      url === undefined &&
      !files?.some((field) => field.type === undefined || field.type === type),
  );
  if (stranded === undefined) return null;
  return `${manifest.name} does not take ${stranded.mimeType ?? stranded.type ?? 'such'} media with this post.`;
}

/** The bytes go out with the post itself; until then only the kind counts. */
async function asBytes(ctx: ProviderContext, item: MediaItem): Promise<CarriedMedia> {
  const kind = mediaKind(item);
  return { ...(kind === 'unknown' ? typed(await sniff(ctx, item)) : { type: kind }), ...altText(item) };
}

async function byAddress(ctx: ProviderContext, item: MediaItem, until: string | null): Promise<CarriedMedia> {
  const kind = mediaKind(item);
  const where = { url: item.url ?? (await ctx.media.publicUrl(item, until)), ...altText(item) };
  return kind === 'unknown' ? { ...where, ...typed(await sniff(ctx, item)) } : { ...where, type: kind };
}

/** Opens the item only to learn what it is. */
async function sniff(ctx: ProviderContext, item: MediaItem): Promise<string> {
  const open = await ctx.media.open(item);
  await open.stream[Symbol.asyncIterator]().return?.();
  return open.contentType;
}

async function upload(
  engine: Engine,
  ctx: ProviderContext,
  item: MediaItem,
  owner: JsonObject,
): Promise<CarryResult> {
  const recipe = engine.manifest.media.upload;
  if (!recipe) {
    const message = `${engine.manifest.name} takes media by public address only.`;
    return { ok: false, error: ownError(engine, 'CONTENT_INVALID', message) };
  }
  const file = await ctx.media.open(item);
  const replies: JsonObject = {};
  const scopeOf = () => ({
    ...owner,
    upload: {
      ...replies,
      contentType: file.contentType,
      fileName: file.fileName,
      ...(file.sizeBytes === null ? {} : { sizeBytes: file.sizeBytes }),
    },
  });
  for (const [index, step] of recipe.steps.entries()) {
    const place = `media.upload.steps.${index}`;
    const scope = openScope(engine, ctx, scopeOf());
    const request = await stepRequest({ engine, ctx, scope, place, step, file });
    const call = {
      engine,
      ctx,
      operation: { method: step.method, path: '/', encoding: 'json' as const },
      place,
    };
    const verdict = await sendWrite(call, request, { bodyOptional: true });
    if (verdict.outcome === 'accepted') replies[step.as] = toJson(verdict.json);
    else if (!step.optional) return { ok: false, error: uploadError(verdict.error) };
  }
  const id = readId(replies, recipe.id);
  const url = readUrl(replies, recipe.url);
  // Media that are put on a draft need no name.
  if (id === null && url === null && (recipe.id !== undefined || recipe.url !== undefined)) {
    return { ok: false, error: ownError(engine, 'UPSTREAM_ERROR', 'The upload gave no media id.') };
  }
  const where = { ...(id === null ? {} : { id }), ...(url === null ? {} : { url }) };
  return { ok: true, media: { ...where, ...typed(file.contentType), ...altText(item) } };
}

interface StepInput {
  engine: Engine;
  ctx: ProviderContext;
  scope: JsonObject;
  place: string;
  step: UploadStep;
  file: OpenMedia;
}

async function stepRequest({ engine, ctx, scope, place, step, file }: StepInput): Promise<HttpRequest> {
  const foreign = readUrl(scope, step.address);
  if (step.address !== undefined && foreign === null) {
    throw new RequestProblem(`${place}.address finds no address in what the upstream answered.`);
  }
  // A presigned address is somebody else's: it gets no key and pays no budget.
  const headers =
    foreign === null
      ? renderEntries(
          { ...engine.manifest.transport.headers, ...step.headers },
          headerScope(engine, ctx, scope),
        )
      : renderEntries(step.headers, scope);
  return {
    method: step.method,
    url: foreign ?? addressOf(engine, step.path ?? '/', scope, place),
    headers,
    ...(await stepBody(engine, step, scope, place, file)),
    timeoutMs: step.timeoutMs,
    budget: foreign === null ? 'write' : 'none',
  };
}

async function stepBody(
  engine: Engine,
  { body }: UploadStep,
  scope: JsonObject,
  place: string,
  file: OpenMedia,
): Promise<Pick<HttpRequest, 'body'>> {
  switch (body.kind) {
    case 'none':
      return {};
    case 'bytes':
      return { body: { kind: 'media', media: file } };
    case 'multipart': {
      const fields = Object.entries(renderEntries(body.fields, scope));
      return { body: { kind: 'multipart', fields, files: [{ name: body.file, media: file }] } };
    }
    case 'json': {
      const value = await engine.expressions.evaluate(body.value, `${place}.body.value`, scope);
      return { body: { kind: 'json', value: value ?? {} } };
    }
  }
}

/** Nothing was published, so a doubtful upload may be repeated. */
function uploadError(error: PublishError): PublishError {
  const doubtful = error.category === 'network' || error.category === 'upstream';
  return publishError({
    ...error,
    retryable: error.retryable || (doubtful && error.code !== 'UPSTREAM_REJECTED'),
    message: 'A media item could not be handed to the provider; nothing was published.',
  });
}

function typed(mimeType: string): Pick<CarriedMedia, 'type' | 'mimeType'> {
  const type = typeOfMime(mimeType);
  return { mimeType, ...(type === undefined ? {} : { type }) };
}

function altText({ altText }: MediaItem): Pick<CarriedMedia, 'altText'> {
  return altText ? { altText } : {};
}
