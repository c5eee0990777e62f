import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Provider } from '@postern/core';
import { toAbilities } from './content-rules.dto';
import { PROVIDERS } from './provider-list';
import type { ProviderDto } from './providers.dto';

/** Injection token of other providers than the built-in ones. */
export const PROVIDER_LIST = Symbol('ProviderList');

/** All providers of this build, by id. */
@Injectable()
export class ProviderRegistry {
  private readonly providers: readonly Provider[];
  private readonly byId: ReadonlyMap<string, Provider>;

  constructor(@Optional() @Inject(PROVIDER_LIST) providers: readonly Provider[] | null = null) {
    this.providers = providers ?? PROVIDERS;
    this.byId = new Map(this.providers.map((provider) => [provider.descriptor.id, provider]));
    if (this.byId.size !== this.providers.length) throw new Error('Two providers share one id.');
  }

  get(id: string): Provider | undefined {
    return this.byId.get(id);
  }

  all(): readonly Provider[] {
    return this.providers;
  }

  /** What the API shows of them. */
  descriptions(healthOf: (id: string) => ProviderDto['health']): ProviderDto[] {
    return this.providers.map(({ descriptor }) => ({
      id: descriptor.id,
      name: descriptor.name,
      docsUrl: descriptor.docsUrl,
      configSchema: descriptor.configSchema,
      platforms: descriptor.platforms.map((platform) => ({
        platform: platform.platform,
        rules: toAbilities(platform),
      })),
      capabilities: descriptor.capabilities,
      rateBudgets: descriptor.rateBudgets,
      pollCadence: descriptor.pollCadence,
      health: healthOf(descriptor.id),
    }));
  }
}
