/** The shape of how media reach an upstream: by address, or by an upload in steps. */
import { z } from 'zod';
import { expression, name, path, template } from './manifest-words';

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
  upload: z
    .strictObject({
      /** `draft`: after the draft was made, whose id is `ref.id`; only with `releasePost`. */
      when: z.enum(['before', 'draft']).default('before'),
      steps: z.array(uploadStep).min(1).max(5),
      /** Of `{ <step>: reply }`: what the post names the media by. */
      id: path.optional(),
      url: path.optional(),
    })
    .optional(),
});
