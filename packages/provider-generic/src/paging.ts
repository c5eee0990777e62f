/** Walks a list by the manifest's paging style, with a cap on pages and a guard against repeated ones. */
import { createHash } from 'node:crypto';
import type { HttpRequest, JsonObject, PublishError } from '@postern/core';
import { openScope, type Scope } from './engine';
import { ownError, readRequest, sendRead, type Call } from './exchange';
import type { ListOperation, Paging } from './manifest-schema';
import { halvesOf, windowScope, windowsAround, type WindowPaging } from './paging-window';
import { skewOf } from './post-times';
import { readBoolean, readNumber, readPath, readRows, readText } from './value-path';

export type PageStep =
  /** `last`: the upstream says that no page follows. `skew`: see `skewOf`. */
  | { kind: 'rows'; rows: unknown[]; last: boolean; skew: number | null }
  /** The end of the walk; `complete` = the upstream has no more, of a `window` list within its windows. */
  | { kind: 'end'; complete: boolean }
  | { kind: 'failed'; error: PublishError };

export interface ListCall extends Call {
  operation: ListOperation;
  /** Path of what tells rows apart: a page with the same rows again ends the walk. */
  rowId: string;
  /**
   * Of a `window` list: the times (milliseconds) that must be covered. It is walked from the latest window to the
   * earliest, which says nothing about when its rows were made.
   */
  around?: readonly number[];
  /** What the scope's `page` holds beside what the paging style gives. */
  page?: JsonObject;
}

type OrderedPaging = Exclude<Paging, WindowPaging>;

/** Always ends with `end` or `failed`. Throws `RequestProblem` where a page cannot be asked for. */
export async function* walkPages(
  call: ListCall,
  more: Scope = {},
): AsyncGenerator<PageStep, undefined, undefined> {
  const { paging } = call.operation;
  if (paging.kind === 'window') yield* walkWindows(call, paging, more);
  else yield* walkInOrder(call, paging, more);
}

async function* walkInOrder(
  call: ListCall,
  paging: OrderedPaging,
  more: Scope,
): AsyncGenerator<PageStep, undefined, undefined> {
  const seen = new Set<string>();
  let turn: Turn = { page: firstPage(paging), address: null };
  for (let count = 0; count < (paging.kind === 'none' ? 1 : paging.maxPages); count += 1) {
    const fetched = await fetchPage(call, turn, more);
    if (fetched.kind === 'failed') return yield fetched;
    const { rows, skew } = fetched;
    if (rows.length > 0) {
      const print = fingerprint(rows, call.rowId);
      // The upstream ignores the page: only a page with room left shows that there is no more.
      if (seen.has(print)) return yield { kind: 'end', complete: hasRoom(paging, rows.length) };
      seen.add(print);
    }
    const next = nextTurn(paging, turn, fetched, seen);
    const last = 'end' in next && next.end === 'complete';
    if (rows.length > 0) yield { kind: 'rows', rows, last, skew };
    if ('foreign' in next) {
      const message = `The provider's next page is not at its own address (${next.foreign}), so it was not asked for.`;
      return yield { kind: 'failed', error: ownError(call.engine, 'UPSTREAM_ERROR', message) };
    }
    if ('end' in next) return yield { kind: 'end', complete: last };
    turn = next;
  }
  yield { kind: 'end', complete: false };
}

async function* walkWindows(
  call: ListCall,
  paging: WindowPaging,
  more: Scope,
): AsyncGenerator<PageStep, undefined, undefined> {
  const waiting = windowsAround(call.around ?? [], paging);
  if (waiting.length === 0) {
    const message = 'The list is asked for by time, and no time is known.';
    return yield { kind: 'failed', error: ownError(call.engine, 'UPSTREAM_ERROR', message) };
  }
  let whole = true;
  for (let count = 0; count < paging.maxPages; count += 1) {
    const window = waiting.shift();
    if (!window) break;
    const fetched = await fetchPage(call, { page: windowScope(window), address: null }, more);
    if (fetched.kind === 'failed') return yield fetched;
    const { rows, skew } = fetched;
    if (rows.length >= (paging.overflowAt ?? Infinity)) {
      const halves = halvesOf(window);
      if (halves) waiting.unshift(...halves);
      else whole = false;
    }
    if (rows.length > 0) yield { kind: 'rows', rows, last: whole && waiting.length === 0, skew };
  }
  yield { kind: 'end', complete: whole && waiting.length === 0 };
}

/** One page to ask for; `address` in place of the operation's own. */
interface Turn {
  page: JsonObject;
  address: URL | null;
}

type Fetched =
  | { kind: 'page'; rows: unknown[]; json: unknown; skew: number | null; asked: URL }
  | { kind: 'failed'; error: PublishError };

