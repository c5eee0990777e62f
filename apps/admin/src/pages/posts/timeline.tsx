import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { TimelineEvent } from '@postern/client';
import { Instant } from '../../components/instant';
import { ProblemNotice } from '../../components/problem-notice';
import { STATUS_TONES, ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { AttemptView } from './attempt-view';
import { eventFacts } from './event-facts';
import { useTimeline } from './reading';
import classes from './timeline.module.css';
import { timelineRows } from './timeline-rows';

const words = texts.postDetails;

interface TimelineProps {
  postId: string;
  /** Shows what was sent and answered without being asked to. */
  opened?: boolean;
}

/** Our events on the one side; on the other what was sent, and what the upstream said to it. */
export function Timeline({ postId, opened = false }: TimelineProps) {
  const query = useTimeline(postId);
  if (query.data === undefined) {
    return query.isError ? (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton height={240} role="status" aria-label={texts.common.loading} />
    );
  }
  const rows = timelineRows(query.data.pages.flatMap(({ items }) => items));
  return (
    <Stack gap="sm">
      {query.isRefetchError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      <div className={classes.head}>
        <Text fw={600} size="sm">
          {words.ourEvents}
        </Text>
        <Text fw={600} size="sm">
          {words.upstream}
        </Text>
      </div>
      <ol className={classes.rows}>
        {rows.map(({ events, attempt }, index) => (
          <li key={attempt?.id ?? `before-${index}`} className={classes.row}>
            <Stack gap="xs">
              {events.length === 0 && (
                <Text size="sm" c="dimmed">
                  {words.noEvents}
                </Text>
              )}
              {events.map((event) => (
                <EventView key={event.id} event={event} />
              ))}
            </Stack>
            {attempt === null ? (
              <Text size="sm" c="dimmed">
                {words.notSent}
              </Text>
            ) : (
              <AttemptView attempt={attempt} opened={opened} />
            )}
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <div>
          <Button
            size="xs"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {words.more}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function EventView({ event }: { event: TimelineEvent }) {
  const { status, lines, movedTo } = eventFacts(event);
  const name = (texts.postDetails.events as Record<string, string>)[event.type] ?? event.type;
  return (
    <div>
      <Text component="div" size="xs" c="dimmed">
        <Instant at={event.at} />
      </Text>
      {status === null ? (
        <Text size="sm" fw={600}>
          {name}
        </Text>
      ) : (
        <ToneBadge tone={STATUS_TONES[status]}>{name}</ToneBadge>
      )}
      {movedTo !== null && (
        <Text component="div" size="sm">
          {words.movedTo} <Instant at={movedTo} />
        </Text>
      )}
      {lines.map((line) => (
        <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
    </div>
  );
}

/** With its heading, on a page of its own post. */
export function TimelineSection({ postId }: { postId: string }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {words.timeline}
      </Title>
      <Timeline postId={postId} />
    </section>
  );
}
