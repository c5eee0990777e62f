/** The step before a change that would hide what becomes of a post: it is made a draft first, and seen to be one. */
import {
  EMPTY_SNAPSHOT,
  isFinal,
  publishError,
  type PostReference,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
} from '@postern/core';
import { openScope, refScope, type Engine } from './engine';
import { sendWrite, type Call, type WriteVerdict } from './exchange';
import { readOne } from './generic-read';
import type { ChangeOperation } from './manifest-schema';
import { buildRequest, serialiseBody } from './request-builder';

type Pause = NonNullable<ChangeOperation['pause']>;

export interface PauseTask {
  engine: Engine;
  ctx: ProviderContext;
  ref: PostReference;
  /** Of the pause, in the manifest. */
  place: string;
}

export type Paused =
  | { kind: 'paused' }
  | { kind: 'too_late'; snapshot: ProviderSnapshot }
  | { kind: 'missing' }
  /** Surely no draft, and nothing of ours is on its way. */
  | { kind: 'refused'; error: PublishError }
  | { kind: 'unknown'; error: PublishError };

/** An update may be confirmed while the post is being published, so only what is read afterwards counts. */
export async function pausePost(task: PauseTask, pause: Pause): Promise<Paused> {
  const { engine, ctx, ref } = task;
  const verdict = await sendPause(task, pause);
  const now = await readOne(engine, ctx, ref);
  if (now.outcome === 'missing') return { kind: 'missing' };
  const snapshot = now.outcome === 'found' ? now.snapshot : EMPTY_SNAPSHOT;
  const { status } = snapshot;
  if (status === 'draft') return { kind: 'paused' };
  const isOut = status !== null && (isFinal(status) || status === 'publishing');
  if (isOut) return { kind: 'too_late', snapshot };
  if (verdict.outcome === 'accepted') {
    return status === null
      ? { kind: 'unknown', error: unread(engine, now.outcome === 'failed' ? now.error : null) }
      : { kind: 'too_late', snapshot };
  }
  const isAnswered = verdict.outcome === 'rejected' || verdict.outcome === 'released';
  return { kind: isAnswered ? 'refused' : 'unknown', error: verdict.error };
}

async function sendPause({ engine, ctx, ref, place }: PauseTask, pause: Pause): Promise<WriteVerdict> {
  const scope = openScope(engine, ctx, refScope(ref));
  const parts = { engine, ctx, scope, place };
  const call: Call = { engine, ctx, operation: pause, place, platform: ref.platform };
  const request = buildRequest(parts, pause, await serialiseBody(parts, pause));
  return sendWrite(call, request, { bodyOptional: true });
}

function unread({ manifest, providerId }: Engine, error: PublishError | null): PublishError {
  const message = `${manifest.name} confirmed that the post is held back, and does not show it.`;
  return {
    ...(error ?? publishError({ code: 'UPSTREAM_ERROR', provider: providerId, message })),
    retryable: false,
  };
}
