/** The one call of a submission that can publish, as the checkpoint keeps it. */
import type { JsonObject } from '@postern/core';
import { credentialMark, lenientNumber, readWire, type CallNotes } from '@postern/provider-kit';
import { z } from 'zod';
import { operationOf } from './create-variant';
import { openScope } from './engine';
import { accountScope } from './post-scope';
import { buildRequest, type SerialisedBody } from './request-builder';
import type { CallWork, Work } from './submit-work';

export const CREATE_PLACE = 'operations.createPost';

export interface StoredCall extends CallNotes {
  body: SerialisedBody;
  /** The time that the body asks for, in milliseconds; `null` = at once. */
  publishAt: number | null;
  /** False only while it is certain that the call was never made. */
  sent: boolean;
  /** Of address and credentials: a key means nothing elsewhere. */
  mark: string | null;
  /** Which form of the create the body is for; null = the operation as it stands. */
  variant: number | null;
  /** The posts that the body carries; empty = the submission's first one alone. */
  postIds: string[];
}

const postIds = z.array(z.string());
const shape = z.object({
  /** Two steps keep other notes. */
  operation: z.literal('createPost'),
  body: z.string(),
  contentType: z.string(),
  publishAt: lenientNumber,
  sent: z.boolean().catch(true),
  sentAt: lenientNumber,
  absentSince: lenientNumber,
  mark: z.string().nullable().catch(null),
  variant: z.number().int().nullable().catch(null),
  postIds: postIds.catch([]),
});

/** `unreadable`: progress that another version stored; what it did cannot be known. */
export function readCall(checkpoint: JsonObject | null): StoredCall | 'unreadable' | null {
  if (checkpoint === null) return null;
  const read = readWire(shape, checkpoint);
  if (!read) return 'unreadable';
  const { operation: _operation, body, contentType, ...notes } = read;
  return { body: { text: body, contentType }, ...notes };
}

export function callData({ body, ...notes }: StoredCall): JsonObject {
  return { operation: 'createPost', body: body.text, contentType: body.contentType, ...notes };
}

/** Of every kind of checkpoint: the posts that it is about. Empty = the first one alone. */
export function storedPostIds(checkpoint: JsonObject | null): string[] | 'unreadable' | null {
  if (checkpoint === null) return null;
  const ids = checkpoint['postIds'];
  if (ids === undefined) return [];
  const read = postIds.safeParse(ids);
  return read.success ? read.data : 'unreadable';
}

/** Of everything that says where a create goes and who asks. Throws `RequestProblem`, as the call would. */
export function markOf(work: Work, variant: number | null): string {
  const { engine, ctx } = work;
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, addressScope(work));
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const { url, headers } = buildRequest(parts, operation, null);
  const sorted = Object.entries(headers ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  return credentialMark(engine.providerId, [url, ...sorted.flat()]);
}

/** What the address and headers of a create may name; its body is made once, from all that is known. */
export function addressScope({ engine, targets, key }: CallWork): JsonObject {
  const [target] = targets;
  const { platform } = target;
  const word = engine.platforms.toUpstream(platform);
  return {
    account: accountScope(target),
    post: { platform, word, idempotencyKey: key, reference: key },
  };
}
