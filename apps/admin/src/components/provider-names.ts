import type { Provider } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { postern } from '../api/client';
import { useCan } from '../api/session';

/** A provider's name; its id where the name may not be read. */
export function useProviderNames(): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['providers'],
    queryFn: ({ signal }): Promise<Provider[]> => postern.providers.list({ signal }).toArray(),
    enabled: useCan()('accounts:read'),
    staleTime: 60_000,
  });
  return (id) => data?.find((provider) => provider.id === id)?.name ?? id;
}
