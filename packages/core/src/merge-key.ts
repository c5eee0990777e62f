/** The one total order of snapshots; the greatest key wins. */
import { canonicalJson, hash53 } from './canonical-json';
import type { Snapshot } from './snapshot';
import { finalRank, openRank } from './status-rank';

/** Final rank, `asOf`, status rank, content hash: plain numbers, so that the key lives in a jsonb column. */
export type MergeKey = [finalRank: number, asOf: number, statusRank: number, contentHash: number];

/**
 * A status that a provider's table does not list (`null`) counts as open with the lowest rank. The hash makes
 * the order total: two reads started in the same millisecond may show different things with the same status,
 * and without a last word of its own the one that arrived first would win.
 */
export function mergeKey(snapshot: Snapshot): MergeKey {
  const { asOf, ...content } = snapshot;
  if (!Number.isFinite(asOf)) {
    throw new RangeError(`asOf must be a finite number of milliseconds, not ${asOf}.`);
  }
  return [finalRank(content.status), asOf, openRank(content.status), hash53(canonicalJson(content))];
}

/** Whether `key` is greater than `other`; anything heard is greater than nothing heard. */
export function beats(key: MergeKey, other: MergeKey | undefined): boolean {
  if (other === undefined) {
    return true;
  }
  for (const [index, part] of key.entries()) {
    const against = other[index] as number;
    if (part !== against) {
      return part > against;
    }
  }
  return false;
}
