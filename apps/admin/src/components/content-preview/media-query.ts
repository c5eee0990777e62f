import { queryOptions } from '@tanstack/react-query';
import { postern } from '../../api/client';
import type { Key } from '../../api/queries';

/** A stored file never changes, and its address holds for a day. */
const STALE_AFTER_MS = 3_600_000;

export const mediaQuery = (id: string) =>
  queryOptions({
    queryKey: ['media', id] as const satisfies Key,
    queryFn: ({ signal }) => postern.media.get(id, { signal }),
    staleTime: STALE_AFTER_MS,
  });
