import { Button, Group, MultiSelect } from '@mantine/core';
import { CommittedInput } from '../../components/committed-input';
import { EventTypeSelect } from '../../components/event-type-select';
import { MomentInput } from '../../components/moment-input';
import { texts } from '../../texts';
import { DELIVERY_STATUSES, type DeliverySearch, deliverySearch, isNarrowed } from './search';

interface DeliveryFiltersProps {
  search: DeliverySearch;
  onSearch: (search: DeliverySearch) => void;
}

const words = texts.webhooks.deliveries;
const STATUSES = DELIVERY_STATUSES.map((value) => ({ value, label: words.statuses[value] }));

/** Whatever is chosen leads to the first page of what matches. */
export function DeliveryFilters({ search, onSearch }: DeliveryFiltersProps) {
  const { cursor: _, ...filters } = search;
  // Read as an address is, so that what is empty leaves it.
  const change = (changed: Partial<Record<keyof DeliverySearch, unknown>>) =>
    onSearch(deliverySearch({ ...filters, ...changed }));
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={words.search}>
      <MultiSelect
        label={words.status}
        placeholder={search.status ? undefined : words.anyStatus}
        data={STATUSES}
        value={search.status ?? []}
        onChange={(status) => change({ status })}
        w={{ base: '100%', xs: 220 }}
      />
      <EventTypeSelect
        label={words.types}
        value={search.eventType ?? []}
        onChange={(eventType) => change({ eventType })}
        w={{ base: '100%', xs: 260 }}
      />
      <CommittedInput
        label={words.eventId}
        value={search.eventId ?? ''}
        maxLength={64}
        onCommit={(eventId) => change({ eventId })}
        w={{ base: '100%', xs: 200 }}
      />
      <MomentInput label={words.since} value={search.since ?? null} onChange={(since) => change({ since })} />
      <MomentInput label={words.until} value={search.until ?? null} onChange={(until) => change({ until })} />
      {isNarrowed(search) && (
        <Button variant="subtle" onClick={() => onSearch({})}>
          {words.clear}
        </Button>
      )}
    </Group>
  );
}
