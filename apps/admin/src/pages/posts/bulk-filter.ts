import type { BulkRetryFilter, PublishErrorCode } from '@postern/client';
import { filterOf, type FilterName, type PostsSearch, viewOf } from './search';

const TAKEN: readonly FilterName[] = [
  'status',
  'errorCode',
  'accountId',
  'provider',
  'platform',
  'since',
  'until',
];

/** What `POST /posts/bulk-retry` would be asked for; or what of the list's filter it cannot be told. */
export type BulkFilter = { filter: BulkRetryFilter } | { beyond: FilterName[] } | null;

/** `null`: the list shows no failed posts. */
export function bulkFilterOf(search: PostsSearch): BulkFilter {
  const { status, errorCode, ...rest } = filterOf(search);
  if (viewOf(search) !== 'posts' || status?.includes('failed') !== true) return null;
  const beyond = (Object.keys(rest) as FilterName[]).filter((name) => !TAKEN.includes(name));
  if (beyond.length > 0) return { beyond };
  const { accountId, provider, platform, since, until } = rest;
  const codes = errorCode as PublishErrorCode[] | undefined;
  return {
    filter: Object.fromEntries(
      Object.entries({ errorCode: codes, accountId, provider, platform, since, until }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  };
}
