import { rowId } from './row-id';
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
  /** In the order of the post. */
  readonly media: readonly NetworkMedia[];
  /** ISO-8601 UTC, by the upstream's clock. */
  readonly publishedAt: string;
  /** The upstream's own id of the post that caused it. */
  readonly sourcePostId: string;
}

/** A file as the network got it. */
export interface NetworkMedia {
  readonly contentType: string | null;
  /** `null` where only its address is known: nobody fetched it. */
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
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
  /** How the text begins. */
  readonly text?: string;
}

/** What really got posted, across all upstreams. Simulators call `publish`; nothing ever removes an entry. */
export class Network {
  private readonly entriesSlice: Slice<NetworkEntry[]>;

  constructor(private readonly store: StateStore) {
    this.entriesSlice = store.slice('network', (): NetworkEntry[] => []);
  }

  publish(entry: Omit<NetworkEntry, 'id'> & { id?: string }): NetworkEntry {
    const recorded: NetworkEntry = { ...entry, id: entry.id ?? rowId() };
    this.entriesSlice.value.push(recorded);
    this.store.touch();
    return recorded;
  }

  /** Oldest first. */
  entries(filter: NetworkFilter = {}): NetworkEntry[] {
    const { upstream, account, platform, text } = filter;
    return this.entriesSlice.value.filter(
      (entry) =>
        (upstream === undefined || entry.upstream === upstream) &&
        (account === undefined || entry.account === account) &&
        (platform === undefined || entry.platform === platform) &&
        (text === undefined || entry.text.startsWith(text)),
    );
  }

  /** Judged by upstream, account and text; one pass over what the filter lets through. */
  duplicates(filter: NetworkFilter = {}): Duplicate[] {
    const counts = new Map<string, Map<string, Duplicate>>();
    for (const { upstream, account, text } of this.entries(filter)) {
      const key = `${upstream} ${account}`;
      const texts = counts.get(key) ?? new Map<string, Duplicate>();
      counts.set(key, texts);
      texts.set(text, { upstream, account, text, count: (texts.get(text)?.count ?? 0) + 1 });
    }
    return [...counts.values()].flatMap((texts) => [...texts.values()].filter(({ count }) => count > 1));
  }
}
