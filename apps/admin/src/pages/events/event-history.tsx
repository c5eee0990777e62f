import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { postern } from '../../api/client';
import { EmptyState } from '../../components/empty-state';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { texts } from '../../texts';
import { EventList } from './event-list';
import { type EventSearch, eventQuery, eventSearch, PAGE_SIZE } from './search';

const words = texts.events.history;
const route = getRouteApi('/events');
/** At the end of the log more comes by itself. */
const POLL_MS = 5_000;

/** The log from a position on, oldest first. It has an end only for now. */
export function EventHistory({ search }: { search: EventSearch }) {
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['events', search],
    queryFn: ({ signal }) => postern.events.list(eventQuery(search), { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) < PAGE_SIZE ? POLL_MS : false),
  });
  const { after = 0 } = search;
  const readFrom = (position: string | undefined) =>
    void navigate({ search: eventSearch({ ...search, after: position }) });
  return (
    <Stack gap="sm">
      <Position key={after} after={after} onAfter={(position) => readFrom(String(position))} />
      <Loaded query={query} skeletonHeight={480}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <EmptyState
                title={words.empty}
                hint={words.emptyHint}
                action={
                  <Button mt="sm" variant="default" onClick={() => readFrom(nextCursor)}>
                    {words.again}
                  </Button>
                }
              />
            ) : (
              <EventList label={texts.events.historyList} events={items} />
            )}
            <Text size="xs" c="dimmed">
              {words.readUpTo(nextCursor)} {items.length < PAGE_SIZE && items.length > 0 && words.end}
            </Text>
            <KeysetPager
              cursor={search.after === undefined ? undefined : String(search.after)}
              nextCursor={items.length > 0 ? nextCursor : null}
              onCursor={readFrom}
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Position({ after, onAfter }: { after: number; onAfter: (position: number) => void }) {
  const [value, setValue] = useState<number | string>(after);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAfter(Number(value));
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <NumberInput
          label={words.after}
          description={words.afterHint}
          value={value}
          onChange={setValue}
          min={0}
          allowDecimal={false}
          w={220}
        />
        <Button type="submit" variant="default">
          {words.go}
        </Button>
      </Group>
    </form>
  );
}
