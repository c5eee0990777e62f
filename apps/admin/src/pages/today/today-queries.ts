import { useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';

/** Posts become late, and deliveries wait, without any event. */
const LOOK_AGAIN_MS = 20_000;
const HOURS = 24;
const LARGEST_PAGE = 100;

export function useOverview() {
  return useQuery({
    queryKey: ['stats', 'overview'],
    queryFn: ({ signal }) => postern.stats.overview({ hours: HOURS }, { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function usePunctuality() {
  return useQuery({
    queryKey: ['stats', 'punctuality'],
    queryFn: ({ signal }) => postern.stats.punctuality({ hours: HOURS }, { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function useConnectionsOfToday() {
  return useQuery({
    queryKey: ['connections', 'today'],
    queryFn: ({ signal }) => postern.connections.list({ limit: LARGEST_PAGE }, { signal }).first(),
    refetchInterval: LOOK_AGAIN_MS,
    enabled: useCan()('connections:read'),
  });
}

/** Whether the workspace has any post at all; asked where the day shows none. */
export function useHasPosts(enabled: boolean) {
  return useQuery({
    queryKey: ['posts', 'any'],
    queryFn: async ({ signal }) =>
      (await postern.posts.list({ limit: 1 }, { signal }).first()).items.length > 0,
    enabled,
  });
}
