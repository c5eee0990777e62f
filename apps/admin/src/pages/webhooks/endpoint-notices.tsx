import { Alert, Text } from '@mantine/core';
import type { WebhookEndpoint } from '@postern/client';
import { CircleAlert, Pause } from 'lucide-react';
import { Instant } from '../../components/instant';
import { texts } from '../../texts';
import { endpointState } from './endpoint-state';

const words = texts.webhooks;

/** Why nothing is sent, since when, and what to do about it. */
export function EndpointNotices({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { disabledReason, disabledAt, pausedUntil, active } = endpoint;
  if (disabledReason !== null) {
    return (
      <Alert
        role="alert"
        variant="default"
        icon={<CircleAlert aria-hidden color="var(--mantine-color-error)" />}
        title={words.disabled[disabledReason]}
      >
        <Text size="sm">
          {words.disabled.since} <Instant at={disabledAt} />. {words.disabled.remedy}
        </Text>
      </Alert>
    );
  }
  if (endpointState(endpoint) === 'paused') {
    return (
      <Alert variant="default" icon={<Pause aria-hidden />} title={words.paused}>
        {words.disabled.since} <Instant at={disabledAt} />
      </Alert>
    );
  }
  if (!active || pausedUntil === null) return null;
  return (
    <Alert variant="default" icon={<Pause aria-hidden />} title={words.waits}>
      {words.facts.pausedUntil} <Instant at={pausedUntil} />
    </Alert>
  );
}
