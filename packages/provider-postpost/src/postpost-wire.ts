/**
 * What PostPost sends, read leniently: only the fields in use, absent and null alike, unknown fields ignored.
 * None of these types leaves the package.
 */
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
import { z } from 'zod';

/** An array that was said, item by item leniently: a reply without it is no empty list. */
function saidArray<T extends z.ZodType>(item: T) {
  return z
    .unknown()
    .refine((value): boolean => Array.isArray(value))
    .pipe(lenientArray(item));
}

const rowErrorFields = z.object({
  code: lenientString,
  message: lenientString,
  platformStatusCode: lenientNumber,
  platformError: lenientString,
  failedAt: lenientTime,
  retryable: lenientBoolean,
});

/** An object for a failed row, absent or null otherwise; the log endpoint's plain string is understood too. */
const rowError = z
  .preprocess((value) => (typeof value === 'string' ? { message: value } : value), z.unknown())
  .pipe(lenientObject(rowErrorFields));

/** One platform post. `platformId` is raw in get-post and compound in list-posts; pages disagree. */
export const rowWire = z.object({
  _id: lenientId,
  platform: lenientString,
  platformId: lenientId,
  status: lenientString,
  postedId: lenientId,
  permalink: lenientUrl,
  error: rowError,
});
export type PostRow = z.output<typeof rowWire>;
export type RowError = NonNullable<PostRow['error']>;

/** GET /get-post: documented without group status and time; both are read where they come. */
export const groupWire = z.object({
  postGroupId: lenientId,
  scheduledTime: lenientTime,
  posts: saidArray(rowWire),
});
export type PostGroup = z.output<typeof groupWire>;

export const createdWire = z.object({ postGroupId: lenientId });

/** PUT /update-post. The time may differ from the one asked for: a limits service spaces posts out. */
export const updatedWire = z.object({
  postGroup: lenientObject(z.object({ _id: lenientId, status: lenientString, scheduledTime: lenientTime })),
});

export const uploadWire = z.object({ uploadUrl: lenientUrl, mediaId: lenientId });

const listedGroup = z.object({
  postGroupId: lenientId,
  scheduledTime: lenientTime,
  platforms: lenientArray(rowWire),
});
export type ListedGroup = z.output<typeof listedGroup>;

export const listWire = z.object({
  posts: saidArray(listedGroup),
  pagination: lenientObject(z.object({ hasNextPage: lenientBoolean, totalPages: lenientNumber })),
});

export const connectionWire = z.object({
  platformId: lenientId,
  username: lenientString,
  displayName: lenientString,
  profileImageUrl: lenientUrl,
  accessTokenExpiresAt: lenientTime,
  tokenStatus: lenientString,
  lastSuccessfulPost: lenientTime,
});
export type PostPostConnection = z.output<typeof connectionWire>;

export const connectionsWire = z.object({ connections: saidArray(connectionWire) });

export const errorBodyWire = z.object({
  error: z.unknown().optional(),
  message: lenientString,
  code: lenientString,
  retryAfter: lenientNumber,
});

const registeredWebhook = z.object({
  _id: lenientId,
  url: lenientString,
  events: lenientArray(z.string()),
  isActive: lenientBoolean,
  secret: lenientString,
});
export type RegisteredWebhook = z.output<typeof registeredWebhook>;

export const webhooksWire = z.object({ webhooks: saidArray(registeredWebhook) });
export const webhookMadeWire = z.object({ webhook: lenientObject(registeredWebhook) });
export const secretWire = z.object({ secret: lenientString });

export const webhookWire = z.object({
  event: lenientString,
  timestamp: lenientTime,
  data: lenientObject(
    z.object({
      postId: lenientId,
      postGroupId: lenientId,
      platformId: lenientId,
      publishedAt: lenientTime,
      failedAt: lenientTime,
      scheduledAt: lenientTime,
      expiresAt: lenientTime,
      error: rowError,
    }),
  ),
});
