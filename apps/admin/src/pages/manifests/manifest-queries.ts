import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';

const PAGE_SIZE = 25;

export function useManifests(cursor: string | undefined) {
  return useQuery({
    queryKey: ['manifests', 'list', cursor],
    queryFn: ({ signal }) => postern.manifests.list({ cursor, limit: PAGE_SIZE }, { signal }).first(),
    placeholderData: keepPreviousData,
  });
}

export const manifestKey = (id: string) => ['manifests', 'one', id] as const;

export function useManifest(id: string) {
  return useQuery({
    queryKey: manifestKey(id),
    queryFn: ({ signal }) => postern.manifests.get(id, {}, { signal }),
  });
}

export function useVersions(id: string, cursor: string | undefined) {
  return useQuery({
    queryKey: ['manifests', 'versions', id, cursor],
    queryFn: ({ signal }) => postern.manifests.versions(id, { cursor, limit: PAGE_SIZE }, { signal }).first(),
    placeholderData: keepPreviousData,
  });
}

/** Names of the presets: providers from a manifest that is not the workspace's. */
export function usePresetNames() {
  const enabled = useCan()('accounts:read');
  return useQuery({
    queryKey: ['manifests', 'presets'],
    queryFn: async ({ signal }) => {
      const [providers, own] = await Promise.all([
        postern.providers.list({ signal }).toArray(),
        postern.manifests.list({ limit: 100 }, { signal }).toArray(),
      ]);
      const ownProviders = new Set(own.map(({ provider }) => provider));
      return providers
        .filter(({ id }) => id.startsWith(GENERIC) && !ownProviders.has(id))
        .map(({ id, name }) => ({ preset: id.slice(GENERIC.length), name }));
    },
    enabled,
  });
}

const GENERIC = 'generic:';

export function usePreset(name: string | undefined) {
  return useQuery({
    queryKey: ['manifests', 'preset', name],
    queryFn: ({ signal }) => postern.manifests.preset(name ?? '', { signal }),
    enabled: name !== undefined,
    staleTime: Infinity,
  });
}

/** What the gateway says of a manifest; asked for anew with every change of it. */
export function useManifestCheck(manifest: Record<string, unknown> | null) {
  return useQuery({
    queryKey: ['manifests', 'check', manifest],
    queryFn: ({ signal }) => postern.manifests.check({ manifest: manifest ?? {} }, { signal }),
    enabled: manifest !== null,
    staleTime: Infinity,
    gcTime: 60_000,
  });
}