async function fetchPage(call: ListCall, { page, address }: Turn, more: Scope): Promise<Fetched> {
  const { engine, ctx, operation } = call;
  const scope = openScope(engine, ctx, { ...more, page: { ...call.page, ...page } });
  const own = await readRequest(call, scope);
  const request = address === null ? own : { ...own, url: address.href, query: {} };
  const askedAt = ctx.now();
  const verdict = await sendRead(call, request);
  const isEmpty = verdict.outcome === 'missing' && operation.emptyWhenMissing;
  if (verdict.outcome !== 'ok' && !isEmpty) return { kind: 'failed', error: verdict.error };
  const json: unknown = verdict.outcome === 'ok' ? verdict.json : null;
  const rows = isEmpty ? [] : readRows(json, operation.rows);
  if (rows !== null) {
    const skew = skewOf(verdict.reply?.headers ?? {}, askedAt, ctx.now());
    return { kind: 'page', rows, json, skew, asked: addressAsked(request) };
  }
  const message = 'The list could not be read: it holds no rows where they should be.';
  return { kind: 'failed', error: ownError(engine, 'UPSTREAM_ERROR', message, verdict.reply) };
}

function addressAsked({ url, query }: HttpRequest): URL {
  const asked = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of [value].flat()) asked.searchParams.append(name, String(each));
  }
  return asked;
}

function firstPage(paging: OrderedPaging): JsonObject {
  switch (paging.kind) {
    case 'none':
      return {};
    case 'page':
      return { number: paging.first, size: paging.size };
    case 'offset':
      return { offset: 0, size: paging.size };
    case 'cursor':
    case 'next-url':
      return { size: paging.size };
  }
}

type NextTurn = Turn | { end: 'complete' | 'unsure' } | { foreign: string };

const COMPLETE = { end: 'complete' } as const;
const UNSURE = { end: 'unsure' } as const;

/** Full or short pages say nothing: sizes are often clamped. */
function nextTurn(
  paging: OrderedPaging,
  { page }: Turn,
  { rows, json, asked }: Extract<Fetched, { kind: 'page' }>,
  seen: Set<string>,
): NextTurn {
  switch (paging.kind) {
    case 'none':
      return COMPLETE;
    case 'page': {
      const number = Number(page['number']);
      const total = readNumber(json, paging.totalPages);
      const hasNext = readBoolean(json, paging.hasNext);
      const pagesSeen = number - paging.first + 1;
      if (rows.length === 0 || hasNext === false || (total !== null && pagesSeen >= total)) return COMPLETE;
      return { page: { ...page, number: number + 1 }, address: null };
    }
    case 'offset': {
      const offset = Number(page['offset']) + rows.length;
      const total = readNumber(json, paging.totalRows);
      if (rows.length === 0 || (total !== null && offset >= total)) return COMPLETE;
      return { page: { ...page, offset }, address: null };
    }
    case 'cursor': {
      const hasNext = readBoolean(json, paging.hasNext);
      const cursor = readText(json, paging.next);
      if (hasNext === false) return COMPLETE;
      if (cursor === null) return hasNext === true || isOdd(json, paging.next) ? UNSURE : COMPLETE;
      if (cursor === page['cursor'] && rows.length === 0) return COMPLETE;
      return isRepeated(seen, `cursor ${cursor}`) ? UNSURE : { page: { ...page, cursor }, address: null };
    }
    case 'next-url': {
      const next = readText(json, paging.next);
      if (next === null) return isOdd(json, paging.next) ? UNSURE : COMPLETE;
      if (!URL.canParse(next, asked.href)) return UNSURE;
      const address = new URL(next, asked);
      if (address.origin !== asked.origin || address.username !== '' || address.password !== '') {
        return { foreign: address.host };
      }
      seen.add(`address ${asked.href}`);
      return isRepeated(seen, `address ${address.href}`) ? UNSURE : { page, address };
    }
  }
}

/** Neither a next page nor the word that there is none: an object, a list, `true`. */
function isOdd(json: unknown, path: string): boolean {
  const found = readPath(json, path);
  return found === true || (typeof found === 'object' && found !== null);
}

function isRepeated(seen: Set<string>, mark: string): boolean {
  if (seen.has(mark)) return true;
  seen.add(mark);
  return false;
}

function hasRoom(paging: OrderedPaging, rows: number): boolean {
  return (paging.kind === 'page' || paging.kind === 'offset') && rows < paging.size;
}

/** Rows of several targets keep their id under `group`, which in a list is the row itself. */
function fingerprint(rows: unknown[], rowId: string): string {
  const ids = rows.map(
    (row) => readText(row, rowId) ?? readText({ group: row }, rowId) ?? JSON.stringify(row),
  );
  return createHash('sha256').update(JSON.stringify(ids)).digest('base64');
}
