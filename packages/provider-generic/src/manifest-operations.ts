/** The shape of a manifest's calls: requests, paging, what their replies mean, media and webhooks. */
import { z } from 'zod';
import {
  expression,
  httpStatuses,
  name,
  path,
  postStatus,
  statusMeaning,
  template,
  word,
} from './manifest-words';

const success = z.strictObject({
  /** Status codes that mean success; any 2xx where absent. */
  status: httpStatuses.optional(),
  /** Must be true of `{ reply, status }` too: for APIs that report failures inside HTTP 200. */
  when: expression.optional(),
  /** What a reply that breaks `when` means where the error table has no line for it. */
  otherwise: z.enum(['rejected', 'unknown']).default('unknown'),
});

export const operation = z.strictObject({
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
export const paging = z.discriminatedUnion('kind', [
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

export const listOperation = operation.extend({ rows: path, paging: paging.default({ kind: 'none' }) });

export const approval = operation.extend({
  decision: path,
  comment: path.optional(),
  /** Decision word → what it means for a post that still shows `pending_approval`. */
  decisions: z.record(word, statusMeaning),
});

export const change = operation.extend({
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

export const accounts = listOperation.extend({
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

export const uploadStep = z.strictObject({
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

export const media = z.strictObject({
  /** The upstream fetches public addresses by itself. */
  byUrl: z.boolean(),
  upload: z.strictObject({ steps: z.array(uploadStep).min(1).max(5), id: path }).optional(),
});

export const webhooks = z.strictObject({
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
