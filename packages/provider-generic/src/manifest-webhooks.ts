/** The shape of inbound webhooks: how deliveries are signed and which post they speak of. */
import { z } from 'zod';
import { path, word } from './manifest-words';

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
    /** The same, with the time in a header of its own; `signs` says what the signature covers. */
    z.strictObject({
      scheme: z.literal('timestamp-header'),
      header: word,
      prefix: z.string().default(''),
      timestampHeader: word,
      signs: z.enum(['body', 'timestamp.body']),
      toleranceSeconds: z.int().positive().default(300),
    }),
    /** Hex HMAC-SHA256 over the body parsed and serialised again (`JSON.stringify`), or over the raw body. */
    z.strictObject({ scheme: z.literal('hmac-json'), header: word, prefix: z.string().default('') }),
    /** The secret itself in a header. */
    z.strictObject({ scheme: z.literal('shared-secret'), header: word, prefix: z.string().default('') }),
    /** Anybody may send it: a hint to read, which costs a read at most. */
    z.strictObject({ scheme: z.literal('none') }),
  ]),
  type: path,
  /** The event's own id, in the body or in a header; the `dedupe` paths stand in where it is absent. */
  id: path.optional(),
  idHeader: word.optional(),
  /** When it was sent, in the signed body, where no header says so: older than the tolerance is stale. */
  sentAt: z.strictObject({ path, toleranceSeconds: z.int().positive().default(300) }).optional(),
  dedupe: z.array(path).min(1),
  references: z.array(path).min(1),
  /** Event types that speak of an account or the key; a trailing `*` matches the rest. */
  accountEvents: z.array(word).default([]),
});
