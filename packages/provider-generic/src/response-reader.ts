/** From a row of a reply to a snapshot, by the manifest's paths and status table. */
import {
  EMPTY_SNAPSHOT,
  mapUpstreamCode,
  publishError,
  type PostPart,
  type PostStatus,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
  type PublishErrorCode,
} from '@postern/core';
import type { Engine } from './engine';
import { deliveryCode } from './error-map';
import { ExpressionError } from './expression';
import { isListed, readMeaning, readWord, type StatusReading } from './status-map';
import {
  isJsonObject,
  readBoolean,
  readCode,
  readId,
  readNumber,
  readPath,
  readRows,
  readText,
  readTime,
  readUrl,
  readWords,
  toJson,
} from './value-path';

export interface PostRow {
  id: string | null;
  snapshot: ProviderSnapshot;
  /** What the reply repeats of the request; null where it does not. */
  echo: { text: string | null; account: string | null; platform: string | null };
}

/** What an upstream reports about its own call to a network is not known to be safe to repeat. */
const NEVER_BY_ITSELF: readonly PublishErrorCode[] = ['UPSTREAM_ERROR', 'NETWORK_ERROR', 'TIMEOUT'];

/** `null` where the reply holds no post at all. `platform` is ours. */
export async function readPostReply(
  engine: Engine,
  ctx: ProviderContext,
  json: unknown,
  platform: string | null,
): Promise<PostRow | null> {
  const row = readPath(json, engine.manifest.post.root);
  return isJsonObject(row) ? readPostRow(engine, ctx, row, platform) : null;
}

export async function readPostRow(
  engine: Engine,
  ctx: ProviderContext,
  row: unknown,
  platform: string | null,
): Promise<PostRow> {
  const { post } = engine.manifest;
  const id = readId(row, post.id);
  const upstreamStatus = readWords(row, post.status);
  const reading = await readStatus(engine, ctx, row, upstreamStatus);
  const parts = readParts(engine, row);
  const echoedPlatform = readText(row, post.echo.platform);
  return {
    id,
    snapshot: {
      ...EMPTY_SNAPSHOT,
      status: reading.status,
      upstreamStatus,
      providerReference: id,
      platformPostId: readId(row, post.platformPostId),
      platformPostUrl: readUrl(row, post.platformPostUrl),
      scheduledAt: readTime(row, post.scheduledAt),
      attemptedAt: readTime(row, post.attemptedAt),
      publishedAt: readTime(row, post.publishedAt),
      canceledAt: readTime(row, post.canceledAt),
      cancelReason: readWords(row, post.cancelReason),
      parts: parts?.slice(1) ?? null,
      error: reading.status === 'failed' ? reportedError(engine, row, reading, parts, platform) : null,
    },
    echo: {
      text: readText(row, post.echo.text),
      account: readText(row, post.echo.account),
      platform: echoedPlatform === null ? null : engine.platforms.toOurs(echoedPlatform),
    },
  };
}

async function readStatus(
  engine: Engine,
  ctx: ProviderContext,
  row: unknown,
  word: string | null,
): Promise<StatusReading> {
  const { statuses } = engine.manifest;
  try {
    for (const [index, rule] of statuses.rules.entries()) {
      const input = { row: toJson(row) };
      const fits = await engine.expressions.isTrue(rule.when, `statuses.rules.${index}.when`, input);
      if (fits) return readMeaning(rule.is);
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // Without its rules a word may mean two things, so it means nothing.
    ctx.logger.warn('A status rule of the manifest failed on a reply.', { problem: error.message });
    return { status: null, errorCode: null };
  }
  if (word !== null && !isListed(statuses.post, word)) {
    ctx.logger.warn('The upstream uses a status word that its manifest does not list.', {
      provider: engine.providerId,
      word,
    });
  }
  return readWord(statuses.post, word);
}

function readParts({ manifest }: Engine, row: unknown): PostPart[] | null {
  const paths = manifest.post.parts;
  const rows = paths ? readRows(row, paths.rows) : null;
  // The first part is the post itself.
  if (!paths || !rows) return null;
  const table = manifest.statuses.part ?? manifest.statuses.post;
  return (
    rows
      .map((part, position) => ({
        index: readNumber(part, paths.index) ?? position,
        status: readWord(table, readText(part, paths.status)).status,
        platformPostId: readId(part, paths.platformPostId),
        platformPostUrl: readUrl(part, paths.platformPostUrl),
      }))
      .sort((a, b) => a.index - b.index)
      // A part that comes twice is one part.
      .filter(({ index }, position, all) => index !== all[position - 1]?.index)
  );
}

function reportedError(
  engine: Engine,
  row: unknown,
  reading: StatusReading,
  parts: PostPart[] | null,
  platform: string | null,
): PublishError {
  const paths = engine.manifest.post.error;
  const upstreamCode = readCode(row, paths.code);
  const code = failureCode(engine, reading, upstreamCode, parts);
  const said = readBoolean(row, paths.retryable);
  return publishError({
    code,
    ...(said === null ? {} : { retryable: said }),
    ...(NEVER_BY_ITSELF.includes(code) && said === null ? { retryable: false } : {}),
    ...(code === 'THREAD_INCOMPLETE' ? { retryable: false } : {}),
    provider: engine.providerId,
    platform,
    upstreamCode,
    upstreamMessage: readWords(row, paths.message),
    platformCode: readCode(row, paths.platformCode),
    platformHttpStatus: readNumber(row, paths.platformHttpStatus),
    platformMessage: readWords(row, paths.platformMessage),
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
