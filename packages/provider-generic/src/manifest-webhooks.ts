/** The shape of inbound webhooks: how deliveries are signed and which post they speak of. */
import { z } from 'zod';
import { listOperation, operation } from './manifest-operations';
import { path, word } from './manifest-words';

/** Ten years: as good as always. */
const LONGEST_OVERLAP = 315_360_000;

/**
 * How the upstream is asked, through its own API, to call us. Its operations see `registration.url` (our address for
 * this connection alone) and, where one is there, `registration.id`; none of their bodies is recorded as evidence.
 *
 * With `rotate` the secret of what is registered is replaced. Without it a new one is made and the former removed;
 * without `remove`, too, the former stays and goes on to send, which costs deliveries that come twice.
 */
export const registration = z.strictObject({
  /** `upstream`: it answers with a secret, at `path`. `us`: made here, `registration.secret` in bodies. */
  secret: z.discriminatedUnion('madeBy', [
    z.strictObject({ madeBy: z.literal('upstream'), path }),
    z.strictObject({ madeBy: z.literal('us') }),
  ]),
  /** Its id: of the reply to `create`, and of a row of `list`. */
  id: path,
  /** The address, of a row of `list`. */
  url: path.default('url'),
  /** A truth of a row of `list`: false = switched off by the upstream, so that it is removed and made anew. */
  active: path.optional(),
  create: operation,
  /** What is registered: by it a lost reply is settled. Without it each doubt may leave another one behind. */
  list: listOperation.optional(),
  rotate: operation.optional(),
  remove: operation.optional(),
  /** For how long the upstream goes on to sign with the secret before: after `rotate`, or where nothing is removed. */
  overlapSeconds: z.int().min(0).max(LONGEST_OVERLAP).default(0),
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
  registration: registration.optional(),
});
