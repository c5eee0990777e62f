/**
 * Cancel and reschedule. Codes of upstreams are ambiguous here (a 404 may mean "gone" or "too late"), so
 * whatever is not plainly done is decided by reading the post.
 */
import {
  EMPTY_SNAPSHOT,
  isFinal,
  type ChangeResult,
  type PostReference,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
} from '@postern/core';
import { openScope, refScope, type Engine } from './engine';
import { hasWord } from './error-map';
import { notMade, ownError, sendWrite, type Call, type WriteVerdict } from './exchange';
import { readFromListAlone, readOne } from './generic-read';
import type { ChangeOperation } from './manifest-schema';
import { writeTime } from './post-scope';
import { buildRequest, serialiseBody } from './request-builder';
import { readPostReply } from './response-reader';
import { readCode } from './value-path';

type Change = { kind: 'cancel'; reason: string | null } | { kind: 'reschedule'; at: string };

export function cancelPost(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  reason: string | null,
): Promise<ChangeResult> {
  return changePost(engine, ctx, ref, { kind: 'cancel', reason });
}

export function reschedulePost(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  at: string,
): Promise<ChangeResult> {
  return changePost(engine, ctx, ref, { kind: 'reschedule', at });
}

async function changePost(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  change: Change,
): Promise<ChangeResult> {
  const { operations } = engine.manifest;
  const operation = change.kind === 'cancel' ? operations.cancelPost : operations.reschedulePost;
  if (!operation) return { outcome: 'unsupported' };
  const task: Task = { engine, ctx, ref, change, operation };
  try {
    const guarded = await stateForbids(task);
    if (guarded) return guarded;
    return await conclude(task, await sendChange(task));
  } catch (error) {
    // Both happen only while the request is made, before anything is sent.
    return { outcome: 'rejected', error: notMade(engine, error) };
  }
}

interface Task {
  engine: Engine;
  ctx: ProviderContext;
  ref: PostReference;
  change: Change;
  operation: ChangeOperation;
}

async function stateForbids(task: Task): Promise<ChangeResult | null> {
  const { engine, ctx, ref, operation } = task;
  if (!operation.onlyWhile) return null;
  const now = await readOne(engine, ctx, ref);
  if (now.outcome !== 'found') return null;
  const { status } = now.snapshot;
  if (status === null || operation.onlyWhile.includes(status)) return null;
  return task.change.kind === 'cancel' && status === 'canceled'
    ? { outcome: 'done', snapshot: now.snapshot }
    : { outcome: 'too_late', snapshot: now.snapshot };
}

async function sendChange(task: Task): Promise<WriteVerdict> {
  const { engine, ctx, ref, change, operation } = task;
  const place = change.kind === 'cancel' ? 'operations.cancelPost' : 'operations.reschedulePost';
  const scope = openScope(engine, ctx, {
    ...refScope(ref),
    change:
      change.kind === 'cancel'
        ? { ...(change.reason === null ? {} : { reason: change.reason }) }
        : { at: writeTime(engine.manifest, Date.parse(change.at)) },
  });
  const parts = { engine, ctx, scope, place };
  const call: Call = { engine, ctx, operation, place, platform: ref.platform };
  const request = buildRequest(parts, operation, await serialiseBody(parts, operation));
  return sendWrite(call, request, { bodyOptional: true });
}

async function conclude(task: Task, verdict: WriteVerdict): Promise<ChangeResult> {
  const said = outcomeOf(task, verdict);
  switch (said) {
    case 'done':
      return done(task, verdict);
    case 'too_late':
      return { outcome: 'too_late', snapshot: await shownNow(task) };
    case 'confirm':
      return confirm(task, errorOf(task, verdict), verdict.outcome === 'rejected');
    case 'rejected':
      return { outcome: 'rejected', error: errorOf(task, verdict) };
  }
}

