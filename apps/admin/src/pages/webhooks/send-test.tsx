import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import type { WebhookDelivery } from '@postern/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { Instant } from '../../components/instant';
import { ProblemNotice } from '../../components/problem-notice';
import { duration } from '../../components/time';
import { texts } from '../../texts';

const words = texts.webhooks.test;
const WATCH_MS = 1_000;

/** A ping to this endpoint alone, watched until it is known what became of it: also where it switches it off. */
export function SendTest({ endpointId, active }: { endpointId: string; active: boolean }) {
  const send = useCommand({
    run: () => postern.webhookEndpoints.test(endpointId),
    changes: ['webhooks', 'auditLog'],
  });
  return (
    <>
      {active && (
        <Button loading={send.isPending} onClick={() => send.mutate()}>
          {words.send}
        </Button>
      )}
      <Modal opened={send.data !== undefined} onClose={send.reset} title={words.title} centered>
        {send.data !== undefined && <Watched endpointId={endpointId} eventId={send.data.eventId} />}
      </Modal>
    </>
  );
}

function Watched({ endpointId, eventId }: { endpointId: string; eventId: string }) {
  const { data, error } = useQuery({
    queryKey: ['webhooks', 'test', endpointId, eventId],
    queryFn: ({ signal }) => postern.webhookDeliveries.list({ endpointId, eventId }, { signal }).first(),
    refetchInterval: ({ state }) => (state.data?.items[0]?.endedAt ? false : WATCH_MS),
  });
  const delivery = data?.items[0];
  return (
    <Stack gap="sm">
      {error !== null && <ProblemNotice error={error} />}
      <div role="status">{delivery ? <Outcome delivery={delivery} /> : <Text>{words.waiting}</Text>}</div>
      {delivery !== undefined && (
        <Anchor
          renderRoot={(props) => (
            <Link to="/webhook-deliveries/$deliveryId" params={{ deliveryId: delivery.id }} {...props} />
          )}
        >
          {words.look}
        </Anchor>
      )}
    </Stack>
  );
}

function Outcome({ delivery: { status, lastAttempt, nextAttemptAt } }: { delivery: WebhookDelivery }) {
  if (lastAttempt === null) return <Text>{words.waiting}</Text>;
  if (status === 'delivered') {
    return <Text>{words.delivered(lastAttempt.responseStatus, duration(lastAttempt.durationMs))}</Text>;
  }
  return (
    <>
      <Text>{words.refused(lastAttempt.error ?? String(lastAttempt.responseStatus))}</Text>
      <Text size="sm">
        {status === 'failed' ? (
          words.givenUp
        ) : (
          <>
            {words.again} <Instant at={nextAttemptAt} relative />.
          </>
        )}
      </Text>
    </>
  );
}
