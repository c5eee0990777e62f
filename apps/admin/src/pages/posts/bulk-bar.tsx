import { Button, Group, Loader, Paper, Text } from '@mantine/core';
import { texts } from '../../texts';
import type { View } from './search';

const words = texts.posts.bulk;

interface BulkBarProps {
  view: View;
  count: number;
  /** Rows that came while the list stands still. */
  news: number;
  running: boolean;
  onRetry: () => void;
  onCancel: () => void;
  onClear: () => void;
}

/** What can be done with the rows that are selected. */
export function BulkBar({ view, count, news, running, onRetry, onCancel, onClear }: BulkBarProps) {
  return (
    <Paper
      withBorder
      p="xs"
      role="group"
      aria-label={words.label}
      pos="sticky"
      top={60}
      style={{ zIndex: 2 }}
    >
      <Group gap="xs">
        <Text size="sm" fw={600} role="status">
          {words.selected(count, view)}
        </Text>
        <Button size="xs" variant="default" disabled={running} onClick={onRetry}>
          {words.retry}
        </Button>
        <Button size="xs" variant="default" disabled={running} onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="xs" variant="subtle" color="gray" c="var(--mantine-color-text)" onClick={onClear}>
          {words.unselect}
        </Button>
        {running && <Loader size="xs" aria-label={words.running} />}
        <Text size="xs" c="dimmed">
          {[texts.posts.list.frozen, ...(news > 0 ? [texts.posts.list.news(news)] : [])].join(' ')}
        </Text>
      </Group>
    </Paper>
  );
}
