import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@postern/client';

/**
 * The first word of every query's key. Events of the stream make what they concern be read anew (live.tsx), and a
 * command names what it has changed, so a page only says what it shows.
 */
export type Subject =
  | 'session'
  | 'groups'
  | 'posts'
  | 'accounts'
  | 'connections'
  | 'providers'
  | 'manifests'
  | 'media'
  | 'validation'
  | 'imports'
  | 'stats'
  | 'webhooks'
  | 'apiKeys'
  | 'auditLog'
  | 'events'
  | 'workspaces';

export type Key = readonly [Subject, ...unknown[]];

const STALE_AFTER_MS = 10_000;

/** A refusal stays one however often it is asked for; the client itself repeats what may pass. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_AFTER_MS,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

export function refresh(...subjects: Subject[]): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: ({ queryKey }) => subjects.includes(queryKey[0] as Subject),
  });
}
