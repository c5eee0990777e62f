import { ulid } from 'ulid';
import type { UpstreamName } from './simulator';
import type { Slice, StateStore } from './state-store';

/** One act of publishing: something that the public could now see. Two acts are two entries. */
export interface NetworkEntry {
  readonly id: string;
  readonly upstream: UpstreamName;
  readonly platform: string;
  /** The account id as the upstream's API spells it. */
  readonly account: string;
  readonly url: string | null;
  readonly text: string;
  readonly mediaCount: number;
  /** ISO-8601 UTC. */
  readonly publishedAt: string;
  /** The upstream's own id of the post that caused it. */
  readonly sourcePostId: string;
}

/** The same text, more than once, on the same account: what Postern promises never to cause. */
export interface Duplicate {
  readonly upstream: UpstreamName;
  readonly account: string;
  readonly text: string;
  readonly count: number;
}

export interface NetworkFilter {
  readonly upstream?: string;
  readonly account?: string;
  readonly platform?: string;
}

/** What really got posted, across all upstreams. Simulators call `publish`; nothing ever removes an entry. */
export class Network {
  private readonly entriesSlice: Slice<NetworkEntry[]>;

  constructor(private readonly store: StateStore) {
    this.entriesSlice = store.slice('network', (): NetworkEntry[] => []);
  }

  publish(entry: Omit<NetworkEntry, 'id'> & { id?: string }): NetworkEntry {
    const recorded: NetworkEntry = { ...entry, id: entry.id ?? ulid() };
    this.entriesSlice.value.push(recorded);
    this.store.touch();
    return recorded;
  }

  entries(filter: NetworkFilter = {}): NetworkEntry[] {
    return this.entriesSlice.value.filter(
      (entry) =>
        (filter.upstream === undefined || entry.upstream === filter.upstream) &&
        (filter.account === undefined || entry.account === filter.account) &&
        (filter.platform === undefined || entry.platform === filter.platform),
    );
  }

  duplicates(filter: NetworkFilter = {}): Duplicate[] {
    const groups = new Map<string, Duplicate>();
    for (const { upstream, account, text } of this.entries(filter)) {
      const key = JSON.stringify([upstream, account, text]);
      const count = (groups.get(key)?.count ?? 0) + 1;
      groups.set(key, { upstream, account, text, count });
    }
    return [...groups.values()].filter(({ count }) => count > 1);
  }
}
