import { invalid } from './errors';

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** How one list orders itself and names the place where the next page begins. */
export interface Paging<T> {
  /** Unique per row; rows are sorted by it, descending, and the cursor is made of it. */
  readonly sortKey: (row: T) => string;
  readonly encode: (sortKey: string) => string;
  /** null = not a cursor of this list. */
  readonly decode: (cursor: string) => string | null;
}

export const PREFIXED_CURSOR = {
  encode: (key: string) => `cur_${Buffer.from(key).toString('base64url')}`,
  decode: (cursor: string) =>
    cursor.startsWith('cur_') ? Buffer.from(cursor.slice(4), 'base64url').toString() : null,
};

/** Projects page by base64 JSON. */
export const JSON_CURSOR = {
  encode: (key: string) => Buffer.from(JSON.stringify({ after: key })).toString('base64'),
  decode: (cursor: string): string | null => {
    try {
      const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString());
      return typeof parsed === 'object' && parsed !== null && 'after' in parsed ? String(parsed.after) : null;
    } catch {
      return null; // not JSON, hence not ours: the caller answers 422
    }
  },
};

/** Social accounts page by the literal time of the last row. */
export const TIME_CURSOR = {
  encode: (key: string) => key,
  decode: (cursor: string) => (Number.isNaN(Date.parse(cursor)) ? null : cursor),
};

interface Keyed<T> {
  readonly row: T;
  readonly key: string;
}

/** The rows with the highest keys below `after`, in descending order, without sorting all of them. */
function highest<T>(
  rows: readonly T[],
  { sortKey }: Paging<T>,
  after: string | undefined,
  count: number,
): Keyed<T>[] {
  const found: Keyed<T>[] = [];
  // The newest are at the end, and commonly the highest: then hardly any other is ever inserted.
  for (const row of rows.toReversed()) {
    const key = sortKey(row);
    if (after !== undefined && key >= after) continue;
    const lowest = found.at(-1);
    if (found.length === count && lowest !== undefined && key < lowest.key) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1]?.key ?? '') < key) place -= 1;
    found.splice(place, 0, { row, key });
    if (found.length > count) found.pop();
  }
  return found;
}

export function pageOf<T>(
  rows: readonly T[],
  paging: Paging<T>,
  cursor: string | undefined,
  limit: number,
): Page<T> {
  const after = cursor === undefined ? undefined : paging.decode(cursor);
  if (after === null) throw invalid('cursor', 'Malformed cursor.');
  const found = highest(rows, paging, after, limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > items.length && last !== undefined;
  return { items: items.map(({ row }) => row), nextCursor: more ? paging.encode(last.key) : null };
}
