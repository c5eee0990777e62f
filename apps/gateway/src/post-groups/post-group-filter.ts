import type { PostGroupStatus } from '@postern/core';
import type { Cursor } from '../http/pagination';
import {
  accountConditions,
  orderOf,
  timeConditions,
  type CommonFilter,
  type FilterSql,
} from '../posts/common-filter';

/** What a list of groups is narrowed to. */
export interface GroupFilter extends CommonFilter {
  status?: PostGroupStatus[];
}

/** The SQL of a filter over `post_groups g`. */
export function groupFilterSql(workspaceId: string, filter: GroupFilter, after: Cursor | null): FilterSql {
  const parameters: unknown[] = [];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const order = orderOf(filter, 'g');
  const where = [`g.workspace_id = ${value(workspaceId)}`, ...timeConditions(filter, 'g', value)];
  if (filter.status?.length) where.push(`g.status = any(${value(filter.status)}::text[])`);
  if (filter.clientReference !== undefined)
    where.push(`g.client_reference = ${value(filter.clientReference)}`);
  const ofPosts = accountConditions(filter, value);
  if (ofPosts.length > 0) {
    where.push(`exists (select from posts p where p.group_id = g.id and ${ofPosts.join(' and ')})`);
  }
  if (after !== null) where.push(`(${order}, g.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
  return { where: where.join(' and '), order, parameters };
}
