import { Button } from '@mantine/core';
import type { WebhookEndpoint } from '@postern/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { useCan } from '../../api/session';
import { useConfirm } from '../../components/confirm';
import { texts } from '../../texts';
import { EditEndpoint } from './edit-endpoint';
import { ReplayEvents } from './replay-events';
import { RotateSecret } from './rotate-secret';
import { SendTest } from './send-test';

const words = texts.webhooks;
type Opened = 'edit' | 'rotate' | 'replay' | null;

/** What may be done to an endpoint; nothing for sessions that may only read. */
export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const writable = useCan()('webhooks:write');
  if (!writable) return null;
  return (
    <>
      <SendTest endpointId={endpoint.id} active={endpoint.active} />
      {endpoint.active && (
        <Button variant="default" onClick={() => setOpened('replay')}>
          {words.replay.open}
        </Button>
      )}
      <Button variant="default" onClick={() => setOpened('edit')}>
        {words.edit}
      </Button>
      <Button variant="default" onClick={() => setOpened('rotate')}>
        {words.rotate}
      </Button>
      <Toggle endpoint={endpoint} />
      <Remove endpoint={endpoint} />
      {opened === 'edit' && <EditEndpoint endpoint={endpoint} onClose={close} />}
      {opened === 'rotate' && <RotateSecret endpointId={endpoint.id} onClose={close} />}
      {opened === 'replay' && <ReplayEvents endpoint={endpoint} onClose={close} />}
    </>
  );
}

function Toggle({ endpoint }: { endpoint: WebhookEndpoint }) {
  const ask = useConfirm();
  const toggle = useCommand({
    run: (active: boolean) => postern.webhookEndpoints.update(endpoint.id, { active }),
    changes: ['webhooks', 'stats', 'auditLog'],
    done: ({ active }) => (active ? words.activated : words.pausedDone),
  });
  const pause = async () => {
    const { confirmed } = await ask({
      title: words.pauseTitle,
      consequence: words.pauseConsequence,
      confirm: words.pauseConfirm,
    });
    if (confirmed) toggle.mutate(false);
  };
  return endpoint.active ? (
    <Button variant="default" loading={toggle.isPending} onClick={() => void pause()}>
      {words.pause}
    </Button>
  ) : (
    <Button loading={toggle.isPending} onClick={() => toggle.mutate(true)}>
      {words.activate}
    </Button>
  );
}

function Remove({ endpoint: { id, url, pendingDeliveries } }: { endpoint: WebhookEndpoint }) {
  const ask = useConfirm();
  const navigate = useNavigate();
  const remove = useCommand({
    run: () => postern.webhookEndpoints.delete(id),
    changes: ['stats', 'auditLog'],
    done: () => words.removed,
    onDone: () => void navigate({ to: '/webhooks' }),
  });
  const asked = async () => {
    const { confirmed } = await ask({
      title: words.removeTitle,
      consequence: words.removeConsequence(url, words.pendingCount(pendingDeliveries)),
      confirm: words.removeConfirm,
    });
    if (confirmed) remove.mutate();
  };
  return (
    <Button variant="outline" color="red" loading={remove.isPending} onClick={() => void asked()}>
      {words.remove}
    </Button>
  );
}
