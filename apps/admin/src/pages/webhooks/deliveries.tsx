import { Anchor, Stack, Table, Text, Title } from '@mantine/core';
import type { WebhookDelivery, WebhookDeliveryList } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { ScrollTable } from '../../components/scroll-table';
import { duration } from '../../components/time';
import { texts } from '../../texts';
import { DeliveryBadge } from './delivery-badge';
import { DeliveryFilters } from './delivery-filters';
import { type DeliverySearch, deliveryQuery, isNarrowed } from './search';

const words = texts.webhooks.deliveries;
const route = getRouteApi('/webhooks/$endpointId');
/** Deliveries are told by no event: asked for often while one is on its way. */
const BUSY_MS = 2_000;
const IDLE_MS = 5_000;

/** @param sends whether the endpoint is on: else what is on its way waits */
export function Deliveries({ endpointId, sends }: { endpointId: string; sends: boolean }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['webhooks', 'deliveries', endpointId, search],
    queryFn: ({ signal }) =>
      postern.webhookDeliveries.list(deliveryQuery(endpointId, search), { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isBusy(state.data) ? BUSY_MS : IDLE_MS),
  });
  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Text size="sm" c="dimmed">
        {words.hint}
      </Text>
      <DeliveryFilters
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
      />
      <Loaded query={query} skeletonHeight={320}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? <Nothing search={search} /> : <Rows items={items} sends={sends} />}
            <KeysetPager
              cursor={search.cursor}
              nextCursor={nextCursor}
              onCursor={(cursor) => void navigate({ search: { ...search, cursor }, resetScroll: false })}
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

const isBusy = (page: WebhookDeliveryList | undefined) =>
  page?.items.some(({ status }) => status === 'pending') === true;

function Nothing({ search }: { search: DeliverySearch }) {
  return isNarrowed(search) ? (
    <EmptyState title={words.noMatch} hint={words.noMatchHint} />
  ) : (
    <EmptyState title={words.empty} hint={words.emptyHint} />
  );
}

function Rows({ items, sends }: { items: readonly WebhookDelivery[]; sends: boolean }) {
  return (
    <ScrollTable label={words.title} minWidth={760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.event}</Table.Th>
          <Table.Th scope="col">{words.status}</Table.Th>
          <Table.Th scope="col">{words.attempts}</Table.Th>
          <Table.Th scope="col">{words.last}</Table.Th>
          <Table.Th scope="col">{words.next}</Table.Th>
          <Table.Th scope="col">{words.created}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} sends={sends} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Row({ delivery, sends }: { delivery: WebhookDelivery; sends: boolean }) {
  const { id, eventType, status, attemptCount, nextAttemptAt, createdAt, replayOf } = delivery;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/webhook-deliveries/$deliveryId" params={{ deliveryId: id }} {...props} />
          )}
        >
          {eventType}
        </Anchor>
        {replayOf !== null && (
          <Text size="xs" c="dimmed">
            {words.replayed}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <DeliveryBadge status={status} />
      </Table.Td>
      <Table.Td>{attemptCount}</Table.Td>
      <Table.Td>
        <LastAnswer delivery={delivery} />
      </Table.Td>
      <Table.Td>
        {sends || nextAttemptAt === null ? <Instant at={nextAttemptAt} relative /> : words.waits}
      </Table.Td>
      <Table.Td>
        <Instant at={createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}

function LastAnswer({ delivery: { lastAttempt } }: { delivery: WebhookDelivery }) {
  if (lastAttempt === null) return words.none;
  const { responseStatus, durationMs, error } = lastAttempt;
  return (
    <>
      {responseStatus ?? words.noAnswer}, {duration(durationMs)}
      {error !== null && (
        <Text size="xs" c="dimmed">
          {error}
        </Text>
      )}
    </>
  );
}
