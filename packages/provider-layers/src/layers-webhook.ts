/** Layers' webhooks (Layers docs, webhooks): HMAC over `t + "." + body`, several `v1` while a secret rotates. */
import { createHash } from 'node:crypto';
import type { ProviderWebhooks, WebhookHint } from '@postern/core';
import { idOf, readJsonBytes, readWire, verifyTimedSignature } from '@postern/provider-kit';
import { layersRegistration } from './layers-registration';
import { wireEvent } from './layers-wire';

const TOLERANCE_SECONDS = 300;
const ACCOUNT_TROUBLE = new Set(['social_account.needs_reauth', 'social_account.revoked']);

export const layersWebhooks: ProviderWebhooks = {
  verify: (rawBody, headers, secrets, now) =>
    verifyTimedSignature({
      rawBody,
      header: headers['x-layers-signature'],
      secrets,
      now,
      toleranceSeconds: TOLERANCE_SECONDS,
    }),
  parse: (rawBody, headers) => {
    const event = readWire(wireEvent, readJsonBytes(rawBody));
    if (!event) return null;
    const { id, type, data } = event;
    return {
      // The same for each try of a delivery; a deliberate replay is an event of its own. What the body says comes first:
      // headers are not signed, so whoever repeats a delivery may call it what they like.
      dedupeKey:
        id ?? idOf(headers['x-layers-event-id']) ?? createHash('sha256').update(rawBody).digest('hex'),
      type,
      references: referencesOf(data),
      concernsAccount: ACCOUNT_TROUBLE.has(type),
    } satisfies WebhookHint;
  },
  registration: layersRegistration,
};

type EventData = NonNullable<ReturnType<typeof wireEvent.parse>['data']>;

/** Post events name the post and its container, content events the container, account events the account. */
function referencesOf(data: EventData | null): string[] {
  if (!data) return [];
  const named = [data.scheduledPostId, data.containerId, data.id, data.socialAccountId];
  return [...new Set(named.filter((id) => id !== null))];
}
