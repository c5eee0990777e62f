/** The shape of how a manifest reads: posts, their statuses, errors, and what a missing post looks like. */
import { z } from 'zod';
import { errorCode, expression, httpStatuses, path, postStatus, statusMeaning, word } from './manifest-words';

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

export const post = z.strictObject({
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

export const statuses = z.strictObject({
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

export const errors = z.strictObject({
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
  /** When the post was made, in a row. */
  createdAt: path,
  /** The newest posts come first, so that the search may end at those from before the attempt. */
  newestFirst: z.boolean().default(false),
  /**
   * What it means that a post is not in the list. `at_once`: documented to be in it as soon as the create is
   * answered. `in_time`: it will be in it within minutes. `nothing`: an absence never counts.
   */
  absence: z.enum(['at_once', 'in_time', 'nothing']).default('nothing'),
});
