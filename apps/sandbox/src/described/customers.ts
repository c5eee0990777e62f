import type { Slice } from '../frame/state-store';
import type { UpstreamDescription } from './description';
import { SeedIds } from './ids';
import type { Customer, DescribedState } from './model';

/** The customers of one upstream; the seeded one is the first. */
export class Customers {
  constructor(
    private readonly description: UpstreamDescription,
    private readonly slice: Slice<DescribedState>,
  ) {}

  all(): readonly Customer[] {
    return this.slice.value.customers;
  }

  ofKey(key: string): Customer | undefined {
    return this.all().find(({ apiKey }) => apiKey === key);
  }

  add(at: string): Customer {
    const added = customerOf(this.description, this.all().length, at);
    this.slice.value.customers.push(added);
    return added;
  }

  /** For people and tests. `baseUrl` ends as the documented base address does, `hostUrl` before its path. */
  describe(
    { apiKey, accounts, extra }: Customer,
    hostUrl: string,
  ): Record<string, unknown> & { accounts: unknown } {
    const shown = (scope: string | undefined) =>
      accounts
        .filter((account) => account.scope === scope)
        .map(({ id, platform, handle, status }) => ({ id, platform, handle, status }));
    const scopes = [...new Set(accounts.flatMap(({ scope }) => scope ?? []))];
    return {
      baseUrl: `${hostUrl}${this.description.basePath}`,
      hostUrl,
      apiKey,
      ...extra,
      accounts: shown(undefined),
      ...(scopes.length === 0
        ? {}
        : { scopes: Object.fromEntries(scopes.map((scope) => [scope, { accounts: shown(scope) }])) }),
    };
  }
}

export function seedState(description: UpstreamDescription, at: string): DescribedState {
  return { customers: [customerOf(description, 0, at)], groups: [], receivers: [], usedKeys: {} };
}

function customerOf(description: UpstreamDescription, number: number, createdAt: string): Customer {
  const { apiKey, accounts, extra } = description.customer(new SeedIds(description.name, number));
  return { number, apiKey, accounts, extra: extra ?? {}, createdAt };
}
