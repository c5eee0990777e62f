import { Stack } from '@mantine/core';
import { NotFoundError } from '@postern/client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { Gone } from './gone';

interface ReadOneProps<T> {
  query: UseQueryResult<T>;
  /** Until its own title is known. */
  title: string;
  goneTitle: string;
  children: (thing: T) => ReactNode;
}

/** The page of one group or post: while it is read, where it is not there, and with it. */
export function ReadOne<T>({ query, title, goneTitle, children }: ReadOneProps<T>) {
  if (query.error instanceof NotFoundError) return <Gone title={goneTitle} />;
  if (query.data === undefined) {
    return (
      <Page title={title}>
        <Loaded query={query} skeletonHeight={640}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <Stack>
      <Loaded query={query}>{children}</Loaded>
    </Stack>
  );
}
