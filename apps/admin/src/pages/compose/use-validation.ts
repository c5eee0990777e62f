import { ApiError, type Validation } from '@postern/client';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { postern } from '../../api/client';
import { createBody } from './draft-body';
import { type Draft, isOnItsWay, mediaOf } from './draft';

const PAUSE_MS = 500;

export interface Checked {
  issues: Validation['issues'];
  /** A newer text is being looked at. */
  checking: boolean;
  /** The request itself was refused, or could not be made. */
  error: unknown;
}

/** What a create would say of the draft, a moment after the last key. */
export function useValidation(draft: Draft, sound: boolean): Checked {
  const ready = sound && draft.targets.length > 0 && !mediaOf(draft).some(isOnItsWay);
  const body = ready ? JSON.stringify(createBody(draft, false)) : '';
  const [asked] = useDebouncedValue(body, PAUSE_MS);
  const query = useQuery({
    queryKey: ['validation', asked],
    queryFn: ({ signal }) =>
      postern.postGroups.validate(JSON.parse(asked) as Parameters<typeof postern.postGroups.validate>[0], {
        signal,
      }),
    enabled: asked !== '' && asked === body,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const isNone = draft.targets.length === 0;
  return {
    issues: isNone ? [] : (query.data?.issues ?? []),
    checking: ready && (asked !== body || query.isFetching),
    error: query.error instanceof ApiError || query.isError ? query.error : null,
  };
}
