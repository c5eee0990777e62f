import type { UpdateWebhookEndpoint, WebhookEndpoint } from '@postern/client';
import { useState } from 'react';
import { postern } from '../../api/client';
import { useCommand } from '../../api/command';
import { texts } from '../../texts';
import { EndpointForm } from './endpoint-form';

interface EditEndpointProps {
  endpoint: WebhookEndpoint;
  onClose: () => void;
}

export function EditEndpoint({ endpoint, onClose }: EditEndpointProps) {
  // As it was when it was opened: what is read meanwhile does not overwrite what is typed.
  const [draft] = useState({ ...endpoint, description: endpoint.description ?? '' });
  const save = useCommand({
    run: (body: UpdateWebhookEndpoint) => postern.webhookEndpoints.update(endpoint.id, body),
    changes: ['webhooks', 'auditLog'],
    done: () => texts.webhooks.saved,
    onDone: onClose,
    quiet: true,
  });
  const { url, events, description, payload, format, active } = draft;
  return (
    <EndpointForm
      title={texts.webhooks.editTitle}
      draft={{ url, events, description, payload, format, active }}
      asksActive={false}
      pending={save.isPending}
      error={save.error}
      onSubmit={(body, refused) => save.mutate(body, { onError: refused })}
      onClose={onClose}
    />
  );
}
