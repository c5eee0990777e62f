import { Alert, Anchor, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Import } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { countsText } from './counts-text';
import { RowsTable } from './rows-table';
import { BAD } from './search';

const words = texts.imports;
const route = getRouteApi('/imports/$importId');
const POLL_MS = 1_000;

/** One import: how far it is, and what became of each row. */
export function ImportPage() {
  const { importId } = route.useParams();
  const query = useQuery({
    queryKey: ['imports', importId],
    queryFn: ({ signal }) => postern.imports.get(importId, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? POLL_MS : false),
  });
  return (
    <Page
      title={words.of(query.data?.name ?? words.unnamed)}
      actions={<Anchor renderRoot={(props) => <Link to="/imports" {...props} />}>{words.back}</Anchor>}
    >
      <ScopeGate scope="publish:read">
        <Loaded query={query} skeletonHeight={120}>
          {(one) => (
            <>
              <HowFar one={one} />
              <Rows importId={importId} running={one.status === 'running'} done={one.counts.pending} />
            </>
          )}
        </Loaded>
      </ScopeGate>
    </Page>
  );
}

function HowFar({ one }: { one: Import }) {
  const { counts, total, status } = one;
  const done = total - counts.pending;
  const bad = counts.invalid + counts.failed;
  return (
    <Stack gap="xs">
      {status === 'running' ? (
        <>
          <Progress
            value={total === 0 ? 100 : (100 * done) / total}
            aria-label={words.progress(done, total)}
            size="lg"
          />
          <Text size="sm">{words.progress(done, total)}</Text>
        </>
      ) : (
        <Alert variant="default" role="status" title={words.finished}>
          {words.finishedHint(counts.created, bad)}
        </Alert>
      )}
      <Group gap="lg">
        <Text size="sm">{countsText(counts)}</Text>
        <Text size="sm">
          {words.started} <Instant at={one.createdAt} />
        </Text>
        {one.finishedAt !== null && (
          <Text size="sm">
            {words.ended} <Instant at={one.finishedAt} />
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Rows({ importId, running, done }: { importId: string; running: boolean; done: number }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    // With each row that is done they are read anew.
    queryKey: ['imports', importId, 'rows', search, running, done],
    queryFn: ({ signal }) => postern.imports.rows(importId, { ...search, limit: 50 }, { signal }).first(),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Group>
        <SegmentedControl
          aria-label={words.filter}
          value={search.result === undefined ? 'all' : 'bad'}
          onChange={(value) => void navigate({ search: value === 'bad' ? { result: BAD } : {} })}
          data={[
            { value: 'all', label: words.filters.all },
            { value: 'bad', label: words.filters.bad },
          ]}
        />
      </Group>
      <Loaded query={query} skeletonHeight={360}>
        {({ items, nextCursor }) => (
          <>
            {items.length > 0 ? <RowsTable rows={items} /> : <EmptyState title={words.noMatch} />}
            <KeysetPager
              cursor={search.cursor}
              nextCursor={nextCursor}
              onCursor={(cursor) => void navigate({ search: { ...search, cursor } })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
