import { Anchor, Code, Paper, Stack } from '@mantine/core';
import type { WebhookEndpoint } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { FactList } from '../../components/fact-list';
import { Instant } from '../../components/instant';
import { Loaded } from '../../components/loaded';
import { Page } from '../../components/page';
import { ScopeGate } from '../../components/scope-gate';
import { texts } from '../../texts';
import { Deliveries } from './deliveries';
import { EndpointActions } from './endpoint-actions';
import { EndpointBadge } from './endpoint-badge';
import { EndpointNotices } from './endpoint-notices';

const words = texts.webhooks;
const route = getRouteApi('/webhooks/$endpointId');
/** Deliveries are told by no event. */
const POLL_MS = 5_000;

export function WebhookEndpointPage() {
  const { endpointId } = route.useParams();
  const query = useQuery({
    queryKey: ['webhooks', 'endpoint', endpointId],
    queryFn: ({ signal }) => postern.webhookEndpoints.get(endpointId, { signal }),
    refetchInterval: POLL_MS,
  });
  const back = <Anchor renderRoot={(props) => <Link to="/webhooks" {...props} />}>{words.back}</Anchor>;
  return (
    <Page
      title={query.data?.url ?? texts.shell.pages.webhooks}
      hint={back}
      actions={query.data && <EndpointActions endpoint={query.data} />}
    >
      <ScopeGate scope="webhooks:read">
        <Loaded query={query} skeletonHeight={200}>
          {(endpoint) => <About endpoint={endpoint} />}
        </Loaded>
        {!query.isLoadingError && <Deliveries endpointId={endpointId} sends={query.data?.active !== false} />}
      </ScopeGate>
    </Page>
  );
}

function About({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { facts, fields } = words;
  return (
    <Stack gap="md">
      <EndpointNotices endpoint={endpoint} />
      <Paper withBorder p="md">
        <FactList
          facts={[
            { label: facts.state, value: <EndpointBadge endpoint={endpoint} /> },
            { label: fields.events, value: endpoint.events.join(', ') },
            { label: fields.payload, value: words.payloads[endpoint.payload] },
            { label: fields.format, value: words.formats[endpoint.format] },
            { label: facts.pending, value: words.pendingCount(endpoint.pendingDeliveries) },
            { label: facts.failures, value: endpoint.consecutiveFailures },
            { label: facts.lastSuccess, value: <Instant at={endpoint.lastSuccessAt} /> },
            { label: facts.lastFailure, value: <Instant at={endpoint.lastFailureAt} /> },
            { label: facts.failingSince, value: <Instant at={endpoint.failingSince} /> },
            { label: fields.description, value: endpoint.description ?? texts.common.none },
            { label: facts.secrets, value: <Secrets secrets={endpoint.secrets} /> },
            { label: facts.id, value: <Code>{endpoint.id}</Code> },
          ]}
        />
      </Paper>
    </Stack>
  );
}

function Secrets({ secrets }: { secrets: WebhookEndpoint['secrets'] }) {
  return secrets.map(({ createdAt, expiresAt }) => (
    <div key={createdAt}>
      {expiresAt === null ? words.secretNewest : words.secretEnds} <Instant at={expiresAt ?? createdAt} />
    </div>
  ));
}
