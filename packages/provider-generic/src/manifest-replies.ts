/** The shape of how a manifest reads: posts, their statuses, errors, and what a missing post looks like. */
import { z } from 'zod';
import {
  errorCode,
  expression,
  httpStatuses,
  name,
  path,
  postStatus,
  statusMeaning,
  template,
  word,
} from './manifest-words';

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

/** Which row is the target's: all that are given must agree, and exactly one row may. */
const rowMatch = {
  /** Holds the account's reference, or what `accountIs` says. */
  account: path.optional(),
  /** What `account` is compared with, where it is not the reference: any of them (`{account.rawId}`). */
  accountIs: z.array(template).min(1).max(4).optional(),
  /** Holds the upstream's platform word. */
  platform: path.optional(),
};

const rowsKind = z.discriminatedUnion('kind', [
  /** Lists, searched in this order: `postIds` and `errors` may be two of them. */
  z.strictObject({
    kind: z.literal('array'),
    paths: z.array(path).min(1).max(4),
    match: z
      /** `handle` is compared with `account.handle`, which `listAccounts.data` keeps; the @ does not count. */
      .strictObject({ ...rowMatch, handle: path.optional() })
      .refine(
        ({ account, platform, handle }) => (account ?? platform ?? handle) !== undefined,
        'give account, platform or handle',
      ),
  }),
  /** Objects whose keys are the upstream's platform words or account ids. A value that is no object is `value`. */
  z.strictObject({
    kind: z.literal('map'),
    paths: z.array(path).min(1).max(4),
    by: z.enum(['platform', 'account']),
  }),
  /** Rows of `operations.getRows`. */
  z.strictObject({ kind: z.literal('request'), match: z.strictObject(rowMatch) }),
  /** The post is a row itself: for lists of single posts, where the create answers with several. */
  z.strictObject({ kind: z.literal('self'), match: z.strictObject(rowMatch).prefault({}) }),
]);

/**
 * Where the row of one target stands, for upstreams whose post holds several; of several kinds the first that
 * finds one counts. Paths of `post` then read the row, its key in a map as `key`, and what surrounds it as
 * `group.`; without rows the post itself is the row.
 */
const rows = z.union([rowsKind, z.array(rowsKind).min(1).max(4)]);

/** `{word}`, `{platform}` and `{account}` in a path stand for the target's (`errors.{word}.code`). */
export const post = z.strictObject({
  /** Where the post stands in a reply. */
  root: path.default('$'),
  rows: rows.optional(),
  /** The upstream's id of the post, by which it is read and changed. */
  id: path,
  /** Further values of the create's reply that later requests need, as `ref.<name>`. */
  data: z.record(name, path).default({}),
  /** A word, or a boolean as the word `true` or `false`. */
  status: path.optional(),
  /**
   * Of the whole, where rows have their own: it decides where the row has no word, or one that says nothing. Of a
   * target without a row its final words count only if they are surely about it (see `post-status.ts`).
   */
  groupStatus: path.optional(),
  /** Values that mean "none" where an id or address should be. */
  absent: z.array(word).default([]),
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
    .strictObject({
      text: path.optional(),
      account: path.optional(),
      platform: path.optional(),
      /** What was sent as `post.reference`: says for certain whose post it is. */
      reference: path.optional(),
    })
    .default({}),
});

export const statuses = z.strictObject({
  /** Every documented word. Compared without regard to case, spaces, hyphens and underscores. */
  post: z.record(word, statusMeaning),
  /** Words of `post.groupStatus`; null = the rows must say. */
  group: z.record(word, statusMeaning).default({}),
  /** The words that the documentation lists, for the linter: each must be mapped. */
  documented: z
    .strictObject({ post: z.array(word).default([]), group: z.array(word).default([]) })
    .prefault({}),
  /** Words of thread parts; the post's words where absent. */
  part: z.record(word, statusMeaning).optional(),
  /**
   * Tried in order on `{ row, group, account, dueIn }` before the words, where one word says two things, or none
   * is given. `dueIn`: seconds until the post's `scheduledAt` by Postern's clock, absent where it shows none; leave
   * a margin for the upstream's clock.
   */
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

/** A reply of a create that speaks of a post which is there already. */
export const replay = z.strictObject({
  status: httpStatuses,
  /** Must be true of `{ reply, status }` too. */
  when: expression.optional(),
  /** Where the post stands in it, in place of `post.root`. */
  root: path.optional(),
  /** Its id, where that is all that the reply says. */
  id: path.optional(),
  /**
   * `key`: it was made by this very key. `content`: by equal content, perhaps somebody else's, so that it counts
   * only after an own try without an answer, and if its time fits.
   */
  by: z.enum(['key', 'content']),
});

export const errors = z.strictObject({
  code: path.optional(),
  message: path.optional(),
  /** A list of faults per field, told in the message. */
  fields: z.strictObject({ rows: path, field: path.optional(), message: path }).optional(),
  /** Statuses whose replies to a create may hold the post all the same: its rows say what became of it. */
  mayHoldPost: httpStatuses.optional(),
  /** Of several targets in one call, the one that a refusal is about; the row that it shows where absent. */
  about: z.strictObject({ account: path.optional(), platform: path.optional() }).optional(),
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

export const read = z.strictObject({
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

/** How a post whose create was not answered is found in `operations.listPosts`: by account, text and time. */
export const find = z.strictObject({
  /** `reference`: by `post.echo.reference`, which is certain. `content`: by account, text and time. */
  by: z.enum(['reference', 'content']).default('content'),
  /** When the post was made, in a row. Needed with `content`. */
  createdAt: path.optional(),
  /** The newest posts come first, so that the search may end at those from before the attempt. */
  newestFirst: z.boolean().default(false),
  /**
   * What it means that a post is not in the list. `at_once`: documented to be in it as soon as the create is
   * answered. `in_time`: it will be in it within minutes, which is reason enough to end a post that nobody wants
   * any more. `proves`: as `in_time`, and reason enough to send again. `nothing`: an absence never counts.
   */
  absence: z.enum(['at_once', 'proves', 'in_time', 'nothing']).default('nothing'),
});

/** Names of headers and what they hold, for upstreams that tell how much is left. */
export const limits = z.strictObject({
  /** Seconds to wait, in the body of a refusal. */
  retryAfter: path.optional(),
  limit: word.optional(),
  remaining: word.optional(),
  /** Of the window: calls made, where the upstream counts up. */
  used: word.optional(),
  reset: z
    .strictObject({ header: word, format: z.enum(['seconds', 'unix-seconds', 'iso', 'http-date']) })
    .optional(),
});
