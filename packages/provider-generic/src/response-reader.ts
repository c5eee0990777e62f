/** From a target's row of a reply to a snapshot, by the manifest's paths and status tables. */
import {
  EMPTY_SNAPSHOT,
  mapUpstreamCode,
  publishError,
  type JsonObject,
  type PostPart,
  type PostStatus,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
  type PublishErrorCode,
  type ReferenceData,
} from '@postern/core';
import { urlOf } from '@postern/provider-kit';
import type { Engine } from './engine';
import { deliveryCode } from './error-map';
import { ownRow, rowKinds, type OwnRow, type RowOwner } from './post-rows';
import { isSureOfTarget, readPostStatus } from './post-status';
import { RowView } from './row-view';
import { readWord, type StatusReading } from './status-map';
import { renderTemplate } from './template';
import { isJsonObject, readPath, toJson } from './value-path';

export interface PostRow {
  id: string | null;
  /** Every id under which the reply names the post, `id` first: the one that was kept may be another. */
  ids: string[];
  snapshot: ProviderSnapshot;
  /** What the reply repeats of the request; null where it does not. */
  echo: { text: string | null; account: string | null; platform: string | null; reference: string | null };
}

/** What an upstream reports about its own call to a network is not known to be safe to repeat. */
const NEVER_BY_ITSELF: readonly PublishErrorCode[] = ['UPSTREAM_ERROR', 'NETWORK_ERROR', 'TIMEOUT'];

/** `null` where the reply holds no post at all. Call it once per target of the call. */
export async function readPostReply(
  engine: Engine,
  ctx: ProviderContext,
  json: unknown,
  owner: RowOwner,
): Promise<PostRow | null> {
  const group = postRoot(engine, json);
  return group === null ? null : readPostRow(engine, ctx, group, owner);
}

/** The post in a reply, with the rows of all its targets; `null` where there is none. */
export function postRoot(engine: Engine, json: unknown): unknown {
  const group = readPath(json, engine.manifest.post.root) ?? null;
  const isPost = isJsonObject(group) || (Array.isArray(group) && rowKinds(engine).length > 0);
  return isPost ? group : null;
}

/** `requested`: the post's rows of `operations.getRows`, where they were asked for. */
export async function readPostRow(
  engine: Engine,
  ctx: ProviderContext,
  group: unknown,
  owner: RowOwner,
  requested: readonly unknown[] = [],
): Promise<PostRow> {
  const { post } = engine.manifest;
  const own = ownRow(engine, group, owner, requested);
  const { view } = own;
  const ids = view.ids(post.id);
  const reading = await readPostStatus(engine, ctx, own);
  const parts = readParts(engine, view);
  const platformPostId = view.id(post.platformPostId);
  const platformPostUrl = view.url(post.platformPostUrl);
  const isLive = reading.status === 'published';
  const echoedPlatform = view.text(post.echo.platform);
  const snapshot: ProviderSnapshot = {
    ...EMPTY_SNAPSHOT,
    status: reading.status,
    upstreamStatus: reading.word,
    providerReference: ids[0] ?? null,
    platformPostId,
    platformPostUrl: platformPostUrl ?? (isLive ? builtUrl(engine, own, owner, platformPostId) : null),
    scheduledAt: view.time(post.scheduledAt),
    attemptedAt: view.time(post.attemptedAt),
    publishedAt: view.time(post.publishedAt),
    canceledAt: view.time(post.canceledAt),
    cancelReason: view.words(post.cancelReason),
    parts: parts?.slice(1) ?? null,
    error: reading.status === 'failed' ? reportedError(engine, view, reading, parts, owner.platform) : null,
  };
  return {
    id: ids[0] ?? null,
    ids,
    snapshot: isSureOfTarget(engine, own, 'published') ? snapshot : { ...snapshot, ...NOT_LIVE },
    echo: {
      text: view.text(post.echo.text),
      account: view.text(post.echo.account),
      platform: echoedPlatform === null ? null : engine.platforms.toOurs(echoedPlatform),
      reference: view.text(post.echo.reference),
    },
  };
}

