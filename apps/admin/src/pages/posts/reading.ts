import type { ListPostGroupsQuery, ListPostsQuery, Post } from '@postern/client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { filterOf, type PostsSearch } from './search';

/** Words that the API does not know are sent all the same: it says by name what is wrong with them. */
const queryOf = (search: PostsSearch): object => ({
  ...filterOf(search),
  sort: search.sort,
  cursor: search.cursor,
});

export function useGroupsPage(search: PostsSearch) {
  const query = queryOf(search) as ListPostGroupsQuery;
  return useQuery({
    queryKey: ['groups', 'list', query],
    queryFn: ({ signal }) => postern.postGroups.list(query, { signal }).first(),
  });
}

export function usePostsPage(search: PostsSearch) {
  const query = queryOf(search) as ListPostsQuery;
  return useQuery({
    queryKey: ['posts', 'list', query],
    queryFn: ({ signal }) => postern.posts.list(query, { signal }).first(),
  });
}

export function useGroup(groupId: string) {
  return useQuery({
    queryKey: ['groups', groupId],
    queryFn: ({ signal }) => postern.postGroups.get(groupId, { signal }),
  });
}

export function usePost(postId: string) {
  return useQuery({
    queryKey: ['posts', postId],
    queryFn: ({ signal }) => postern.posts.get(postId, { signal }),
  });
}

const TIMELINE_PAGE = 100;

export function useTimeline(postId: string) {
  return useInfiniteQuery({
    queryKey: ['posts', postId, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      postern.posts.timeline(postId, { limit: TIMELINE_PAGE, cursor: pageParam }, { signal }).first(),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What a preview knows of a post's account and its platform; nothing where the session may not read it. */
export function usePreviewFacts({ accountId, provider, platform }: Post) {
  const enabled = useCan()('accounts:read');
  const account = useQuery({
    queryKey: ['accounts', accountId],
    queryFn: ({ signal }) => postern.accounts.get(accountId, { signal }),
    enabled,
  });
  const providers = useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => postern.providers.list({ signal }).toArray(),
    enabled,
  });
  const found = providers.data?.find(({ id }) => id === provider);
  return {
    account: account.data,
    abilities: found?.platforms.find((one) => one.platform === platform)?.rules,
  };
}

const MOST_OPTIONS = 500;

/** What the filters offer to choose from; nothing where the session may not read it. */
export function useFilterOptions() {
  const can = useCan();
  const accounts = useQuery({
    queryKey: ['accounts', 'options'],
    queryFn: ({ signal }) => postern.accounts.list({ limit: 100 }, { signal }).toArray(MOST_OPTIONS),
    enabled: can('accounts:read'),
  });
  const connections = useQuery({
    queryKey: ['connections', 'options'],
    queryFn: ({ signal }) => postern.connections.list({ limit: 100 }, { signal }).toArray(MOST_OPTIONS),
    enabled: can('connections:read'),
  });
  return { accounts: accounts.data ?? [], connections: connections.data ?? [] };
}
