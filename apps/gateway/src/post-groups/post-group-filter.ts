import type { PostGroupStatus } from '@postern/core';
import type { Cursor } from '../http/pagination';

/** What a list of groups is narrowed to. Times are RFC 3339. */
export interface GroupFilter {
  status?: PostGroupStatus[];
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

export interface FilterSql {
  where: string;
  /** The column or expression by which the list is ordered, newest first. */
  order: string;
  parameters: unknown[];
}

/** The SQL of a filter over `post_groups g`. Values travel as parameters, never in the text. */
export function groupFilterSql(workspaceId: string, filter: GroupFilter, after: Cursor | null): FilterSql {
  const parameters: unknown[] = [];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const order = filter.sort === 'dueAt' ? 'coalesce(g.scheduled_at, g.created_at)' : 'g.created_at';
  const where = [`g.workspace_id = ${value(workspaceId)}`];
  if (filter.status?.length) where.push(`g.status = any(${value(filter.status)}::text[])`);
  if (filter.clientReference !== undefined)
    where.push(`g.client_reference = ${value(filter.clientReference)}`);
  if (filter.since !== undefined) where.push(`g.scheduled_at >= ${value(filter.since)}::timestamptz`);
  if (filter.until !== undefined) where.push(`g.scheduled_at <= ${value(filter.until)}::timestamptz`);
  if (filter.createdSince !== undefined)
    where.push(`g.created_at >= ${value(filter.createdSince)}::timestamptz`);
  if (filter.createdUntil !== undefined)
    where.push(`g.created_at <= ${value(filter.createdUntil)}::timestamptz`);
  const ofPosts = [
    filter.accountId !== undefined && `p.account_id = ${value(filter.accountId)}`,
    filter.provider !== undefined && `p.provider = ${value(filter.provider)}`,
    filter.platform !== undefined && `p.platform = ${value(filter.platform)}`,
  ].filter((condition) => condition !== false);
  if (ofPosts.length > 0) {
    where.push(`exists (select from posts p where p.group_id = g.id and ${ofPosts.join(' and ')})`);
  }
  if (after !== null) {
    where.push(`(${order}, g.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
  }
  return { where: where.join(' and '), order, parameters };
}
