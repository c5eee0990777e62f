import { Button, Group, Stack, Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useReducer } from 'react';
import { useEvents } from '../../api/live';
import { CommittedInput } from '../../components/committed-input';
import { EventTypeSelect } from '../../components/event-type-select';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { EventHistory } from './event-history';
import { LiveEvents } from './live-events';
import { type EventSearch, eventSearch, isNarrowed, matches } from './search';
import { EMPTY_TAIL, tailAfter } from './tail';

const words = texts.events;
const route = getRouteApi('/events');

export function EventsPage() {
  return (
    <Page title={texts.shell.pages.events} hint={words.hint}>
      <ScopeGate scope="publish:read">
        <Events />
      </ScopeGate>
    </Page>
  );
}

function Events() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // Here rather than in the live list: it goes on while the history is looked at.
  const [tail, tell] = useReducer(tailAfter, EMPTY_TAIL);
  useEvents((event) => {
    if (matches(search, event)) tell({ kind: 'came', event });
  });
  const show = (view: string | null) =>
    void navigate({
      search: ({ after: _, ...rest }) => ({ ...rest, view: view === 'history' ? 'history' : undefined }),
    });
  return (
    <Stack gap="md">
      <Filters search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
      <Tabs value={search.view ?? 'tail'} onChange={show} keepMounted={false}>
        <Tabs.List aria-label={words.tabs.label}>
          <Tabs.Tab value="tail">{words.tabs.tail}</Tabs.Tab>
          <Tabs.Tab value="history">{words.tabs.history}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tail" pt="md">
          <LiveEvents tail={tail} tell={tell} search={search} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt="md">
          <EventHistory search={search} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Filters({ search, onSearch }: { search: EventSearch; onSearch: (search: EventSearch) => void }) {
  const { after: _, ...filters } = search;
  const change = (changed: Partial<Record<keyof EventSearch, unknown>>) =>
    onSearch(eventSearch({ ...filters, ...changed }));
  return (
    <Group component="search" align="flex-end" gap="sm" aria-label={words.search}>
      <EventTypeSelect
        label={words.filters.types}
        value={search.type ?? []}
        onChange={(type) => change({ type })}
        w={{ base: '100%', xs: 280 }}
      />
      <CommittedInput
        label={words.filters.group}
        value={search.groupId ?? ''}
        maxLength={64}
        onCommit={(groupId) => change({ groupId })}
        w={{ base: '100%', xs: 220 }}
      />
      <CommittedInput
        label={words.filters.post}
        value={search.postId ?? ''}
        maxLength={64}
        onCommit={(postId) => change({ postId })}
        w={{ base: '100%', xs: 220 }}
      />
      {isNarrowed(search) && (
        <Button variant="subtle" onClick={() => onSearch({ view: search.view })}>
          {words.filters.clear}
        </Button>
      )}
    </Group>
  );
}
