import { preparedShape } from '../database/prepared';
import { DEFAULT_LIMIT, MAX_LIMIT, type Cursor } from '../http/pagination';

/** Filters that the lists of groups and of posts share. Times are RFC 3339. */
export interface CommonFilter {
  accountId?: string;
  provider?: string;
  platform?: string;
  clientReference?: string;
  since?: string;
  until?: string;
  createdSince?: string;
  createdUntil?: string;
  sort?: 'createdAt' | 'dueAt';
}

/** Adds a value to a statement's parameters and answers its placeholder. */
export type Placeholder = (parameter: unknown) => string;

/** The SQL of a filter; its values travel as parameters, never in the text. */
export interface FilterSql {
  where: string;
  /** The column or expression by which the list is ordered, newest first. */
  order: string;
  parameters: unknown[];
}

/**
 * A page without filters, of a usual size, is planned once: planning takes as long as reading it. With filters the best
 * plan depends on their values.
 */
export function preparedPage(
  list: string,
  sql: string,
  filter: CommonFilter,
  after: Cursor | null,
  limit: number,
): string {
  const { sort = 'createdAt', ...filters } = filter;
  const isFiltered = Object.values(filters).some((wanted) => wanted !== undefined);
  if (isFiltered || (limit !== DEFAULT_LIMIT && limit !== MAX_LIMIT)) return sql;
  return preparedShape(`list_${list}_${sort}_${limit}_${after === null ? 'first' : 'further'}`, sql);
}

/** By creation, or by when it is due: the scheduled time, else the moment of acceptance. */
export function orderOf(filter: CommonFilter, table: string): string {
  return `${table}.${filter.sort === 'dueAt' ? 'due_at' : 'created_at'}`;
}

/**
 * `since` and `until` speak of the scheduled time; both bounds are inclusive. What is scheduled is due then: said
 * once more in these words, so that the index by that can be used.
 */
export function timeConditions(filter: CommonFilter, table: string, value: Placeholder): string[] {
  const bounds = [
    [filter.since, [`${table}.scheduled_at`, `${table}.due_at`], '>='],
    [filter.until, [`${table}.scheduled_at`, `${table}.due_at`], '<='],
    [filter.createdSince, [`${table}.created_at`], '>='],
    [filter.createdUntil, [`${table}.created_at`], '<='],
  ] as const;
  return bounds.flatMap(([time, columns, comparison]) => {
    if (time === undefined) return [];
    // In UTC: Postgres takes no offset beyond 16 hours, RFC 3339 does.
    const bound = `${value(new Date(time).toISOString())}::timestamptz`;
    return columns.map((column) => `${column} ${comparison} ${bound}`);
  });
}

/**
 * Of `posts p`. Provider and platform are those of the account for ever: said once more by accounts, so that what
 * is rare is found by their index, and what is frequent by walking the list.
 */
export function accountConditions(filter: CommonFilter, value: Placeholder): string[] {
  const { accountId, provider, platform } = filter;
  const conditions = accountId === undefined ? [] : [`p.account_id = ${value(accountId)}`];
  const asked = { provider, platform };
  for (const column of ['provider', 'platform'] as const) {
    const wanted = asked[column];
    if (wanted === undefined) continue;
    const given = value(wanted);
    conditions.push(
      `p.${column} = ${given}`,
      `p.account_id = any(array(select id from accounts where workspace_id = $1 and ${column} = ${given}))`,
    );
  }
  return conditions;
}
