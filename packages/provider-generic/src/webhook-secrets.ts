/** The connection property that signed webhooks need: the gateway finds the secrets by its name. */
import type { Manifest } from './manifest-schema';

export const WEBHOOK_SECRETS = 'webhookSecrets';

/** It is always the same, so that a manifest need not repeat it; one that does may title it otherwise. */
export function withWebhookSecrets(manifest: Manifest): Manifest {
  const { connection, webhooks } = manifest;
  if (!webhooks || webhooks.signature.scheme === 'none' || WEBHOOK_SECRETS in connection.properties) {
    return manifest;
  }
  const property = {
    type: 'array' as const,
    items: { type: 'string' as const },
    title: 'Webhook signing secrets',
    description: 'Two while one is being exchanged.',
    writeOnly: true,
  };
  const properties = { ...connection.properties, [WEBHOOK_SECRETS]: property };
  return { ...manifest, connection: { ...connection, properties } };
}
