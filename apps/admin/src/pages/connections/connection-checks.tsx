import { Button, Card, Group, Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Connection, ConnectionCheck, ConnectionSync } from '@postern/client';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { Instant } from '../../components/instant';
import { texts } from '../../texts';
import { CommandProblem, UpstreamError } from '../../components/command-problem';
import { BreakerBadge, Budgets, ConnectionStatusBadge, Pause } from './connection-health';
import { UPSTREAM_TIMEOUT_MS } from '../../api/upstream-call';

const words = texts.connections;

/** How the connection stands, and asking the provider anew. */
export function ConnectionChecks({ connection }: { connection: Connection }) {
  const { error, traffic } = connection;
  return (
    <Card withBorder component="section" aria-label={words.health}>
      <Stack>
        <Title order={2} size="h4">
          {words.health}
        </Title>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          <Stack gap="xs" align="flex-start">
            <Group gap="xs">
              <ConnectionStatusBadge status={connection.status} />
              <BreakerBadge breaker={traffic.breaker} />
            </Group>
            <Text size="sm">
              {words.breakerLabel}: {words.breaker[traffic.breaker]}.
            </Text>
            <Pause traffic={traffic} />
            <Fact label={words.checkedAt}>
              {connection.checkedAt === null ? words.notChecked : <Instant at={connection.checkedAt} />}
            </Fact>
            <Fact label={words.syncedAt}>
              <Instant at={connection.syncedAt} />
            </Fact>
            <Fact label={words.createdAt}>
              <Instant at={connection.createdAt} />
            </Fact>
          </Stack>
          <Budgets traffic={traffic} />
        </SimpleGrid>
        {error !== null && <UpstreamError error={error} />}
        <Ask connection={connection} />
      </Stack>
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Text component="div" size="sm">
      {label}: {children}
    </Text>
  );
}

function Ask({ connection: { id } }: { connection: Connection }) {
  const check = useCommand<void, ConnectionCheck>({
    run: () => postern.connections.check(id, { timeoutMs: UPSTREAM_TIMEOUT_MS }),
    changes: ['connections', 'stats'],
    quiet: true,
    onDone: () => sync.reset(),
  });
  const sync = useCommand<void, ConnectionSync>({
    run: () => postern.connections.sync(id, { timeoutMs: UPSTREAM_TIMEOUT_MS }),
    changes: ['connections', 'accounts', 'stats'],
    quiet: true,
    onDone: () => check.reset(),
  });
  if (!useCan()('connections:write')) return null;
  const busy = check.isPending || sync.isPending;
  return (
    <Stack gap="xs">
      <Group>
        <Button loading={check.isPending} disabled={busy} onClick={() => check.mutate()}>
          {words.check}
        </Button>
        <Button variant="default" loading={sync.isPending} disabled={busy} onClick={() => sync.mutate()}>
          {words.sync}
        </Button>
      </Group>
      <Stack gap="xs" role="status" mih={24}>
        {check.isPending && <Busy says={words.checking} />}
        {sync.isPending && <Busy says={words.syncing} />}
        <Checked check={check} />
        {sync.data !== undefined && (
          <Text size="sm">
            {words.synced(sync.data.accounts, sync.data.added, sync.data.updated, sync.data.disconnected)}
          </Text>
        )}
      </Stack>
      {check.isError && <CommandProblem error={check.error} />}
      {sync.isError && <CommandProblem error={sync.error} />}
    </Stack>
  );
}

/** Of a check that failed the error stands above, as the connection's. */
function Checked({ check }: { check: UseMutationResult<ConnectionCheck, Error, void> }) {
  if (check.data === undefined) return null;
  if (!check.data.ok) return <Text size="sm">{words.checkedIll}</Text>;
  const { identity } = check.data;
  return <Text size="sm">{identity === null ? words.checkedWell : words.checkedAs(identity)}</Text>;
}

function Busy({ says }: { says: string }) {
  return (
    <Group gap="xs">
      <Loader size="xs" aria-hidden />
      <Text size="sm">{says}</Text>
    </Group>
  );
}
