import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { texts } from '../texts';
import { ProblemNotice } from './problem-notice';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  /** As tall as what will be shown, so that nothing jumps. */
  skeletonHeight?: number;
}

/**
 * What a query gives: a place holder while it is read, the refusal where it was refused, else its content. Once
 * shown, content stays while it is read anew, with the failure above it where that fails.
 */
export function Loaded<T>({ query, children, skeletonHeight = 240 }: LoadedProps<T>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.isRefetchError && <ProblemNotice error={query.error} onRetry={retry} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <ProblemNotice error={query.error} onRetry={retry} />;
  return (
    <Stack gap="xs" role="status" aria-label={texts.common.loading}>
      <Skeleton height={skeletonHeight} />
    </Stack>
  );
}
