/** The one call of a submission that can publish, as the checkpoint keeps it. */
import { canonicalJson, type JsonObject } from '@postern/core';
import { credentialMark, lenientNumber, readWire, type CallNotes } from '@postern/provider-kit';
import { z } from 'zod';
import { operationOf } from './create-variant';
import { openScope } from './engine';
import { notMade } from './exchange';
import { accountScope } from './post-scope';
import { buildRequest, type SerialisedBody } from './request-builder';
import type { CallWork } from './submit-work';

export const CREATE_PLACE = 'operations.createPost';

export interface StoredCall extends CallNotes {
  body: SerialisedBody;
  /** The time that the body asks for, in milliseconds; `null` = at once. */
  publishAt: number | null;
  /** False only while it is certain that the call was never made. */
  sent: boolean;
  /** Of address, credentials and the way of keys: what was sent there means nothing elsewhere. */
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

/**
 * Of everything that says where a create goes, who asks and how it is known again: another version of the manifest
 * may differ in each of them. Throws `RequestProblem`, as the call would.
 */
export function markOf(work: CallWork, variant: number | null): string {
  const { engine, ctx } = work;
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, addressScope(work));
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const { method, url, query = {}, headers = {} } = buildRequest(parts, operation, null);
  const { idempotency, find } = engine.manifest;
  const keyed =
    idempotency.kind === 'none'
      ? { kind: 'none' }
      : {
          kind: idempotency.kind,
          format: idempotency.format,
          name: 'name' in idempotency ? idempotency.name : null,
        };
  // A list that is asked for references does not show what was sent without one.
  const byReference = find?.by === 'reference';
  const told = { method, url, query, headers, tool: operation.tool ?? null, keyed, byReference };
  return credentialMark(engine.providerId, [canonicalJson(told)]);
}

/** False, too, where the request cannot be made any more: making it anew says why. */
export function isSameCaller(work: CallWork, { mark, variant }: StoredCall): boolean {
  try {
    return mark === markOf(work, variant);
  } catch (error) {
    notMade(work.engine, error);
    return false;
  }
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
