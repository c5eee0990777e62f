/**
 * The shape of a manifest: one publishing API described as data. Strict, so that a misspelt key is an error
 * and never a silent default. Three small languages occur in it:
 *
 * - *template*: text with `{scope.path|other.path}` placeholders, for addresses, queries and headers;
 * - *path*: `a.b|c.d`, the first alternative that holds a value (`$` is the whole), for reading replies;
 * - *expression*: JSONata over plain JSON, bounded, for bodies and conditions (see `expression.ts`).
 */
import { TEXT_UNITS } from '@postern/core';
import { z } from 'zod';
import {
  accounts,
  approval,
  change,
  create,
  listOperation,
  operation,
  paging,
  rowsOperation,
} from './manifest-operations';
import { media, uploadStep } from './manifest-media';
import { errors, find, limits, post, read, replay, statuses } from './manifest-replies';
import { registration, webhooks } from './manifest-webhooks';
import {
  expression,
  httpStatuses,
  name,
  path,
  queryValue,
  seconds,
  statusMeaning,
  template,
  word,
} from './manifest-words';

export const MANIFEST_VERSION = 'postern/v1';
/** A name, not an address: nothing is fetched by it. */
export const MANIFEST_SCHEMA_ID = 'urn:postern:manifest:v1';

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
  /** A list `webhookSecrets` comes by itself where webhooks are signed. */
  properties: z.record(name, configProperty),
  required: z.array(name),
});

/** What is left out does not bind: the platform's own limits, which Postern knows, then are all there is. */
const contentRules = z.strictObject({
  text: z
    .strictObject({
      maxLength: z.int().positive().optional(),
      unit: z.enum(TEXT_UNITS).optional(),
      /** Media alone are no post. */
      required: z.boolean().optional(),
      source: z.string(),
    })
    .optional(),
  media: z
    .strictObject({
      min: z.int().min(0).optional(),
      max: z.int().min(0).optional(),
      maxImages: z.int().min(0).optional(),
      maxVideos: z.int().min(0).optional(),
      mixed: z.boolean().optional(),
      /** The upstream fits images to the platform. */
      converts: z.boolean().optional(),
      source: z.string(),
    })
    .optional(),
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
  /** The live post's address for upstreams that answer with its id alone, from `row` and `account`. */
  postUrl: template.optional(),
  rules: contentRules,
});

const idempotencyKey = {
  /** For how long the upstream knows a key. */
  windowSeconds: seconds,
  /** `uuid`: a UUID made of the key, always the same one. */
  format: z.enum(['text', 'uuid']).default('text'),
  /** Replies, beside the first one again, that say "already made". The first that fits decides. */
  replays: z.array(replay).default([]),
};

const idempotency = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('none'),
    /** An upstream without keys may still refuse equal content, and name the post that it has. */
    replays: z.array(replay).default([]),
  }),
  /** The key goes out in this header. */
  z.strictObject({ kind: z.literal('header'), name: z.string().min(1), ...idempotencyKey }),
  /** The key is put into the body by its expression, as `post.idempotencyKey`. */
  z.strictObject({ kind: z.literal('bodyField'), ...idempotencyKey }),
  /** The key goes out as this query parameter. */
  z.strictObject({ kind: z.literal('query'), name: z.string().min(1), ...idempotencyKey }),
]);

/** How targets become upstream posts. */
const submission = z.strictObject({
  /**
   * `one`: each target is an upstream post of its own, so that it is canceled, moved and retried alone. `many`:
   * targets of equal content share one call; `targets[]` holds them all, and rows tell them apart.
   */
  targets: z.enum(['one', 'many']).default('one'),
  /** With `many`: targets of one call at most. */
  maxTargets: z.int().min(2).max(100).default(20),
});

const scheduling = z.strictObject({
  /** `split`: an object with `date` (2031-01-05), `time` (10:00:00) and `timezone` (UTC). */
  format: z.enum(['iso', 'iso-offset', 'unix-seconds', 'unix-milliseconds', 'split']),
  /** Nearer than this counts as past, because the request itself takes time. */
  minAheadSeconds: seconds.default(0),
  /** The upstream takes no time further ahead; Postern keeps the post until then. */
  maxAheadSeconds: seconds.optional(),
  /**
   * What goes out for a time that has come while the post waited here. `publish-now`: no time. `now`: the present
   * moment, for upstreams that need a time. `send`: the time itself; the upstream publishes at once.
   */
  past: z.enum(['publish-now', 'now', 'send']).default('publish-now'),
  /** With `now`: so much later than the moment, as it has passed when the request arrives, and some refuse that. */
  nowLeadSeconds: z.int().min(0).max(300).default(0),
  /** How a refused create says that its time is past by the upstream's clock: status, and the field it names. */
  refused: z.strictObject({ status: httpStatuses, field: word }).optional(),
});

