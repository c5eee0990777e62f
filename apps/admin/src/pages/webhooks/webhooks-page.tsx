import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { WebhookEndpoint } from '@postern/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCan } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { Instant } from '../../components/instant';
import { KeysetPager } from '../../components/keyset-pager';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { EndpointBadge } from './endpoint-badge';
import { NewEndpoint } from './new-endpoint';

const words = texts.webhooks;
const route = getRouteApi('/webhooks');
/** Failures are told by no event. */
const POLL_MS = 10_000;

export function WebhooksPage() {
  const [creating, setCreating] = useState(false);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {words.create}
    </Button>
  );
  const writable = useCan()('webhooks:write');
  return (
    <Page title={texts.shell.pages.webhooks} hint={words.hint} actions={writable && add}>
      <ScopeGate scope="webhooks:read">
        <Endpoints />
        {creating && <NewEndpoint onClose={() => setCreating(false)} />}
      </ScopeGate>
    </Page>
  );
}

function Endpoints() {
  const { cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery({
    queryKey: ['webhooks', 'endpoints', cursor],
    queryFn: ({ signal }) => postern.webhookEndpoints.list({ cursor }, { signal }).first(),
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
  });
  return (
    <Loaded query={query}>
      {({ items, nextCursor }) => (
        <>
          {items.length === 0 && <EmptyState title={words.empty} hint={words.emptyHint} />}
          <Stack component="ul" gap="sm" p={0} m={0} aria-label={words.list} style={{ listStyle: 'none' }}>
            {items.map((endpoint) => (
              <li key={endpoint.id}>
                <EndpointCard endpoint={endpoint} />
              </li>
            ))}
          </Stack>
          <KeysetPager
            cursor={cursor}
            nextCursor={nextCursor}
            onCursor={(next) => void navigate({ search: { cursor: next } })}
          />
        </>
      )}
    </Loaded>
  );
}

function EndpointCard({ endpoint }: { endpoint: WebhookEndpoint }) {
  return (
    <Paper withBorder p="md">
      <Stack gap={6}>
        <Group justify="space-between" align="flex-start" gap="xs">
          <Anchor
            fw={600}
            style={{ overflowWrap: 'anywhere' }}
            renderRoot={(props) => (
              <Link to="/webhooks/$endpointId" params={{ endpointId: endpoint.id }} {...props} />
            )}
          >
            {endpoint.url}
          </Anchor>
          <EndpointBadge endpoint={endpoint} />
        </Group>
        {endpoint.description !== null && <Text size="sm">{endpoint.description}</Text>}
        <Text size="sm" c="dimmed">
          {endpoint.events.join(', ')}
        </Text>
        <Group gap="lg">
          <Text component="span" size="sm">
            {words.facts.lastSuccess}: <Instant at={endpoint.lastSuccessAt} relative />
          </Text>
          <Text component="span" size="sm">
            {words.facts.pending}: {words.pendingCount(endpoint.pendingDeliveries)}
          </Text>
          {endpoint.consecutiveFailures > 0 && (
            <Text component="span" size="sm">
              {words.facts.failures}: {endpoint.consecutiveFailures}
            </Text>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
