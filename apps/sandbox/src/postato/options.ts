import { z } from 'zod';

/** Where Postato's pages disagree or say nothing. Defaults are the likelier reading. */
export const postatoOptionsSchema = z.strictObject({
  /**
   * A: the schema's words (`pending`, `processing`, `platformPostId`, `platformUrl`). B: the guides' words
   * (`queued`, `publishing`, `retrying`, `externalId`, `externalUrl`). mixed: by turns, answer by answer.
   */
  dialect: z.enum(['A', 'B', 'mixed']).default('A'),
  /** A repeated Idempotency-Key: the first answer as it was, or the same post as it is now. */
  replay: z.enum(['current-status', 'previous-response']).default('current-status'),
  /** `error` of a failed post: `{code, message}` or a sentence. */
  errorForm: z.enum(['object', 'string']).default('object'),
  /** Every post that would go out needs a reviewer first. `#needs-approval` in a text asks for one post. */
  approvalPolicy: z.boolean().default(false),
  /** After so long an undecided approval expires; null = never. Milliseconds of simulated time. */
  approvalTtlMs: z.number().positive().nullable().default(null),
  /** Post creations a minute and tenant; documented as 120. null = no limit. */
  createsPerMinute: z.number().int().positive().nullable().default(null),
  /** `workspace_required` is 403 in the error guide and 400 in the authentication guide. */
  workspaceRequiredStatus: z.union([z.literal(400), z.literal(403)]).default(403),
  /** Create answers 201 or 200; the documentation shows no status. */
  createdStatus: z.union([z.literal(200), z.literal(201)]).default(201),
  /** How the MCP endpoint frames its replies; the transport is named nowhere. */
  mcpReplies: z.enum(['json', 'events']).default('json'),
  /** Where a tool's result stands: the pages show JSON alone. */
  mcpResults: z.enum(['structured', 'text']).default('structured'),
  /** `prose`: update_post also moves a post, as its page tells. `schema`: it takes a status alone. */
  mcpUpdate: z.enum(['prose', 'schema']).default('prose'),
  planActive: z.boolean().default(true),
  /** Create is refused with `policy_violation` for texts that contain this; null = no such policy. */
  forbiddenText: z.string().nullable().default(null),
  /** Webhooks may be plain HTTP, which Postato refuses. */
  insecureWebhooks: z.boolean().default(false),
  /** Media addresses may be plain HTTP and private, which Postato refuses. */
  insecureMedia: z.boolean().default(false),
  /** Fetch media addresses when a post goes out, as documented; one that cannot be had fails the post. */
  fetchMedia: z.boolean().default(false),
});

export type PostatoSettings = z.output<typeof postatoOptionsSchema>;
/** What a caller may turn on this simulator, at start or by `PATCH /generic/postato/_sandbox/options`. */
export type PostatoOptions = z.input<typeof postatoOptionsSchema>;
