/** Walks a list by the manifest's paging style, with a cap on pages and a guard against repeated ones. */
import { createHash } from 'node:crypto';
import type { JsonObject, PublishError } from '@postern/core';
import { openScope, type Scope } from './engine';
import { ownError, sendRead, type Call } from './exchange';
import type { ListOperation, Paging } from './manifest-schema';
import { requestOf } from './request-builder';
import { readBoolean, readNumber, readRows, readText } from './value-path';

export type PageStep =
  /** `last`: the upstream says that no page follows. `sentAt`: milliseconds, by the upstream's clock. */
  | { kind: 'rows'; rows: unknown[]; last: boolean; sentAt: number | null }
  /** The end of the walk; `complete` = the upstream has no more. */
  | { kind: 'end'; complete: boolean }
  | { kind: 'failed'; error: PublishError };

export interface ListCall extends Call {
  operation: ListOperation;
  /** Path of what tells rows apart: a page with the same rows again ends the walk. */
  rowId: string;
}

/** Always ends with `end` or `failed`. */
export async function* walkPages(call: ListCall, more: Scope = {}): AsyncGenerator<PageStep, undefined> {
  const { paging } = call.operation;
  const seen = new Set<string>();
  let page = firstPage(paging);
  for (let count = 0; count < (paging.kind === 'none' ? 1 : paging.maxPages); count += 1) {
    const fetched = await fetchPage(call, { ...more, page });
    if (fetched.kind === 'failed') {
      yield fetched;
      return;
    }
    const { rows, json } = fetched;
    const print = fingerprint(rows, call.rowId);
    if (seen.has(print)) {
      // The upstream ignores the page: only a page with room left shows that there is no more.
      yield { kind: 'end', complete: 'size' in paging && rows.length < paging.size };
      return;
    }
    seen.add(print);
    const next = nextPage(paging, page, rows.length, json);
    if (rows.length > 0) yield { kind: 'rows', rows, last: next === null, sentAt: fetched.sentAt };
    if (next === null) {
      yield { kind: 'end', complete: true };
      return;
    }
    page = next;
  }
  yield { kind: 'end', complete: false };
}

type Fetched =
  | { kind: 'page'; rows: unknown[]; json: unknown; sentAt: number | null }
  | { kind: 'failed'; error: PublishError };

async function fetchPage(call: ListCall, more: Scope): Promise<Fetched> {
  const { engine, ctx, operation, place } = call;
  const scope = openScope(engine, ctx, more);
  const verdict = await sendRead(call, await requestOf({ engine, ctx, scope, place }, operation));
  if (verdict.outcome !== 'ok') return { kind: 'failed', error: verdict.error };
  const rows = readRows(verdict.json, operation.rows);
  if (rows !== null) {
    const sentAt = Date.parse(verdict.reply.headers['date'] ?? '');
    return { kind: 'page', rows, json: verdict.json, sentAt: Number.isNaN(sentAt) ? null : sentAt };
  }
  const message = 'The list could not be read: it holds no rows where they should be.';
  return { kind: 'failed', error: ownError(engine, 'UPSTREAM_ERROR', message, verdict.reply) };
}

function firstPage(paging: Paging): JsonObject {
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
    case 'window':
      return {};
  }
}

/** The next page's scope; `null` at the end. Full or short pages say nothing: sizes are often clamped. */
function nextPage(paging: Paging, page: JsonObject, rows: number, json: unknown): JsonObject | null {
  switch (paging.kind) {
    case 'none':
      return null;
    case 'page': {
      const number = Number(page['number']);
      const total = readNumber(json, paging.totalPages);
      const hasNext = readBoolean(json, paging.hasNext);
      const pagesSeen = number - paging.first + 1;
      if (rows === 0 || hasNext === false || (total !== null && pagesSeen >= total)) return null;
      return { ...page, number: number + 1 };
    }
    case 'offset': {
      const offset = Number(page['offset']) + rows;
      const total = readNumber(json, paging.totalRows);
      return rows === 0 || (total !== null && offset >= total) ? null : { ...page, offset };
    }
    case 'next-url':
    case 'window':
      return null;
    case 'cursor': {
      const cursor = readText(json, paging.next);
      return rows === 0 || cursor === null || cursor === page['cursor'] ? null : { ...page, cursor };
    }
  }
}

function fingerprint(rows: unknown[], rowId: string): string {
  const ids = rows.map((row) => readText(row, rowId) ?? JSON.stringify(row));
  return createHash('sha256').update(JSON.stringify(ids)).digest('base64');
}
