import { Injectable } from '@nestjs/common';
import type { Provider } from '@postern/core';
import { PROVIDERS } from './provider-list';

/** All providers of this build, by id. */
@Injectable()
export class ProviderRegistry {
  private readonly byId: ReadonlyMap<string, Provider>;

  constructor() {
    this.byId = new Map(PROVIDERS.map((provider) => [provider.descriptor.id, provider]));
    if (this.byId.size !== PROVIDERS.length) throw new Error('Two providers share one id.');
  }

  get(id: string): Provider | undefined {
    return this.byId.get(id);
  }

  all(): readonly Provider[] {
    return PROVIDERS;
  }
}
