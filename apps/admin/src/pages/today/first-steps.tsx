import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from '../../api/session';
import { ToneBadge } from '../../components/status-badge';
import { texts } from '../../texts';
import { useConnectionsOfToday } from './today-queries';

const words = texts.today.firstSteps;

/** For a workspace that has no posts yet: what to do, in order. */
export function FirstSteps() {
  const can = useCan();
  const connected = (useConnectionsOfToday().data?.items.length ?? 0) > 0;
  return (
    <Stack component="section" gap="sm" aria-labelledby="first-steps">
      <div>
        <Title order={2} size="h4" id="first-steps">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
      </div>
      <Step number={1} {...words.connect} done={connected}>
        {!connected && can('connections:write') && (
          <Button renderRoot={(props) => <Link to="/connections/new" {...props} />}>
            {words.connect.action}
          </Button>
        )}
      </Step>
      <Step number={2} {...words.compose} done={false}>
        {can('publish:write') && (
          <Button
            variant={connected ? 'filled' : 'default'}
            renderRoot={(props) => <Link to="/compose" {...props} />}
          >
            {words.compose.action}
          </Button>
        )}
      </Step>
      <Step number={3} {...words.watch} done={false} />
    </Stack>
  );
}

interface StepProps {
  number: number;
  title: string;
  hint: string;
  done: boolean;
  children?: ReactNode;
}

function Step({ number, title, hint, done, children }: StepProps) {
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" gap="sm">
        <Stack gap={2} style={{ flex: '1 1 16rem' }}>
          <Group gap="xs">
            <Title order={3} size="h5">
              {number}. {title}
            </Title>
            {done && <ToneBadge tone="good">{words.done}</ToneBadge>}
          </Group>
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        </Stack>
        {children}
      </Group>
    </Paper>
  );
}
