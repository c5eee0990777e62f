/** The secrets of webhook endpoints: `whsec_` and base64, after Standard Webhooks 1.0; sealed where they are stored. */
import { createHmac, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '../config/encryption-keys';
import { seal, type Sealed, unseal } from '../secrets/seal';

const PREFIX = 'whsec_';
/** The specification asks for 24 to 64. */
const BYTES = 32;

export function newWebhookSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

export function sealWebhookSecret(
  keys: readonly EncryptionKey[],
  endpointId: string,
  secret: string,
): Sealed {
  return seal(keys, secret, bindingOfWebhookSecret(endpointId));
}

/** @throws SealError where the key is missing or the bytes were changed or moved */
export function openWebhookSecret(
  keys: readonly EncryptionKey[],
  endpointId: string,
  sealed: Sealed,
): string {
  return unseal(keys, sealed, bindingOfWebhookSecret(endpointId));
}

/**
 * The value of `webhook-signature`: one signature by each secret, so that a receiver that knows any of them takes it.
 *
 * @param timestamp Unix seconds, as sent in `webhook-timestamp`
 */
export function webhookSignature(
  secrets: readonly string[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}

export const bindingOfWebhookSecret = (endpointId: string): string => `webhook_endpoint:${endpointId}`;
