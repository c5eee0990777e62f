/** The shape of a manifest's calls: requests, paging, what their replies mean. */
import { z } from 'zod';
import {
  expression,
  httpStatuses,
  name,
  path,
  postStatus,
  queryValue,
  seconds,
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

const request = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Appended to `transport.baseUrl`; placeholders are percent-encoded. Needed unless `transport.kind` is `mcp`. */
  path: z.union([template.startsWith('/'), z.literal('')]),
  /** The MCP server's tool, called with the body as its arguments. */
  tool: word.optional(),
  /** A parameter whose placeholders are absent is left out. */
  query: z.record(z.string(), queryValue).optional(),
  headers: z.record(z.string(), template).optional(),
  /** `form` and `multipart`: each list in the body repeats its field. */
  encoding: z.enum(['json', 'form', 'multipart']),
  body: expression.optional(),
  /** With `multipart`: the post's media go along as bytes, each under its field. */
  files: z
    .array(z.strictObject({ field: z.string().min(1).max(100), type: z.enum(['image', 'video']).optional() }))
    .min(1)
    .optional(),
};

export const operation = z.strictObject({
  ...request,
  method: request.method.default('GET'),
  path: request.path.default(''),
  encoding: request.encoding.default('json'),
  /** Expression over `{ reply, status }`: what everything else sees instead of the reply. For odd shapes only. */
  shape: expression.optional(),
  timeoutMs: z.int().min(100).max(300_000).optional(),
  /** Which rate budget pays; `read` for GET and `write` for the rest where absent. */
  budget: z.enum(['read', 'write', 'none']).optional(),
  success: success.optional(),
});

/** The first variant whose `when` holds of `{ post, targets }` replaces these parts of the request. */
export const create = operation.extend({
  variants: z
    .array(z.strictObject({ when: expression, ...z.strictObject(request).partial().shape }))
    .default([]),
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
  z.strictObject({
    kind: z.literal('cursor'),
    next: path,
    /** A boolean that says whether a page follows (`pageInfo.hasNextPage`). */
    hasNext: path.optional(),
    ...pagingLimits,
  }),
  /** The reply holds the next page's whole address, which must be of the same origin; absent or null = the end. */
  z.strictObject({ kind: z.literal('next-url'), next: path, ...pagingLimits }),
  /**
   * `{page.from}` and `{page.to}` (ISO): the time around the posts that are asked for, this much to each side. A
   * window with `overflowAt` rows or more is halved, because an upstream that cuts its answer does not say so.
   * Windows are joined as long as they stay below `maxSpanSeconds`, so that one call serves many posts.
   */
  z.strictObject({
    kind: z.literal('window'),
    beforeSeconds: seconds,
    afterSeconds: seconds,
    overflowAt: z.int().min(2).optional(),
    maxSpanSeconds: seconds.default(31 * 86_400),
    maxPages: pagingLimits.maxPages,
  }),
]);

export const listOperation = operation.extend({
  rows: path,
  paging: paging.default({ kind: 'none' }),
  /** The address looks one post up, so that what `read.missing` describes means that there is no row. */
  emptyWhenMissing: z.boolean().default(false),
});

/** `{page.ids}` holds the ids of up to `batch` posts. */
export const rowsOperation = listOperation.extend({
  batch: z.int().min(1).max(200).default(1),
  /** Of a row: the post that it belongs to. */
  postId: path,
});

export const approval = operation.extend({
  decision: path,
  comment: path.optional(),
  /** Decision word → what it means for a post that still shows `pending_approval`. */
  decisions: z.record(word, statusMeaning),
});

export const change = operation.extend({
  /**
   * Statuses in which the request may be made; read first where given. Any status where absent. Give it wherever
   * the request would do something else later, as a delete that takes a live post off its network.
   */
  onlyWhile: z.array(postStatus).min(1).optional(),
  /** It changes every post of the same call: refused where there are others. */
  groupWide: z.boolean().default(false),
  /** Reads the post first and binds what it shows to `current`, for upstreams that replace the whole. */
  reads: z.boolean().default(false),
  /**
   * Made before it, where the request would hide what became of a post that goes out meanwhile: an operation that
   * makes a draft of the post again. The request follows only once the post is read as a draft.
   */
  pause: operation.optional(),
  /** The request speaks of another resource (a schedule): looked up first, its id bound to `found.id`. */
  via: listOperation
    .extend({
      id: path,
      /** All that are given must agree, and exactly one row may. */
      match: z.strictObject({
        reference: path.optional(),
        account: path.optional(),
        text: path.optional(),
        scheduledAt: path.optional(),
      }),
    })
    .optional(),
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
  /** Stored with the account and bound to `account.` later; from `scope`, `account` (reference, handle) and `row`. */
  data: z.record(name, template).default({}),
});
