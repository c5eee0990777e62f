import { Anchor, Code, Paper, Stack, Title } from '@mantine/core';
import type { WebhookDeliveryDetail } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { FactList } from '../../components/fact-list';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { Attempts } from './attempts';
import { DeliveryBadge } from './delivery-badge';
import { ReplayDelivery } from './replay-delivery';

const words = texts.webhooks.delivery;
const route = getRouteApi('/webhook-deliveries/$deliveryId');
const WATCH_MS = 2_000;

export function WebhookDeliveryPage() {
  const { deliveryId } = route.useParams();
  const query = useQuery({
    queryKey: ['webhooks', 'delivery', deliveryId],
    queryFn: ({ signal }) => postern.webhookDeliveries.get(deliveryId, { signal }),
    refetchInterval: ({ state }) => (state.data?.endedAt ? false : WATCH_MS),
  });
  return (
    <Page
      title={query.data ? `${words.title}: ${query.data.eventType}` : words.title}
      actions={query.data && <ReplayDelivery delivery={query.data} />}
    >
      <ScopeGate scope="webhooks:read">
        <Loaded query={query} skeletonHeight={480}>
          {(delivery) => (
            <Stack gap="md">
              <Paper withBorder p="md">
                <About delivery={delivery} />
              </Paper>
              <Title order={2} size="h3">
                {words.attempts}
              </Title>
              <Attempts delivery={delivery} />
            </Stack>
          )}
        </Loaded>
      </ScopeGate>
    </Page>
  );
}

function About({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const { facts } = words;
  const { endpointId, replayOf } = delivery;
  return (
    <FactList
      facts={[
        { label: facts.status, value: <DeliveryBadge status={delivery.status} /> },
        { label: facts.event, value: delivery.eventType },
        { label: facts.eventId, value: <Code>{delivery.eventId}</Code> },
        {
          label: facts.endpoint,
          value: (
            <Anchor
              size="sm"
              renderRoot={(props) => <Link to="/webhooks/$endpointId" params={{ endpointId }} {...props} />}
            >
              {delivery.lastAttempt?.url ?? endpointId}
            </Anchor>
          ),
        },
        { label: facts.sequence, value: delivery.sequence },
        { label: facts.created, value: <Instant at={delivery.createdAt} /> },
        delivery.endedAt === null
          ? { label: facts.next, value: <Instant at={delivery.nextAttemptAt} relative /> }
          : { label: facts.ended, value: <Instant at={delivery.endedAt} /> },
        { label: facts.replayOf, value: replayOf === null ? texts.common.none : <Earlier id={replayOf} /> },
      ]}
    />
  );
}

function Earlier({ id }: { id: string }) {
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link to="/webhook-deliveries/$deliveryId" params={{ deliveryId: id }} {...props} />
      )}
    >
      {id}
    </Anchor>
  );
}
