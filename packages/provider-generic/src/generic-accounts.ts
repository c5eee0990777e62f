/** The accounts that a connection can reach, and the proof that its credentials work. */
import {
  ProviderCallError,
  type ConnectionCheck,
  type JsonObject,
  type ProviderAccount,
  type ProviderContext,
} from '@postern/core';
import { openScope, type Engine } from './engine';
import { ask, ownError } from './exchange';
import { walkPages } from './paging';
import { RequestProblem } from './request-builder';
import { renderEntries } from './template';
import { readId, readText, readTime, readUrl, readWords, toJson, wordKey } from './value-path';

export async function checkConnection(engine: Engine, ctx: ProviderContext): Promise<ConnectionCheck> {
  const operation = engine.manifest.operations.check;
  const place = 'operations.check';
  try {
    const scope = openScope(engine, ctx);
    const verdict = await ask({ engine, ctx, operation, place }, scope);
    if (verdict.outcome !== 'ok') return { ok: false, error: verdict.error };
    return { ok: true, identity: readWords(verdict.json, operation.identity), details: {} };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { ok: false, error: ownError(engine, 'CONNECTION_DISABLED', error.message) };
  }
}

/** Throws `ProviderCallError` where the upstream refuses. */
export async function* listAccounts(engine: Engine, ctx: ProviderContext): AsyncGenerator<ProviderAccount> {
  const operation = engine.manifest.operations.listAccounts;
  const place = 'operations.listAccounts';
  try {
    for await (const scope of scopesOf(engine, ctx)) {
      for await (const row of rowsOf(
        { engine, ctx, operation, place, rowId: operation.row.reference },
        { scope },
      )) {
        const account = readAccount(engine, ctx, row, scope);
        if (account) yield account;
      }
    }
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    throw new ProviderCallError(ownError(engine, 'CONNECTION_DISABLED', error.message));
  }
}

/** The places to look in: fixed by the connection, walked, or the one and only. */
async function* scopesOf(engine: Engine, ctx: ProviderContext): AsyncGenerator<JsonObject> {
  const { within } = engine.manifest.operations.listAccounts;
  if (!within) {
    yield {};
    return;
  }
  const names = Object.keys(within.bind);
  const fixed = renderEntries(within.fixed, openScope(engine, ctx));
  if (names.every((name) => fixed[name] !== undefined)) {
    yield fixed;
    return;
  }
  const rowId = Object.values(within.bind)[0] ?? 'id';
  const call = { engine, ctx, operation: within, place: 'operations.listAccounts.within', rowId };
  for await (const row of rowsOf(call, {})) {
    const values = Object.entries(within.bind).map(([name, path]) => [name, readId(row, path)] as const);
    const known = values.filter((entry): entry is [string, string] => entry[1] !== null);
    if (known.length === names.length) yield Object.fromEntries(known);
  }
}

async function* rowsOf(call: Parameters<typeof walkPages>[0], more: JsonObject): AsyncGenerator<unknown> {
  for await (const step of walkPages(call, more)) {
    if (step.kind === 'failed') throw new ProviderCallError(step.error);
    if (step.kind === 'rows') yield* step.rows;
  }
}

function readAccount(
  engine: Engine,
  ctx: ProviderContext,
  row: unknown,
  scope: JsonObject,
): ProviderAccount | null {
  const { row: paths, statuses, data } = engine.manifest.operations.listAccounts;
  const reference = readId(row, paths.reference);
  const platform = readId(row, paths.platform);
  if (reference === null || platform === null) return null;
  const handle = readWords(row, paths.handle);
  const known = { reference, ...(handle === null ? {} : { handle }) };
  return {
    reference,
    platform: engine.platforms.toOurs(platform),
    handle,
    displayName: readWords(row, paths.displayName),
    avatarUrl: readUrl(row, paths.avatarUrl),
    status: accountStatus(statuses, readText(row, paths.status)),
    tokenExpiresAt: readTime(row, paths.tokenExpiresAt),
    lastSuccessAt: readTime(row, paths.lastSuccessAt),
    data: renderEntries(data, openScope(engine, ctx, { scope, account: known, row: toJson(row) })),
  };
}

/** An account that is listed without a bad word is taken as usable; the upstream refuses it if it is not. */
function accountStatus(
  table: Record<string, ProviderAccount['status']>,
  word: string | null,
): ProviderAccount['status'] {
  if (word === null) return 'connected';
  const listed = Object.entries(table).find(([each]) => wordKey(each) === wordKey(word));
  return listed?.[1] ?? 'connected';
}