/** What a group shows of its targets together is not of the one whose row is missing. */
const NOT_LIVE = {
  platformPostId: null,
  platformPostUrl: null,
  attemptedAt: null,
  publishedAt: null,
} satisfies Partial<ProviderSnapshot>;

/**
 * What later requests need beside the id, from the reply that accepted the post (`post.data`). `at` (RFC 3339):
 * when it was to be published or, without a time, accepted; kept where posts are listed by time.
 */
export function readReferenceData(engine: Engine, json: unknown, owner: RowOwner, at: string): ReferenceData {
  const { post, operations } = engine.manifest;
  const { view } = ownRow(engine, postRoot(engine, json), owner);
  const read = Object.entries(post.data).map(([name, path]) => [name, view.id(path)] as const);
  const known = read.filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    ...Object.fromEntries(known),
    ...(operations.listPosts?.paging.kind === 'window' ? { at } : {}),
  };
}

/** The live post's address by `platforms.<name>.postUrl`, for upstreams that answer with its id alone. */
function builtUrl(
  engine: Engine,
  { row, group, account }: OwnRow,
  owner: RowOwner,
  platformPostId: string | null,
): string | null {
  const { platforms, post } = engine.manifest;
  const template = platforms[owner.platform]?.postUrl;
  if (template === undefined || (post.platformPostId !== undefined && platformPostId === null)) return null;
  const shown = toJson(row ?? group);
  const scope: JsonObject = {
    row: { ...(isJsonObject(shown) ? shown : { value: shown }), group: toJson(group) },
    account,
  };
  return urlOf(renderTemplate(template, scope, encodeURIComponent));
}

function readParts({ manifest }: Engine, row: RowView): PostPart[] | null {
  const paths = manifest.post.parts;
  const rows = paths ? row.rows(paths.rows) : null;
  // The first part is the post itself.
  if (!paths || !rows) return null;
  const table = manifest.statuses.part ?? manifest.statuses.post;
  return (
    rows
      .map((each) => new RowView(each, null, manifest.post.absent))
      .map((part, position) => ({
        index: part.number(paths.index) ?? position,
        status: readWord(table, part.word(paths.status)).status,
        platformPostId: part.id(paths.platformPostId),
        platformPostUrl: part.url(paths.platformPostUrl),
      }))
      .sort((a, b) => a.index - b.index)
      // A part that comes twice is one part.
      .filter(({ index }, position, all) => index !== all[position - 1]?.index)
  );
}

function reportedError(
  engine: Engine,
  row: RowView,
  reading: StatusReading,
  parts: PostPart[] | null,
  platform: string,
): PublishError {
  const paths = engine.manifest.post.error;
  const upstreamCode = row.code(paths.code);
  const code = failureCode(engine, reading, upstreamCode, parts);
  const said = row.boolean(paths.retryable);
  return publishError({
    code,
    ...(said === null ? {} : { retryable: said }),
    ...(NEVER_BY_ITSELF.includes(code) && said === null ? { retryable: false } : {}),
    ...(code === 'THREAD_INCOMPLETE' ? { retryable: false } : {}),
    provider: engine.providerId,
    platform,
    upstreamCode,
    upstreamMessage: row.words(paths.message),
    platformCode: row.code(paths.platformCode),
    platformHttpStatus: row.number(paths.platformHttpStatus),
    platformMessage: row.words(paths.platformMessage),
  });
}

function failureCode(
  engine: Engine,
  reading: StatusReading,
  upstreamCode: string | null,
  parts: PostPart[] | null,
): PublishErrorCode {
  const live = (status: PostStatus | null) => status === 'published';
  if (parts?.some((part) => live(part.status)) && !parts.every((part) => live(part.status))) {
    return 'THREAD_INCOMPLETE';
  }
  return reading.errorCode ?? deliveryCode(engine.manifest, upstreamCode) ?? mapUpstreamCode(upstreamCode);
}
