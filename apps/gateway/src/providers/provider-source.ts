import type { Provider } from '@postern/core';

/** One version of a workspace's own manifest. */
export interface ManifestVersion {
  /** `man_…` */
  id: string;
  version: number;
}

/** What a provider is found by. The id alone says nothing: two workspaces may use the same for their own. */
export interface ProviderSource {
  provider: string;
  /** The workspace's own manifest behind it; `null` = a provider of this build. */
  manifest: ManifestVersion | null;
}

/** The provider, or a sentence that says why there is none. */
export type FoundProvider = { ok: true; provider: Provider } | { ok: false; reason: string };

/** Finds the providers that it was made for. */
export type ProviderFinder = (source: ProviderSource) => FoundProvider;

/** SQL over an alias of `connections`: `ProviderSource.manifest`, which is the newest version, as JSON. */
export function manifestOfSql(connectionAlias: string): string {
  return `(select jsonb_build_object('id', m.id, 'version', m.version)
    from manifests m where m.id = ${connectionAlias}.manifest_id)`;
}

/** By what a provider's own pauses are known: those of a workspace's manifest concern nobody else. */
export const pausedAs = ({ provider, manifest }: ProviderSource): string => manifest?.id ?? provider;

/** The same in SQL, over an alias of `connections`. */
export const pausedAsSql = (connectionAlias: string): string =>
  `coalesce(${connectionAlias}.manifest_id, ${connectionAlias}.provider collate "C")`;
