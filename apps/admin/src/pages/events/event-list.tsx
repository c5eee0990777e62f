import { Accordion, Anchor, Group, Stack, Text } from '@mantine/core';
import type { PosternEvent } from '@postern/client';
import { platformName } from '@postern/core';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../components/instant';
import { JsonBlock } from '../../components/json-block';
import { texts } from '../../texts';
import { eventLinks } from './event-links';

const words = texts.events;

/** One line for each event, with the whole of it below when it is opened. */
export function EventList({ label, events }: { label: string; events: readonly PosternEvent[] }) {
  return (
    <section aria-label={label}>
      <Accordion multiple order={2} variant="contained" keepMounted={false} transitionDuration={0}>
        {events.map((event) => (
          <Accordion.Item key={event.id} value={event.id}>
            <Accordion.Control py={2}>
              <Headline event={event} />
            </Accordion.Control>
            <Accordion.Panel>
              <Stack gap="xs">
                <Links event={event} />
                <JsonBlock label={`${words.document}: ${event.id}`} value={event} />
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}

function Headline({ event }: { event: PosternEvent }) {
  return (
    <Group gap="sm" wrap="wrap">
      <Text size="sm" c="dimmed" component="span">
        {event.sequence}
      </Text>
      <Text size="sm" fw={600} component="span">
        {event.type}
      </Text>
      <Change event={event} />
      <Text size="sm" component="span">
        <Instant at={event.timestamp} />
      </Text>
    </Group>
  );
}

/** From which status to which, and where: what a person looks for first. */
function Change({ event }: { event: PosternEvent }) {
  if (!('status' in event.data) || !('previousStatus' in event.data)) return null;
  const { status, previousStatus } = event.data as StatusData;
  const platform = 'platform' in event.data ? `${platformName(String(event.data.platform))}: ` : '';
  const told =
    previousStatus === null || previousStatus === status
      ? texts.statuses[status]
      : words.fromTo(texts.statuses[previousStatus], texts.statuses[status]);
  return (
    <Text size="sm" component="span">
      {platform}
      {told}
    </Text>
  );
}

type Status = keyof typeof texts.statuses;
interface StatusData {
  status: Status;
  previousStatus: Status | null;
}

function Links({ event }: { event: PosternEvent }) {
  return (
    <Group gap="md">
      {eventLinks(event).map(({ kind, path }) => (
        <Anchor key={kind} size="sm" renderRoot={(props) => <Link to={path} {...props} />}>
          {words.links[kind]}
        </Anchor>
      ))}
      <Anchor
        size="sm"
        renderRoot={(props) => (
          <Link to="/events" search={{ view: 'history', after: event.sequence - 1 }} {...props} />
        )}
      >
        {words.history.fromHere}
      </Anchor>
    </Group>
  );
}
