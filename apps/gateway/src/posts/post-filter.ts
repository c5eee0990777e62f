import type { PostStatus, PublishErrorCode } from '@postern/core';
import type { Cursor } from '../http/pagination';

/** What a list of posts is narrowed to. Times are RFC 3339. */
export interface PostFilter {
  id?: string[];
  status?: PostStatus[];
  errorCode?: PublishErrorCode[];
  groupId?: string;
  connectionId?: string;
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

const EQUAL = {
  groupId: 'p.group_id',
  connectionId: 'p.connection_id',
  accountId: 'p.account_id',
  provider: 'p.provider',
  platform: 'p.platform',
} as const satisfies Partial<Record<keyof PostFilter, string>>;

/** The SQL of a filter over `posts p`. Values travel as parameters, never in the text. */
export function postFilterSql(workspaceId: string, filter: PostFilter, after: Cursor | null) {
  const parameters: unknown[] = [];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const order = filter.sort === 'dueAt' ? 'coalesce(p.scheduled_at, p.created_at)' : 'p.created_at';
  const where = [`p.workspace_id = ${value(workspaceId)}`];
  for (const [key, column] of Object.entries(EQUAL)) {
    const wanted = filter[key as keyof typeof EQUAL];
    if (wanted !== undefined) where.push(`${column} = ${value(wanted)}`);
  }
  if (filter.id?.length) where.push(`p.id = any(${value(filter.id)}::text[])`);
  if (filter.status?.length) where.push(`p.status = any(${value(filter.status)}::text[])`);
  if (filter.errorCode?.length) where.push(`p.error ->> 'code' = any(${value(filter.errorCode)}::text[])`);
  if (filter.clientReference !== undefined) {
    where.push(
      `p.group_id in (select id from post_groups where workspace_id = $1 and client_reference = ${value(filter.clientReference)})`,
    );
  }
  if (filter.since !== undefined) where.push(`p.scheduled_at >= ${value(filter.since)}::timestamptz`);
  if (filter.until !== undefined) where.push(`p.scheduled_at <= ${value(filter.until)}::timestamptz`);
  if (filter.createdSince !== undefined)
    where.push(`p.created_at >= ${value(filter.createdSince)}::timestamptz`);
  if (filter.createdUntil !== undefined)
    where.push(`p.created_at <= ${value(filter.createdUntil)}::timestamptz`);
  if (after !== null) where.push(`(${order}, p.id) < (${value(after.at)}::timestamptz, ${value(after.id)})`);
  return { where: where.join(' and '), order, parameters };
}
