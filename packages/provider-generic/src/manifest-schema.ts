/**
 * The shape of a manifest: one publishing API described as data. Strict, so that a misspelt key is an error
 * and never a silent default. Three small languages occur in it:
 *
 * - *template*: text with `{scope.path|other.path}` placeholders, for addresses, queries and headers;
 * - *path*: `a.b|c.d`, the first alternative that holds a value (`$` is the whole), for reading replies;
 * - *expression*: JSONata over plain JSON, bounded, for bodies and conditions (see `expression.ts`).
 */
import { POST_STATUSES, PUBLISH_ERROR_CODES } from '@postern/core';
import { z } from 'zod';

export const MANIFEST_VERSION = 'postern/v1';

const template = z.string().min(1).max(2_000);
const path = z.string().min(1).max(500);
/** One text, or lines that are joined: JSON has no multi-line strings. */
const expression = z.union([z.string().min(1).max(8_000), z.array(z.string().max(2_000)).min(1).max(200)]);
const seconds = z.int().nonnegative();
const word = z.string().min(1).max(100);
const name = z.string().regex(/^[a-z][a-zA-Z0-9]*$/);

const postStatus = z.enum(POST_STATUSES);
const errorCode = z.enum(PUBLISH_ERROR_CODES);
const httpStatuses = z.array(z.int().min(100).max(599)).min(1);

const configProperty = z.strictObject({
  type: z.enum(['string', 'array']).default('string'),
  items: z.strictObject({ type: z.literal('string') }).optional(),
  title: z.string().min(1),
  description: z.string().optional(),
  format: z.literal('uri').optional(),
  pattern: z.string().optional(),
  default: z.string().optional(),
  /** A secret: may stand in headers only, and is never shown to an expression. */
  writeOnly: z.boolean().optional(),
});

const connection = z.strictObject({
  properties: z.record(name, configProperty),
  required: z.array(name),
});

const success = z.strictObject({
  /** Status codes that mean success; any 2xx where absent. */
  status: httpStatuses.optional(),
  /** Must be true of `{ reply, status }` too: for APIs that report failures inside HTTP 200. */
  when: expression.optional(),
  /** What a reply that breaks `when` means where the error table has no line for it. */
  otherwise: z.enum(['rejected', 'unknown']).default('unknown'),
});

const operation = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Appended to `transport.baseUrl`; placeholders are percent-encoded. */
  path: template.startsWith('/'),
  /** A parameter whose placeholders are absent is left out. */
  query: z.record(z.string(), template).optional(),
  headers: z.record(z.string(), template).optional(),
  encoding: z.enum(['json', 'form']).default('json'),
  body: expression.optional(),
  timeoutMs: z.int().min(100).max(300_000).optional(),
  /** Which rate budget pays; `read` for GET and `write` for the rest where absent. */
  budget: z.enum(['read', 'write', 'none']).optional(),
  success: success.optional(),
});

const pagingLimits = { size: z.int().min(1).max(1_000), maxPages: z.int().min(1).max(1_000).default(50) };
const paging = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** `{page.number}` counts from `first`. Ends on an empty page, or as the paths below say. */
  z.strictObject({
    kind: z.literal('page'),
    first: z.int().min(0).default(1),
    totalPages: path.optional(),
    hasNext: path.optional(),
    ...pagingLimits,
  }),
  /** `{page.offset}` grows by the rows seen. */
  z.strictObject({ kind: z.literal('offset'), totalRows: path.optional(), ...pagingLimits }),
  /** `{page.cursor}`; absent, null or empty = the end. */
  z.strictObject({ kind: z.literal('cursor'), next: path, ...pagingLimits }),
]);

const listOperation = operation.extend({ rows: path, paging: paging.default({ kind: 'none' }) });

const contentRules = z.strictObject({
  text: z
    .strictObject({
      maxLength: z.int().positive(),
      unit: z.enum(['characters', 'graphemes', 'utf16']),
      source: z.string(),
    })
    .optional(),
  media: z.strictObject({
    min: z.int().min(0),
    max: z.int().min(0),
    maxImages: z.int().min(0),
    maxVideos: z.int().min(0),
    mixed: z.boolean(),
    source: z.string(),
  }),
  thread: z
    .strictObject({ maxParts: z.int().min(2) })
    .nullable()
    .default(null),
  firstComment: z.boolean().default(false),
  altText: z.boolean().default(false),
  modes: z.array(word).default(['publish']),
  /** Option names that are passed on; any other is refused before sending. */
  options: z.array(word).default([]),
});

const platform = z.strictObject({
  /** The upstream's word; Postern's own where absent. */
  word: word.optional(),
  /** Further words that the upstream may answer with. */
  aliases: z.array(word).default([]),
  /** What the upstream calls the form of a post (`reel`, `thread`), from the post; bound to `post.kind`. */
  kind: expression.optional(),
  rules: contentRules,
});

