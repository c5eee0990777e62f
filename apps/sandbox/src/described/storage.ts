import type { ObjectStorage } from '../frame/object-storage';
import type { SimContext } from '../frame/simulator';
import type { Board } from './board';
import type { UpstreamDescription } from './description';

/** Where callers of this upstream put their files; null = it takes none beside its API. */
export function storageOf(
  { clock, baseUrl }: SimContext,
  description: UpstreamDescription,
  board: Board,
  prefix: string,
): ObjectStorage | null {
  if (description.onUpload === undefined) return null;
  const root = () => `${baseUrl()}${prefix}/_storage`;
  return {
    clock,
    secret: `${description.name}-sandbox-bucket`,
    baseUrl: root,
    operation: `${description.name}.storage-put`,
    onStored: (key) => {
      const group = board.mentioned(key);
      if (group !== undefined) description.onUpload?.(group, `${root()}/${key}`);
    },
  };
}
