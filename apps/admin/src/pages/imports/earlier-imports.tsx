import { Anchor, Table, Title } from '@mantine/core';
import type { Import } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { ScrollTable } from '../../components/scroll-table';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { countsText } from './counts-text';

const words = texts.imports;
const route = getRouteApi('/imports');
/** Imports are told by no event. */
const POLL_MS = 5_000;

export function EarlierImports() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['imports', search],
    queryFn: ({ signal }) => postern.imports.list({ ...search, limit: 20 }, { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return (
    <section aria-label={words.earlier}>
      <Title order={2} size="h3" mb="xs">
        {words.earlier}
      </Title>
      <Loaded query={query} skeletonHeight={160}>
        {({ items, nextCursor }) => (
          <>
            {items.length > 0 ? (
              <ImportsTable items={items} />
            ) : (
              <EmptyState title={words.earlierEmpty} hint={words.earlierHint} />
            )}
            <KeysetPager
              cursor={search.cursor}
              nextCursor={nextCursor}
              onCursor={(cursor) => void navigate({ search: { cursor } })}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

function ImportsTable({ items }: { items: readonly Import[] }) {
  return (
    <ScrollTable label={words.earlier} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.name}</Table.Th>
          <Table.Th scope="col">{words.when}</Table.Th>
          <Table.Th scope="col">{words.state}</Table.Th>
          <Table.Th scope="col">{words.outcome}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Th scope="row" fw={500}>
              <Anchor
                size="sm"
                renderRoot={(props) => (
                  <Link to="/imports/$importId" params={{ importId: one.id ?? '' }} {...props} />
                )}
              >
                {one.name ?? words.unnamed}
              </Anchor>
            </Table.Th>
            <Table.Td>
              <Instant at={one.createdAt} />
            </Table.Td>
            <Table.Td>
              <ToneBadge tone={one.status === 'done' ? 'good' : 'busy'}>{words.states[one.status]}</ToneBadge>
            </Table.Td>
            <Table.Td>{countsText(one.counts)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
