/** What is read of Layers' replies: only the fields used, absent = null. */
import { z } from 'zod';
import {
  lenientArray,
  lenientBoolean,
  lenientId,
  lenientNumber,
  lenientObject,
  lenientString,
  lenientTime,
  lenientUrl,
} from '@postern/provider-kit';

/** The error bag is `details` in HTTP errors and `data` in `lastError`; both are read in both places. */
const bag = lenientObject(
  z.object({
    platform: lenientString,
    platformCode: lenientString,
    platformMessage: lenientString,
    platformHttpStatus: lenientNumber,
    subcode: lenientString,
    scope: lenientString,
    socialAccountId: lenientId,
    containerId: lenientId,
    approvalStatus: lenientString,
    issues: lenientArray(z.object({ path: z.unknown(), message: lenientString })),
  }),
);

export const wireError = z.object({
  code: lenientString,
  message: lenientString,
  requestId: lenientString,
  details: bag,
  data: bag,
});
export type WireError = z.output<typeof wireError>;

export const wireErrorEnvelope = z.object({ error: lenientObject(wireError) });

/** A post: the single GET has all, list rows lack externalId and lastError, a failed one may lack most. */
export const wirePost = z.object({
  id: lenientId,
  containerId: lenientId,
  socialAccountId: lenientId,
  status: lenientString,
  externalId: lenientId,
  externalUrl: lenientUrl,
  scheduledFor: lenientTime,
  attemptedAt: lenientTime,
  publishedAt: lenientTime,
  canceledAt: lenientTime,
  lastError: lenientObject(wireError),
});
export type WirePost = z.output<typeof wirePost>;

/** `items` must be a list: a page without one is no page. The end is a cursor that is null or absent. */
export const wirePage = z.object({ items: z.array(z.unknown()), nextCursor: lenientString });

/** Answer of publish and schedule; its shape is documented only in pieces, so both spellings are read. */
export const wireCreated = z.object({
  containerId: lenientId,
  gateStatus: lenientString,
  approvalStatus: lenientString,
  scheduledPostIds: lenientArray(z.string().min(1).max(512)),
  scheduledPosts: lenientArray(
    z.object({
      scheduledPostId: lenientId,
      id: lenientId,
      socialAccountId: lenientId,
      status: lenientString,
      scheduledFor: lenientTime,
    }),
  ),
});
export type WireCreated = z.output<typeof wireCreated>;

export const wireContainer = z.object({
  id: lenientId,
  containerId: lenientId,
  status: lenientString,
  approvalStatus: lenientString,
  lastError: lenientObject(wireError),
  rejectionReason: lenientString,
  reason: lenientString,
});
export type WireContainer = z.output<typeof wireContainer>;

export const wireProject = z.object({ id: lenientId, status: lenientString });

export const wireAccount = z.object({
  socialAccountId: lenientId,
  id: lenientId,
  platform: lenientString,
  handle: lenientString,
  displayName: lenientString,
  avatarUrl: lenientUrl,
  status: lenientString,
  tokenExpiresAt: lenientTime,
});

export const wireWhoami = z.object({
  organizationId: lenientId,
  organizationName: lenientString,
  workspaceId: lenientId,
  apiKeyId: lenientId,
  rateLimitTier: lenientString,
  scopes: lenientArray(z.string()),
  creditBalance: lenientNumber,
  killSwitch: lenientBoolean,
  apiAccessRevoked: lenientBoolean,
});

export const wireEvent = z.object({
  id: lenientId,
  type: z.string().min(1).max(256),
  data: lenientObject(
    z.object({
      id: lenientId,
      scheduledPostId: lenientId,
      containerId: lenientId,
      socialAccountId: lenientId,
    }),
  ),
});

export const wireWebhook = z.object({
  id: lenientId,
  projectId: lenientId,
  url: lenientString,
  status: lenientString,
  events: lenientArray(z.string()),
});
export type WireWebhook = z.output<typeof wireWebhook>;

export const wireWebhookCreated = z.object({
  endpoint: lenientObject(wireWebhook),
  signingSecret: lenientString,
});

export const wireWebhookRotated = z.object({
  signingSecret: lenientString,
  previousSecretExpiresAt: lenientTime,
});

/** Ids come as `prj_<uuid>` and as the bare uuid of the same thing; nothing else is ever normalised. */
export function sameId(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && bareId(a) === bareId(b);
}

export function bareId(id: string): string {
  return id.replace(/^[a-z]{2,6}_/, '');
}
