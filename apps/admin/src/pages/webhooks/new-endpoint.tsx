import type { CreateWebhookEndpoint, NewWebhookEndpoint } from '@postern/client';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { SecretOnce } from '../../components/secret-once';
import { texts } from '../../texts';
import { EMPTY_DRAFT, EndpointForm } from './endpoint-form';

const words = texts.webhooks;

/** The form, then the secret, then the new endpoint's own page. */
export function NewEndpoint({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [made, setMade] = useState<NewWebhookEndpoint | null>(null);
  const create = useCommand({
    run: (body: CreateWebhookEndpoint) => postern.webhookEndpoints.create(body),
    changes: ['webhooks', 'auditLog'],
    done: () => words.created,
    onDone: setMade,
    quiet: true,
  });
  if (made !== null) {
    const leave = () => {
      onClose();
      void navigate({ to: '/webhooks/$endpointId', params: { endpointId: made.id } });
    };
    return (
      <SecretOnce secret={made.secret} title={words.secret.title} hint={words.secret.hint} onClose={leave} />
    );
  }
  return (
    <EndpointForm
      title={words.createTitle}
      draft={EMPTY_DRAFT}
      asksActive
      pending={create.isPending}
      error={create.error}
      onSubmit={(body, refused) => create.mutate(body, { onError: refused })}
      onClose={onClose}
    />
  );
}
