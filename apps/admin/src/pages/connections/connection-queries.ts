import type { Account, Connection, Provider } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';

/** Budgets, breakers and counts of webhooks change without an event. */
const LOOK_AGAIN_MS = 15_000;
const PAGE_SIZE = 25;
/** Accounts that are counted for the list of connections. */
const MOST_COUNTED = 2_000;
const LARGEST_PAGE = 100;

export function useConnections(query: { cursor?: string; provider?: string }) {
  return useQuery({
    queryKey: ['connections', 'list', query],
    queryFn: ({ signal }) => postern.connections.list({ ...query, limit: PAGE_SIZE }, { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export const connectionKey = (id: string) => ['connections', 'one', id] as const;

export function useConnection(id: string) {
  return useQuery({
    queryKey: connectionKey(id),
    queryFn: ({ signal }) => postern.connections.get(id, { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export function useProviders() {
  const enabled = useCan()('accounts:read');
  return useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }) => postern.providers.list({ signal }).toArray(),
    enabled,
    staleTime: 60_000,
  });
}

/** The provider of a connection, as far as it may be read and is still there. */
export function useProviderOf(connection: Connection): Provider | null {
  return useProviders().data?.find(({ id }) => id === connection.provider) ?? null;
}

/** A provider's name; its id where the name may not be read. */
export function useProviderName(): (id: string) => string {
  const { data } = useProviders();
  return (id) => data?.find((provider) => provider.id === id)?.name ?? id;
}

export interface AccountTally {
  accounts: number;
  reauth: number;
}

export interface AccountTallies {
  of: ReadonlyMap<string, AccountTally>;
  /** There are more accounts than were counted. */
  more: boolean;
}

/** How many accounts each connection has; one walk over all of them, however many connections are shown. */
export function useAccountTallies() {
  const enabled = useCan()('accounts:read');
  return useQuery({
    queryKey: ['accounts', 'tallies'],
    queryFn: async ({ signal }): Promise<AccountTallies> => {
      const listed = await postern.accounts
        .list({ limit: LARGEST_PAGE }, { signal })
        .toArray(MOST_COUNTED + 1);
      return { of: tallies(listed.slice(0, MOST_COUNTED)), more: listed.length > MOST_COUNTED };
    },
    enabled,
  });
}

function tallies(accounts: readonly Account[]): Map<string, AccountTally> {
  const of = new Map<string, AccountTally>();
  for (const { connectionId, status } of accounts) {
    if (status === 'disconnected') continue;
    const tally = of.get(connectionId) ?? { accounts: 0, reauth: 0 };
    tally.accounts++;
    if (status === 'reauth_required') tally.reauth++;
    of.set(connectionId, tally);
  }
  return of;
}

export function useAccountsOf(connectionId: string, cursor: string | undefined) {
  return useQuery({
    queryKey: ['accounts', 'of', connectionId, cursor],
    queryFn: ({ signal }) =>
      postern.accounts.list({ connectionId, cursor, limit: PAGE_SIZE }, { signal }).first(),
    placeholderData: keepPreviousData,
  });
}

export function useHooksOf(connectionId: string) {
  return useQuery({
    queryKey: ['connections', 'hooks', connectionId],
    queryFn: ({ signal }) => postern.connections.webhooks(connectionId, { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

export interface OpenPosts {
  number: number;
  more: boolean;
}

const OPEN = ['draft', 'pending_approval', 'scheduled', 'queued', 'publishing', 'unknown'] as const;

export async function openPostsOf(connectionId: string): Promise<OpenPosts> {
  const query = { connectionId, status: [...OPEN], limit: LARGEST_PAGE };
  const page = await postern.posts.list(query).first();
  return { number: page.items.length, more: page.nextCursor !== null };
}
