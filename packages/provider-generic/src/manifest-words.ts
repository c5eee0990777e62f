/** The smallest pieces of a manifest: its three small languages, words, statuses and codes. */
import { POST_STATUSES, PUBLISH_ERROR_CODES } from '@postern/core';
import { z } from 'zod';

export const template = z.string().min(1).max(2_000);
export const path = z.string().min(1).max(500);
/** One text, or lines that are joined: JSON has no multi-line strings. */
export const expression = z.union([
  z.string().min(1).max(8_000),
  z.array(z.string().max(2_000)).min(1).max(200),
]);
/** One value, or a list at a path of the scope: repeated (`a=1&a=2`), joined by commas, or as `a[]=1&a[]=2`. */
export const queryValue = z.union([
  template,
  z.strictObject({ each: path, as: z.enum(['repeat', 'comma', 'brackets']).default('repeat') }),
]);
export const seconds = z.int().nonnegative();
export const word = z.string().min(1).max(100);
export const name = z.string().regex(/^[a-z][a-zA-Z0-9]*$/);

export const postStatus = z.enum(POST_STATUSES);
export const errorCode = z.enum(PUBLISH_ERROR_CODES);
export const httpStatuses = z.array(z.int().min(100).max(599)).min(1);

/** The word for null, for manifests that extend another: there `null` takes the key away. */
export const NO_MEANING = 'nothing';

/** What a word says of a post; `null` or `"nothing"` = it says nothing. */
export const statusMeaning = z.union([
  postStatus,
  z.null(),
  z
    .literal(NO_MEANING)
    .transform(() => null)
    .describe('As null, also where a manifest extends another.'),
  /** For words that say why as well. */
  z.strictObject({ status: postStatus, error: errorCode.optional() }),
]);