const idempotency = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The key goes out in this header. */
  z.strictObject({ kind: z.literal('header'), name: z.string().min(1), windowSeconds: seconds }),
  /** The key is put into the body by its expression, as `post.idempotencyKey`. */
  z.strictObject({ kind: z.literal('bodyField'), windowSeconds: seconds }),
]);

const scheduling = z.strictObject({
  format: z.enum(['iso', 'iso-offset', 'unix-seconds', 'unix-milliseconds']),
  /** Nearer than this counts as past, because the request itself takes time. */
  minAheadSeconds: seconds.default(0),
  maxAheadSeconds: seconds.optional(),
  /** `publish-now`: sent without a time. `send`: the upstream decides. */
  past: z.enum(['publish-now', 'send']).default('publish-now'),
});

const partPaths = z.strictObject({
  rows: path,
  index: path.optional(),
  status: path,
  platformPostId: path.optional(),
  platformPostUrl: path.optional(),
});

const reportedError = z.strictObject({
  code: path.optional(),
  message: path.optional(),
  platformCode: path.optional(),
  platformHttpStatus: path.optional(),
  platformMessage: path.optional(),
  /** A boolean of the upstream that says whether trying again makes sense. */
  retryable: path.optional(),
});

const post = z.strictObject({
  /** Where the post stands in a reply. */
  root: path.default('$'),
  id: path,
  status: path,
  platformPostId: path.optional(),
  platformPostUrl: path.optional(),
  scheduledAt: path.optional(),
  attemptedAt: path.optional(),
  publishedAt: path.optional(),
  canceledAt: path.optional(),
  cancelReason: path.optional(),
  error: reportedError.default({}),
  parts: partPaths.optional(),
  /** What the reply repeats of the request; a difference means that the reply is about another post. */
  echo: z
    .strictObject({ text: path.optional(), account: path.optional(), platform: path.optional() })
    .default({}),
});

const statusMeaning = z.union([
  postStatus,
  z.null(),
  /** For words that say why as well. */
  z.strictObject({ status: postStatus, error: errorCode.optional() }),
]);

const statuses = z.strictObject({
  /** Every documented word. Compared without regard to case, spaces, hyphens and underscores. */
  post: z.record(word, statusMeaning),
  /** Words of thread parts; the post's words where absent. */
  part: z.record(word, statusMeaning).optional(),
  /** Tried in order on `{ row }` before the words, where one word says two things. */
  rules: z.array(z.strictObject({ when: expression, is: statusMeaning })).default([]),
});

const errorLine = z.strictObject({
  status: httpStatuses.optional(),
  /** The upstream's own codes, compared like status words. */
  code: z.array(word).min(1).optional(),
  is: errorCode,
  /** For a create: `rejected` = definitely not accepted. By the HTTP status where absent. */
  outcome: z.enum(['rejected', 'unknown', 'released']).optional(),
  retryable: z.boolean().optional(),
});

const errors = z.strictObject({
  code: path.optional(),
  message: path.optional(),
  /** A list of faults per field, told in the message. */
  fields: z.strictObject({ rows: path, field: path.optional(), message: path }).optional(),
  /** The first line that fits decides. */
  table: z.array(errorLine).default([]),
  /** Codes with which a post failed later, at the network. */
  delivery: z.array(z.strictObject({ code: z.array(word).min(1), is: errorCode })).default([]),
});

/** Which replies say that there is no such post, told apart from an address that does not exist. */
const missing = z.strictObject({
  status: httpStatuses,
  code: z.array(word).min(1).optional(),
  /** The address of single posts is not certain to exist, so the list must agree. */
  confirmInList: z.boolean().default(false),
});

const read = z.strictObject({
  /** With more posts than this in one list, pages are read instead of single posts. */
  listWhenMoreThan: z.int().min(0).default(3),
  missing: missing.prefault({ status: [404] }),
  /** List rows that are too thin: read singly when the field is null in that status. */
  detail: z
    .array(
      z.strictObject({
        status: postStatus,
        lacks: z.enum(['platformPostId', 'platformPostUrl', 'error', 'publishedAt']),
      }),
    )
    .default([]),
});

const approval = operation.extend({
  decision: path,
  comment: path.optional(),
  /** Decision word → what it means for a post that still shows `pending_approval`. */
  decisions: z.record(word, statusMeaning),
});

const change = operation.extend({
  /** Statuses in which the request may be made; read first where given. Any status where absent. */
  onlyWhile: z.array(postStatus).min(1).optional(),
  /** What replies mean; `confirm` reads the post before concluding. Success is `done` where absent. */
  outcomes: z
    .array(
      z.strictObject({
        status: httpStatuses,
        code: z.array(word).min(1).optional(),
        is: z.enum(['done', 'too_late', 'confirm', 'rejected']),
      }),
    )
    .default([]),
});