/** The manifest's word for this reply; without one, success is done and doubt is read again. */
function outcomeOf(
  { engine, operation }: Task,
  verdict: WriteVerdict,
): 'done' | 'too_late' | 'confirm' | 'rejected' {
  const { reply } = verdict;
  const code = reply ? readCode(reply.json, engine.manifest.errors.code) : null;
  const line = operation.outcomes.find(
    (each) => reply && each.status.includes(reply.status) && (!each.code || hasWord(each.code, code)),
  );
  if (line) return line.is;
  if (verdict.outcome === 'accepted') return 'done';
  return verdict.outcome === 'rejected' ? 'rejected' : 'confirm';
}

async function done(task: Task, verdict: WriteVerdict): Promise<ChangeResult> {
  const { engine, ctx, ref, change } = task;
  const row = verdict.reply ? await readPostReply(engine, ctx, verdict.reply.json, ref) : null;
  const echoed = row?.snapshot ?? null;
  if (change.kind === 'cancel') {
    // The reply may still show the state before it; a post that went out after all is not canceled.
    if (echoed?.status && isFinal(echoed.status) && echoed.status !== 'canceled') {
      return { outcome: 'too_late', snapshot: echoed };
    }
    return { outcome: 'done', snapshot: canceled(ref, change.reason, echoed) };
  }
  if (echoed && sameInstant(echoed.scheduledAt, change.at)) return { outcome: 'done', snapshot: echoed };
  return confirm(task, errorOf(task, verdict), false);
}

/** Reads the post and decides. `refused`: the upstream said no, so an unchanged post is a refusal. */
async function confirm(task: Task, error: PublishError, refused: boolean): Promise<ChangeResult> {
  const { engine, ctx, ref, change } = task;
  const now = await readOne(engine, ctx, ref);
  if (now.outcome === 'missing') return gone(task, error);
  if (now.outcome !== 'found') return { outcome: 'unknown', error };
  const { snapshot } = now;
  const { status } = snapshot;
  if (status === 'canceled') {
    return change.kind === 'cancel' ? { outcome: 'done', snapshot } : { outcome: 'too_late', snapshot };
  }
  if (
    change.kind === 'reschedule' &&
    status === 'scheduled' &&
    sameInstant(snapshot.scheduledAt, change.at)
  ) {
    return { outcome: 'done', snapshot };
  }
  if (status !== null && (isFinal(status) || status === 'publishing'))
    return { outcome: 'too_late', snapshot };
  return refused ? { outcome: 'rejected', error } : { outcome: 'unknown', error };
}

/**
 * The post cannot be read. It may have been deleted, or the key may have lost sight of it: only a list that
 * answers and does not hold it says that it is gone.
 */
async function gone(task: Task, error: PublishError): Promise<ChangeResult> {
  const { engine, ctx, ref, change } = task;
  if (change.kind === 'reschedule') return { outcome: 'rejected', error };
  const { operations, read } = engine.manifest;
  if (!operations.listPosts) return { outcome: 'unknown', error };
  const agrees =
    read.missing.confirmInList || (await readFromListAlone(engine, ctx, ref)).outcome === 'missing';
  return agrees
    ? { outcome: 'done', snapshot: canceled(ref, change.reason, null) }
    : { outcome: 'unknown', error };
}

async function shownNow({ engine, ctx, ref }: Task): Promise<ProviderSnapshot | null> {
  const now = await readOne(engine, ctx, ref);
  return now.outcome === 'found' ? now.snapshot : null;
}

function canceled(
  ref: PostReference,
  reason: string | null,
  echoed: ProviderSnapshot | null,
): ProviderSnapshot {
  return {
    ...EMPTY_SNAPSHOT,
    ...echoed,
    status: 'canceled',
    providerReference: ref.id,
    canceledBy: 'caller',
    cancelReason: reason,
    error: null,
  };
}

function errorOf({ engine }: Task, verdict: WriteVerdict): PublishError {
  if (verdict.outcome !== 'accepted') return verdict.error;
  const message = 'The provider confirmed the change, but does not show it.';
  return ownError(engine, 'UPSTREAM_ERROR', message, verdict.reply);
}

/** Upstreams cut milliseconds off. */
function sameInstant(shown: string | null, wanted: string): boolean {
  return shown !== null && Math.abs(Date.parse(shown) - Date.parse(wanted)) < 1_000;
}