const budget = z.strictObject({ limit: z.int().positive(), perSeconds: z.int().positive() });

export const manifestSchema = z.strictObject({
  /** Lets an editor find the schema; not read. */
  $schema: z.string().optional(),
  /** A preset that this manifest changes: objects are merged, lists replaced, `null` takes a key away (RFC 7396). */
  extends: name.or(z.string().regex(/^[a-z][a-z0-9-]*$/)).optional(),
  manifest: z.literal(MANIFEST_VERSION),
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(80),
  docs: z.url(),
  /** What is not known for certain, for people. */
  notes: z.array(z.string()).default([]),
  variables: z.record(name, z.string()).default({}),
  connection,
  transport: z.strictObject({
    /** `mcp`: operations are tools of an MCP server (streamable HTTP) at `baseUrl`. */
    kind: z.enum(['http', 'mcp']).default('http'),
    /** Origin and common path, without a slash at the end. Nothing else is ever asked with the key. */
    baseUrl: template,
    headers: z.record(z.string(), template).default({}),
    /** For one exchange; the gateway's own time where absent. */
    timeoutMs: z.int().min(100).max(300_000).optional(),
  }),
  platforms: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), platform),
  submission: submission.prefault({}),
  scheduling: scheduling.optional(),
  idempotency,
  media: media.default({ byUrl: true }),
  operations: z.strictObject({
    check: operation.extend({ identity: path.optional() }),
    /** Publishes or schedules; where there is `releasePost`, it makes a draft that publishes nothing. */
    createPost: create,
    /**
     * Publishes or schedules the draft `ref.id`, by the same `post`. Two steps make a lost reply harmless where
     * the upstream has no idempotency keys: a draft too many publishes nothing, and a release is of one post.
     */
    releasePost: operation.optional(),
    getPost: operation.optional(),
    /** The rows of posts where they are another resource than the post; joined by `post.rows`. */
    getRows: rowsOperation.optional(),
    listPosts: listOperation.optional(),
    /** Finds what a create without an answer made, by `post.reference`; `listPosts` where absent. */
    findPosts: listOperation.optional(),
    getApproval: approval.optional(),
    cancelPost: change.optional(),
    reschedulePost: change.optional(),
    listAccounts: accounts,
  }),
  post,
  statuses,
  errors,
  read: read.prefault({}),
  find: find.optional(),
  /** Ours, always below the upstream's. */
  rateBudgets: z.strictObject({ read: budget, write: budget }),
  /** What the upstream itself says of its limits. */
  limits: limits.optional(),
  pollCadence: z.strictObject({ queued: z.int().positive(), publishing: z.int().positive() }),
  webhooks: webhooks.optional(),
});

/** The same as JSON Schema (draft 2020-12), for editors: what a person writes, defaults left out. */
export function manifestJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(manifestSchema, { io: 'input', reused: 'ref' }),
    $id: MANIFEST_SCHEMA_ID,
    title: 'Postern manifest',
  };
}

export type Manifest = z.output<typeof manifestSchema>;
export type PostRows = NonNullable<Manifest['post']['rows']>;
export type PostRowsKind = Exclude<PostRows, readonly unknown[]>;
export type Operation = z.output<typeof operation>;
export type CreateOperation = z.output<typeof create>;
export type RowsOperation = z.output<typeof rowsOperation>;
export type Replay = z.output<typeof replay>;
export type QueryValue = z.output<typeof queryValue>;
export type ListOperation = z.output<typeof listOperation>;
export type Paging = z.output<typeof paging>;
export type ChangeOperation = z.output<typeof change>;
export type ApprovalOperation = z.output<typeof approval>;
export type UploadStep = z.output<typeof uploadStep>;
export type StatusMeaning = z.output<typeof statusMeaning>;
export type WebhookManifest = z.output<typeof webhooks>;
export type RegistrationManifest = z.output<typeof registration>;
export type ManifestExpression = z.output<typeof expression>;
