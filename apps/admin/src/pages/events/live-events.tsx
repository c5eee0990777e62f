import { Button, Group, Stack, Text } from '@mantine/core';
import { useLiveState } from '../../api/live';
import { EmptyState } from '../../components/empty-state';
import { texts } from '../../texts';
import { EventList } from './event-list';
import { type EventSearch, isNarrowed, matches } from './search';
import { MOST, type Tail, type TailAction } from './tail';

const words = texts.events;

interface LiveEventsProps {
  tail: Tail;
  tell: (action: TailAction) => void;
  search: EventSearch;
}

/** The newest events by themselves, and whether they come. */
export function LiveEvents({ tail, tell, search }: LiveEventsProps) {
  const shown = tail.shown.filter((event) => matches(search, event));
  const empty = tail.shown.length === 0 && tail.held.length === 0;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Standing tail={tail} />
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => tell({ kind: tail.paused ? 'goOn' : 'pause' })}>
            {tail.paused ? words.goOn : words.pause}
          </Button>
          <Button variant="default" size="xs" disabled={empty} onClick={() => tell({ kind: 'clear' })}>
            {words.clear}
          </Button>
        </Group>
      </Group>
      {shown.length === 0 ? (
        <EmptyState
          title={words.waiting}
          hint={isNarrowed(search) ? words.waitingNarrow : words.waitingHint}
        />
      ) : (
        <EventList label={words.list} events={shown} />
      )}
      <Text size="xs" c="dimmed">
        {words.bound(MOST)} {tail.dropped > 0 && words.dropped(tail.dropped)}
      </Text>
    </Stack>
  );
}

function Standing({ tail: { paused, held } }: { tail: Tail }) {
  const state = useLiveState();
  return (
    <Text role="status" size="sm">
      {paused && state === 'live' ? words.live.paused(held.length) : words.live[state]}
    </Text>
  );
}
