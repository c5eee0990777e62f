/** The one call of a submission that can publish, as the checkpoint keeps it. */
import type { JsonObject, ProviderContext, SubmissionTarget } from '@postern/core';
import { credentialMark, lenientNumber, readWire, type CallNotes } from '@postern/provider-kit';
import { z } from 'zod';
import { openScope, type Engine } from './engine';
import { operationOf } from './create-variant';
import { accountScope } from './post-scope';
import { buildRequest, type SerialisedBody } from './request-builder';

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
}

const shape = z.object({
  body: z.string(),
  contentType: z.string(),
  publishAt: lenientNumber,
  sent: z.boolean().catch(true),
  sentAt: lenientNumber,
  absentSince: lenientNumber,
  mark: z.string().nullable().catch(null),
  variant: z.number().int().nullable().catch(null),
});

/** `unreadable`: progress that another version stored; what it did cannot be known. */
export function readCall(checkpoint: JsonObject | null): StoredCall | 'unreadable' | null {
  if (checkpoint === null) return null;
  const read = readWire(shape, checkpoint);
  if (!read) return 'unreadable';
  const { body, contentType, ...notes } = read;
  return { body: { text: body, contentType }, ...notes };
}

export function callData({ body, ...notes }: StoredCall): JsonObject {
  return { operation: 'createPost', body: body.text, contentType: body.contentType, ...notes };
}

/** Of everything that says where a create goes and who asks. Throws `RequestProblem`, as the call would. */
export function markOf(
  engine: Engine,
  ctx: ProviderContext,
  target: SubmissionTarget,
  variant: number | null,
): string {
  const operation = operationOf(engine.manifest, variant);
  const scope = openScope(engine, ctx, { account: accountScope(target) });
  const parts = { engine, ctx, scope, place: CREATE_PLACE };
  const { url, headers } = buildRequest(parts, operation, null);
  const sorted = Object.entries(headers ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  return credentialMark(engine.providerId, [url, ...sorted.flat()]);
}