const accounts = listOperation.extend({
  /** Places that are walked first, each giving values under `scope.`; a fixed value saves the walk. */
  within: listOperation
    .extend({ bind: z.record(name, path), fixed: z.record(name, template).default({}) })
    .optional(),
  row: z.strictObject({
    reference: path,
    platform: path,
    handle: path.optional(),
    displayName: path.optional(),
    avatarUrl: path.optional(),
    status: path.optional(),
    tokenExpiresAt: path.optional(),
    lastSuccessAt: path.optional(),
  }),
  statuses: z.record(word, z.enum(['connected', 'reauth_required', 'disconnected'])).default({}),
  /** Stored with the account and bound to `account.` later. */
  data: z.record(name, template).default({}),
});

const uploadStep = z.strictObject({
  /** Its reply is bound to `upload.<as>` for the steps after it. */
  as: name,
  method: z.enum(['POST', 'PUT', 'PATCH']),
  /** Either a path at the upstream, or an address that an earlier step answered with (sent without keys). */
  path: template.startsWith('/').optional(),
  address: path.optional(),
  headers: z.record(z.string(), template).optional(),
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('json'), value: expression }),
    z.strictObject({ kind: z.literal('bytes') }),
    z.strictObject({
      kind: z.literal('multipart'),
      file: z.string().min(1),
      fields: z.record(z.string(), template).default({}),
    }),
    z.strictObject({ kind: z.literal('none') }),
  ]),
  /** A failure of this step does no harm. */
  optional: z.boolean().default(false),
  timeoutMs: z.int().min(100).max(900_000).default(120_000),
});

const media = z.strictObject({
  /** The upstream fetches public addresses by itself. */
  byUrl: z.boolean(),
  upload: z.strictObject({ steps: z.array(uploadStep).min(1).max(5), id: path }).optional(),
});

const webhooks = z.strictObject({
  signature: z.discriminatedUnion('scheme', [
    /** `t=<unix seconds>,v1=<hex>` over `t.rawBody`, HMAC-SHA256. */
    z.strictObject({
      scheme: z.literal('t-v1'),
      header: word,
      toleranceSeconds: z.int().positive().default(300),
    }),
    /** Hex HMAC-SHA256 over the raw body, after an optional prefix. */
    z.strictObject({ scheme: z.literal('hmac-hex'), header: word, prefix: z.string().default('') }),
    /** The secret itself in a header. */
    z.strictObject({ scheme: z.literal('shared-secret'), header: word, prefix: z.string().default('') }),
  ]),
  type: path,
  /** The event's own id; the `dedupe` paths stand in where it is absent. */
  id: path.optional(),
  dedupe: z.array(path).min(1),
  references: z.array(path).min(1),
  /** Event types that speak of an account or the key; a trailing `*` matches the rest. */
  accountEvents: z.array(word).default([]),
});

const budget = z.strictObject({ limit: z.int().positive(), perSeconds: z.int().positive() });

export const manifestSchema = z.strictObject({
  /** Lets an editor find the schema; not read. */
  $schema: z.string().optional(),
  manifest: z.literal(MANIFEST_VERSION),
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(80),
  docs: z.url(),
  /** What is not known for certain, for people. */
  notes: z.array(z.string()).default([]),
  variables: z.record(name, z.string()).default({}),
  connection,
  transport: z.strictObject({
    /** Origin and common path, without a slash at the end. Nothing else is ever asked with the key. */
    baseUrl: template,
    headers: z.record(z.string(), template).default({}),
    /** For one exchange; the gateway's own time where absent. */
    timeoutMs: z.int().min(100).max(300_000).optional(),
  }),
  platforms: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), platform),
  submission: z.strictObject({ targets: z.literal('one') }).default({ targets: 'one' }),
  scheduling: scheduling.optional(),
  idempotency,
  media: media.default({ byUrl: true }),
  operations: z.strictObject({
    check: operation.extend({ identity: path.optional() }),
    createPost: operation,
    getPost: operation.optional(),
    listPosts: listOperation.optional(),
    getApproval: approval.optional(),
    cancelPost: change.optional(),
    reschedulePost: change.optional(),
    listAccounts: accounts,
  }),
  post,
  statuses,
  errors,
  read: read.prefault({}),
  rateBudgets: z.strictObject({ read: budget, write: budget }),
  pollCadence: z.strictObject({ queued: z.int().positive(), publishing: z.int().positive() }),
  webhooks: webhooks.optional(),
});

/** The same as JSON Schema (draft 2020-12), for editors: what a person writes, defaults left out. */
export function manifestJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(manifestSchema, { io: 'input' }) };
}

export type Manifest = z.output<typeof manifestSchema>;
export type Operation = z.output<typeof operation>;
export type ListOperation = z.output<typeof listOperation>;
export type Paging = z.output<typeof paging>;
export type ChangeOperation = z.output<typeof change>;
export type ApprovalOperation = z.output<typeof approval>;
export type UploadStep = z.output<typeof uploadStep>;
export type StatusMeaning = z.output<typeof statusMeaning>;
export type WebhookManifest = z.output<typeof webhooks>;
export type ManifestExpression = z.output<typeof expression>;
