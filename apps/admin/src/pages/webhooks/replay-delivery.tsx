import { Button, Text } from '@mantine/core';
import type { WebhookDeliveryDetail } from '@postern/client';
import { useNavigate } from '@tanstack/react-router';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';

const words = texts.webhooks.delivery;

/** Asks, repeats the delivery, and leads to the new one. */
export function ReplayDelivery({ delivery }: { delivery: WebhookDeliveryDetail }) {
  const ask = useConfirm();
  const navigate = useNavigate();
  const writable = useCan()('webhooks:write');
  const replay = useCommand({
    run: () => postern.webhookDeliveries.replay(delivery.id),
    changes: ['webhooks', 'auditLog'],
    done: () => words.replayed,
    onDone: ({ id }) => void navigate({ to: '/webhook-deliveries/$deliveryId', params: { deliveryId: id } }),
  });
  if (!writable) return null;
  if (delivery.endedAt === null) {
    return (
      <Text size="sm" c="dimmed">
        {words.stillPending}
      </Text>
    );
  }
  const asked = async () => {
    const { confirmed } = await ask({
      title: words.replayTitle,
      consequence: words.replayConsequence(delivery.lastAttempt?.url ?? delivery.endpointId),
      confirm: words.replayConfirm,
    });
    if (confirmed) replay.mutate();
  };
  return (
    <Button loading={replay.isPending} onClick={() => void asked()}>
      {words.replay}
    </Button>
  );
}
