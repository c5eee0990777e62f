import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  id: string;
  title: string;
  /** How much of it there is, beside the title. */
  count?: number;
  hint?: string;
  /** Where there is more. */
  link?: ReactNode;
  children: ReactNode;
}

/** One matter of the day. */
export function Section({ id, title, count, hint, link, children }: SectionProps) {
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      id={id}
      aria-labelledby={`${id}-title`}
      style={{ minWidth: 0 }}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs" align="baseline">
          <Title order={2} size="h4" id={`${id}-title`}>
            {title}
            {count !== undefined && count > 0 && ` (${count})`}
          </Title>
          {link}
        </Group>
        {hint !== undefined && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}

export function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
