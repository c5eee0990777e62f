/** Keyset pages: newest first, by creation time and then id, bound to the filters they were started with. */
import { createHash } from 'node:crypto';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { canonicalJson } from './canonical-json';
import { isInstant } from './is-instant';
import { problem } from './problem';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;

/** Digits become a number; `Number` would also read `1e1`, `0x10` and nothing at all. */
const WholeNumber = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  );

/** Of a list whose usual page is as long as what was asked for. */
export class CursorQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT })
  @IsOptional()
  @WholeNumber()
  @IsInt({ message: 'limit must be a whole number' })
  @Min(1)
  @Max(MAX_LIMIT)
  limit?: number;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before; valid for the same filters only.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

/** Base of the query DTO of every other list. */
export class PageQuery extends CursorQuery {
  override limit: number = DEFAULT_LIMIT;
}

export interface Page<T> {
  items: T[];
  /** `null` on the last page. */
  nextCursor: string | null;
}

/** Where the page before ended. `at` has the database's microseconds, as text. */
export interface Cursor {
  at: string;
  id: string;
}

/**
 * Short name of a set of filters: equal filters, equal hash, in whatever order and how often a value is named; a
 * filter that is undefined does not count.
 */
export function filterHash(filters: object): string {
  return createHash('sha256')
    .update(canonicalJson(asSets(filters)))
    .digest('base64url')
    .slice(0, 16);
}

function asSets(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value as unknown[])].sort();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asSets(member)]));
}

export function encodeCursor(cursor: Cursor, hash: string): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id, hash])).toString('base64url');
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

/**
 * `null` for the first page.
 *
 * @throws ProblemError VALIDATION where the cursor is not ours, or belongs to other filters
 */
export function decodeCursor(cursor: string | undefined, hash: string): Cursor | null {
  if (cursor === undefined) return null;
  const parts = readCursor(cursor);
  if (!parts) throw badCursor('invalid', 'The cursor was not issued by this API.');
  const [at, id, boundTo] = parts;
  if (boundTo !== hash) throw badCursor('filters', 'The cursor belongs to a list with other filters.');
  return { at, id };
}

/**
 * Cuts `limit + 1` rows to a page.
 *
 * @param rows one more than `limit` where there is a further page
 * @param position of a row, in the order of the list
 */
export function toPage<Row, T>(
  rows: readonly Row[],
  query: { limit: number; hash: string },
  position: (row: Row) => Cursor,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: more ? encodeCursor(position(last), query.hash) : null,
  };
}

/** SQL that turns a timestamptz into the text of `Cursor.at`, without losing microseconds. */
export function cursorTime(column: string): string {
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

function readCursor(cursor: string): [string, string, string] | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [at, id, hash] = value as unknown[];
  if (typeof at !== 'string' || typeof id !== 'string' || typeof hash !== 'string') return null;
  const valid = INSTANT.test(at) && isInstant(at) && /^[a-z0-9_]{1,64}$/.test(id);
  return valid ? [at, id, hash] : null;
}

export function badCursor(rule: 'invalid' | 'filters', message: string) {
  return problem.validation([{ path: 'cursor', rule: `cursor.${rule}`, message }]);
}
