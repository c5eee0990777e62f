import type { PostStatus, PublishErrorCode } from '@postern/core';
import type { Cursor } from '../http/pagination';
import {
  accountConditions,
  orderOf,
  timeConditions,
  type CommonFilter,
  type FilterSql,
} from './common-filter';

/** What a list of posts is narrowed to. */
export interface PostFilter extends CommonFilter {
  id?: string[];
  status?: PostStatus[];
  errorCode?: PublishErrorCode[];
  groupId?: string;
  connectionId?: string;
}

const EQUAL = {
  groupId: 'p.group_id',
  connectionId: 'p.connection_id',
} as const satisfies Partial<Record<keyof PostFilter, string>>;

/** The SQL of a filter over `posts p`. */
export function postFilterSql(workspaceId: string, filter: PostFilter, after: Cursor | null): FilterSql {
  const parameters: unknown[] = [];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const order = orderOf(filter, 'p');
  const where = [
    `p.workspace_id = ${value(workspaceId)}`,
    ...timeConditions(filter, 'p', value),
    ...accountConditions(filter, value),
  ];
  for (const [key, column] of Object.entries(EQUAL)) {
    const wanted = filter[key as keyof typeof EQUAL];
    if (wanted !== undefined) where.push(`${column} = ${value(wanted)}`);
  }
  if (filter.id?.length) where.push(`p.id = any(${value(filter.id)}::text[])`);
  if (filter.status?.length) where.push(`p.status = any(${value(filter.status)}::text[])`);
  if (filter.errorCode?.length) where.push(`p.error_code = any(${value(filter.errorCode)}::text[])`);
  if (filter.clientReference !== undefined) {
    where.push(
      `p.group_id in (select id from post_groups where workspace_id = $1
         and client_reference = ${value(filter.clientReference)})`,
    );
  }
  if (after !== null) where.push(`(${order}, p.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
  return { where: where.join(' and '), order, parameters };
}
