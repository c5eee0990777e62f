import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Provider } from '@postern/core';
import type { EntityManager } from 'typeorm';
import { ManifestProviders, nameOf } from './manifest-providers';
import { PROVIDERS } from './provider-list';
import type { FoundProvider, ProviderFinder, ProviderSource } from './provider-source';

/** Injection token of other providers than the built-in ones. */
export const PROVIDER_LIST = Symbol('ProviderList');

/** The one way from a connection to its provider: one of this build, or one that its workspace's manifest makes. */
@Injectable()
export class ProviderRegistry {
  private readonly providers: readonly Provider[];
  private readonly byId: ReadonlyMap<string, Provider>;

  constructor(
    private readonly manifests: ManifestProviders,
    @Optional() @Inject(PROVIDER_LIST) providers: readonly Provider[] | null = null,
  ) {
    this.providers = providers ?? PROVIDERS;
    this.byId = new Map(this.providers.map((provider) => [provider.descriptor.id, provider]));
    if (this.byId.size !== this.providers.length) throw new Error('Two providers share one id.');
  }

  /** A provider of this build. Of a connection's or a post's provider ask `for`, which knows the workspace's too. */
  get(id: string): Provider | undefined {
    return this.byId.get(id);
  }

  /** The providers of this build. */
  all(): readonly Provider[] {
    return this.providers;
  }

  /** What a new connection of the workspace would use; its own manifests first. `null`: there is none. */
  async named(
    workspaceId: string,
    id: string,
  ): Promise<{ source: ProviderSource; found: FoundProvider } | null> {
    // Manifests make no others.
    const own = id.startsWith('generic:') ? await this.manifests.newest(workspaceId, id) : [];
    const source = own[0] ?? { provider: id, manifest: null };
    if (source.manifest === null && !this.byId.has(id)) return null;
    return { source, found: await this.for(source) };
  }

  /** Every provider that a connection of the workspace can use now. */
  async ofWorkspace(workspaceId: string): Promise<{ source: ProviderSource; provider: Provider }[]> {
    const own = await this.manifests.newest(workspaceId);
    const taken = new Set(own.map(({ provider }) => provider));
    const builtIn = [...this.byId.keys()].filter((id) => !taken.has(id));
    const sources = [...builtIn.map((provider) => ({ provider, manifest: null })), ...own];
    const find = await this.finder(sources);
    return sources.flatMap((source) => {
      const found = find(source);
      return found.ok ? [{ source, provider: found.provider }] : [];
    });
  }

  /** @param em as in `finder` */
  async for(source: ProviderSource, em?: EntityManager): Promise<FoundProvider> {
    return (await this.finder([source], em))(source);
  }

  /**
   * Finds the providers of many connections. Asks the database for manifests only that this process has not met.
   *
   * @param em where the caller is within a transaction
   */
  async finder(sources: readonly ProviderSource[], em?: EntityManager): Promise<ProviderFinder> {
    const versions = sources.flatMap(({ manifest }) => manifest ?? []);
    const own =
      versions.length > 0 ? await this.manifests.of(versions, em) : new Map<string, FoundProvider>();
    return ({ provider: id, manifest }) => {
      if (manifest !== null) {
        return own.get(nameOf(manifest)) ?? { ok: false, reason: `${nameOf(manifest)} was not asked for.` };
      }
      const provider = this.byId.get(id);
      return provider ? { ok: true, provider } : { ok: false, reason: `This build has no provider ${id}.` };
    };
  }
}
