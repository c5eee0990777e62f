/** What a submission in two steps remembers, so that a later try goes on instead of starting over. */
import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject, type PublishError } from '@postern/core';
import { credentialMark, lenientNumber, readWire, type CallNotes } from '@postern/provider-kit';
import { z } from 'zod';
import type { Prepared } from './create-call';
import { openScope } from './engine';
import { notMade } from './exchange';
import { addressOf } from './request-builder';
import { rejectedAll, type Work } from './submit-work';
import { WEBHOOK_SECRETS } from './webhook-secrets';

const carried = z.object({
  id: z.string().optional(),
  url: z.string().optional(),
  type: z.enum(['image', 'video']).optional(),
  mimeType: z.string().optional(),
  altText: z.string().optional(),
});

/**
 * - `drafting`: the call that makes the draft may have been made; nothing can be published by it;
 * - `draft`: the draft exists and was never released; media may be on it;
 * - `releasing`: it may have been released. From here on only reading it tells what happened;
 * - `withdrawing`: after that it was read as a draft, and is being deleted;
 * - `none`: no draft of ours is in use.
 */
const shape = z.object({
  operation: z.literal('releasePost'),
  stage: z.enum(['drafting', 'draft', 'releasing', 'withdrawing', 'none']),
  /** The upstream's id of the draft; null while it is not known. */
  id: z.string().nullable(),
  /** What later requests need beside it. */
  data: z.record(z.string(), z.string()),
  postIds: z.array(z.string()),
  /** Of what the draft says and for when, so that a draft is never taken for another content's or time's. */
  fingerprint: z.string(),
  /** Of address and connection: the id names another post elsewhere, or none. */
  mark: z.string().nullable().catch(null),
  /** Each part's, as bodies name them. */
  media: z.array(z.array(carried)),
  /** Items put on the draft that were begun and ended; a difference means that an upload was interrupted. */
  mediaStarted: z.number().int(),
  mediaDone: z.number().int(),
  /** Of the release. */
  sentAt: lenientNumber,
  /** Since when looks have shown an untouched draft. */
  absentSince: lenientNumber,
});

export type DraftNotes = Omit<z.output<typeof shape>, 'operation'> & CallNotes;
/** Notes with a draft to go on with. */
export type Draft = DraftNotes & { id: string };

/** `unreadable`: progress that another version stored; what it did cannot be known. */
export function readDraftNotes(checkpoint: JsonObject | null): DraftNotes | 'unreadable' | null {
  if (checkpoint === null) return null;
  const read = readWire(shape, checkpoint);
  if (!read) return 'unreadable';
  const { operation: _operation, ...notes } = read;
  const needsId = notes.stage !== 'drafting' && notes.stage !== 'none';
  return needsId && notes.id === null ? 'unreadable' : notes;
}

export async function noteDraft<T extends DraftNotes>({ ctx }: Work, notes: T): Promise<T> {
  const { media, ...rest } = notes;
  const plain = media.map((part) => part.map((item) => ({ ...item })));
  await ctx.checkpoint({ operation: 'releasePost', ...rest, media: plain });
  return notes;
}

export function newNotes(work: Work): DraftNotes {
  return {
    stage: 'drafting',
    id: null,
    data: {},
    postIds: work.targets.map(({ postId }) => postId),
    fingerprint: fingerprintOf(work),
    mark: markOfPlace(work),
    media: [],
    mediaStarted: 0,
    mediaDone: 0,
    sentAt: null,
    absentSince: null,
  };
}

export function fingerprintOf({ targets, submission: { scheduledAt } }: Work): string {
  const said = targets.map(({ accountReference, content, options }) => [accountReference, content, options]);
  return createHash('sha256')
    .update(canonicalJson([scheduledAt, said]))
    .digest('hex');
}

/** Of everything that says whose drafts are seen. Throws `RequestProblem` where the address is not known. */
function markOfPlace({ engine, ctx }: Work): string {
  const scope = openScope(engine, ctx);
  const address = addressOf(engine, '', scope, 'operations.releasePost');
  const { [WEBHOOK_SECRETS]: _unasked, ...connection } = ctx.credentials;
  return credentialMark(engine.providerId, [address, canonicalJson(connection)]);
}

/** Whether the draft was made where its id is looked for now. */
export function isSamePlace(work: Work, { mark }: DraftNotes): boolean {
  try {
    return mark === markOfPlace(work);
  } catch (error) {
    notMade(work.engine, error);
    return false;
  }
}

/** What stops while a request is made was never sent. */
export async function attempt<T>(
  work: Work,
  make: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: PublishError }> {
  try {
    return { ok: true, value: await make() };
  } catch (error) {
    return { ok: false, error: notMade(work.engine, error) };
  }
}

export function stopped<T>(work: Work, error: PublishError): Prepared<T> {
  return { ok: false, answers: rejectedAll(work, error) };
}
