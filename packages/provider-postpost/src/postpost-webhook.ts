/** PostPost's webhooks: one event per platform post, signed over the body. Hints to read, never the truth. */
import type { ProviderWebhooks, WebhookHint } from '@postern/core';
import { readJsonBytes, readWire, verifyHexSignature } from '@postern/provider-kit';
import { postPostRegistration } from './postpost-registration';
import { webhookWire } from './postpost-wire';

const SIGNATURE_HEADER = 'x-postpost-signature';
/**
 * PostPost signs no delivery time and documents no pace for its five retries, so age is counted from the
 * body's own `timestamp`. An hour leaves room for late retries; a replay within it is caught by `dedupeKey`.
 */
const OLDEST_MS = 60 * 60_000;
/** Clocks differ. */
const NEWEST_MS = 5 * 60_000;

export const postPostWebhooks: ProviderWebhooks = {
  verify(rawBody, headers, secrets, now) {
    const verdict = verifyHexSignature({ rawBody, header: headers[SIGNATURE_HEADER], secrets });
    if (!verdict.ok) return verdict;
    const sentAt = readBody(rawBody)?.timestamp ?? null;
    if (sentAt === null) return { ok: false, reason: 'malformed' };
    const age = now - Date.parse(sentAt);
    return age <= OLDEST_MS && age >= -NEWEST_MS ? { ok: true } : { ok: false, reason: 'stale' };
  },

  parse(rawBody): WebhookHint | null {
    const body = readBody(rawBody);
    if (!body?.event || !body.data) return null;
    const { event, data, timestamp } = body;
    // When it happened: the same in each delivery, whatever `timestamp` stands for.
    const happenedAt = data.publishedAt ?? data.failedAt ?? data.scheduledAt ?? data.expiresAt ?? timestamp;
    const subject = data.postId ?? data.platformId ?? data.postGroupId;
    if (subject === null) return null;
    return {
      dedupeKey: [event, data.postGroupId, subject, happenedAt].join(':'),
      type: event,
      references: [data.postGroupId, data.postId].filter((id) => id !== null),
      concernsAccount: event === 'token.expiring' || data.error?.code === 'PLATFORM_AUTH_EXPIRED',
    };
  },

  registration: postPostRegistration,
};

function readBody(rawBody: Uint8Array) {
  return readWire(webhookWire, readJsonBytes(rawBody));
}
