/** What a submission remembers between its steps, so that a later attempt goes on instead of starting over. */
import { createHash } from 'node:crypto';
import type { JsonObject, SubmissionTarget } from '@postern/core';
import { z } from 'zod';

/**
 * - `none`: no draft of ours is in use;
 * - `draft`: a draft exists and has never been scheduled; media may be on it;
 * - `scheduling`: it may have been scheduled. From here on only reading it tells what happened;
 * - `withdrawing`: after that it was paused, read as a draft, and is being deleted.
 */
const checkpointShape = z.object({
  stage: z.enum(['none', 'draft', 'scheduling', 'withdrawing']),
  postGroupId: z.string().nullable(),
  /** RFC 3339, UTC: when the draft was asked for. */
  startedAt: z.string(),
  /** Of what the draft says, so that a draft is never taken for another content's. */
  fingerprint: z.string(),
  /** Media items begun and ended; a difference means that an upload was interrupted. */
  mediaStarted: z.number().int(),
  mediaDone: z.number().int(),
});
export type Checkpoint = z.output<typeof checkpointShape>;

/** A checkpoint with a draft. */
export type Draft = Checkpoint & { stage: 'draft' | 'scheduling' | 'withdrawing'; postGroupId: string };

export type StoredCheckpoint = { kind: 'empty' } | { kind: 'draft'; draft: Draft } | { kind: 'unreadable' };

export function readCheckpoint(stored: JsonObject | null): StoredCheckpoint {
  if (stored === null) return { kind: 'empty' };
  const read = checkpointShape.safeParse(stored);
  if (!read.success) return { kind: 'unreadable' };
  const { stage, postGroupId } = read.data;
  if (stage === 'none') return { kind: 'empty' };
  if (postGroupId === null) return { kind: 'unreadable' };
  return { kind: 'draft', draft: { ...read.data, stage, postGroupId } };
}

export function fingerprintOf(target: SubmissionTarget): string {
  const { accountReference, content, options } = target;
  return createHash('sha256')
    .update(JSON.stringify([accountReference, content, options]))
    .digest('hex');
}
