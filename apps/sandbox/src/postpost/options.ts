import { z } from 'zod';

/** A plan's limits; null = none. Platform posts count, not groups (PostPost docs, scheduling guide). */
const planSchema = z.strictObject({
  name: z.string().default('Premium'),
  monthlyPosts: z.number().int().nonnegative().nullable().default(null),
  scheduledPosts: z.number().int().nonnegative().nullable().default(null),
  horizonDays: z.number().positive().nullable().default(null),
  /** Paid plans count per connection, Starter account-wide. */
  countedPer: z.enum(['account', 'connection']).default('connection'),
  allowedPlatforms: z.array(z.string()).nullable().default(null),
  /** Above 0, every create is refused with CONNECTIONS_OVER_LIMIT. */
  connectionsOverLimitBy: z.number().int().nonnegative().default(0),
  apiAccess: z.boolean().default(true),
  mcpAccess: z.boolean().default(true),
});

/** Where PostPost's own pages disagree, or where an account may differ. Defaults are the likelier reading. */
export const postpostOptionsSchema = z.strictObject({
  /** A time that has passed: quietly now (endpoint pages), or 400 (OpenAPI, update guide). */
  pastTimes: z.enum(['clamp', 'refuse']).default('clamp'),
  /** create-post's id pattern has no colon, so that Bluesky's DIDs do not fit it. */
  blueskyIds: z.enum(['refuse', 'accept']).default('refuse'),
  /** get-post's `postedId` and `error` without a value: absent (endpoint page) or null (MCP page). */
  absentAs: z.enum(['absent', 'null']).default('absent'),
  /** get-post's `platformId`: raw (endpoint page) or compound (MCP page). */
  getPostIds: z.enum(['raw', 'compound']).default('raw'),
  /** get-post's top level also has `status`, `processingStatus`, `scheduledTime` (create-post page). */
  getPostGroupFields: z.boolean().default(false),
  /** update-post moves a time so far away from other posts of the same connection. Milliseconds. */
  minSpacingMs: z.number().nonnegative().default(0),
  /** Lets webhooks point to this machine, which PostPost's URL rules refuse. */
  allowPrivateWebhooks: z.boolean().default(false),
  workspaceAccess: z.boolean().default(true),
  plan: planSchema.prefault({}),
});

export type PostpostSettings = z.output<typeof postpostOptionsSchema>;
export type Plan = PostpostSettings['plan'];
/** What a caller may turn on this simulator, at start or by `PATCH /postpost/_sandbox/options`. */
export type PostpostOptions = z.input<typeof postpostOptionsSchema>;
