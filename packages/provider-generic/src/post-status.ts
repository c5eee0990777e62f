/**
 * The status of one target's post, from three sources in this order: the manifest's rules over `{ row, group,
 * account, dueIn }`, the row's word, the group's word.
 *
 * A group's final word is about a target without a row only if it is surely meant: in a call with one target the
 * group is that target; in a call with several, `failed` and `canceled` of a reply without any rows are of all,
 * and `published` needs a row. A row that is on its way (a second request) keeps `published` open in both.
 */
import { isFinal, isSuccess, type JsonObject, type PostStatus, type ProviderContext } from '@postern/core';
import { millisecondsOf } from '@postern/provider-kit';
import type { Engine } from './engine';
import { ExpressionError } from './expression';
import { rowKinds, type OwnRow } from './post-rows';
import { RowView } from './row-view';
import { isListed, readMeaning, readWord, type StatusReading } from './status-map';
import { toJson } from './value-path';

const NOTHING: StatusReading = { status: null, errorCode: null };

export interface PostStatusReading extends StatusReading {
  /** The word that was read, the row's before the group's. */
  word: string | null;
}

export async function readPostStatus(
  engine: Engine,
  ctx: ProviderContext,
  own: OwnRow,
): Promise<PostStatusReading> {
  const { post, statuses } = engine.manifest;
  const rowWord = own.found === 'own' ? own.view.word(post.status) : null;
  const groupWord = groupWordOf(own, post.groupStatus);
  const ruled = await readRules(engine, ctx, own);
  if (ruled !== 'none') return { ...sure(engine, own, ruled), word: rowWord ?? groupWord };
  if (rowWord !== null) {
    warnUnlisted(engine, ctx, statuses.post, rowWord);
    const reading = readWord(statuses.post, rowWord);
    // Only a word that is known to say nothing hands on to the group.
    if (reading.status !== null || !isListed(statuses.post, rowWord)) return { ...reading, word: rowWord };
  }
  if (groupWord === null) return { ...NOTHING, word: rowWord };
  warnUnlisted(engine, ctx, statuses.group, groupWord);
  const reading = sure(engine, own, readWord(statuses.group, groupWord));
  return { ...reading, word: reading.status === null ? (rowWord ?? groupWord) : groupWord };
}

/** The path may name the group or be meant in it. */
function groupWordOf({ group }: OwnRow, path: string | undefined): string | null {
  return new RowView({ group }, null).word(path) ?? new RowView(group, null).word(path);
}

/** Whether what the group says of `status` is surely of this target. */
export function isSureOfTarget(engine: Engine, { found }: OwnRow, status: PostStatus): boolean {
  if (found === 'own' || !isFinal(status)) return true;
  const single = engine.manifest.submission.targets === 'one';
  const awaited = rowKinds(engine).some(({ kind }) => kind === 'request');
  if (isSuccess(status)) return single && !awaited;
  return single || found === 'none';
}

function sure(engine: Engine, own: OwnRow, reading: StatusReading): StatusReading {
  return reading.status === null || isSureOfTarget(engine, own, reading.status) ? reading : NOTHING;
}

async function readRules(
  engine: Engine,
  ctx: ProviderContext,
  { row, group, account, view }: OwnRow,
): Promise<StatusReading | 'none'> {
  const { rules } = engine.manifest.statuses;
  if (rules.length === 0) return 'none';
  const shown: JsonObject = row === undefined ? {} : { row: toJson(row) };
  const input = { account, ...shown, group: toJson(group), ...dueIn(engine, ctx, view) };
  try {
    for (const [index, rule] of rules.entries()) {
      const fits = await engine.expressions.isTrue(rule.when, `statuses.rules.${index}.when`, input);
      if (fits) return readMeaning(rule.is);
    }
    return 'none';
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // Without its rules a word may mean two things, so it means nothing.
    ctx.logger.warn('A status rule of the manifest failed on a reply.', { problem: error.message });
    return NOTHING;
  }
}

/** Absent where the post shows no time of its own. */
function dueIn({ manifest }: Engine, ctx: ProviderContext, view: RowView): JsonObject {
  const at = millisecondsOf(view.time(manifest.post.scheduledAt));
  return at === null ? {} : { dueIn: Math.round((at - ctx.now()) / 1_000) };
}

function warnUnlisted(
  engine: Engine,
  ctx: ProviderContext,
  table: Record<string, unknown>,
  word: string,
): void {
  if (isListed(table, word)) return;
  ctx.logger.warn('The upstream uses a status word that its manifest does not list.', {
    provider: engine.providerId,
    word,
  });
}
