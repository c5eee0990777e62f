/**
 * Cancel and reschedule. Codes of upstreams are ambiguous here (a 404 may mean "gone" or "too late"), so
 * whatever is not plainly done is decided by reading the post.
 */
import {
  EMPTY_SNAPSHOT,
  isFinal,
  type ChangeResult,
  type JsonObject,
  type PostReference,
  type ProviderContext,
  type ProviderSnapshot,
  type PublishError,
} from '@postern/core';
import { IN_FLIGHT_MS, millisecondsOf } from '@postern/provider-kit';
import { pausePost } from './change-pause';
import { changeScope, isElsewhere, isInNoList, sameInstant, type ChangeTask } from './change-scope';
import { openScope, type Engine } from './engine';
import { hasWord } from './error-map';
import { notMade, ownError, sendWrite, type Call, type WriteVerdict } from './exchange';
import { readFromListAlone, readOne } from './generic-read';
import { timeOf } from './list-read';
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
  const task: Task = { engine, ctx, ref, change, operation, formerAt: timeOf(ref) };
  try {
    const guarded = groupForbids(task) ?? (await stateForbids(task));
    if (guarded) return guarded;
    const prepared = await changeScope(scopeTask(task));
    if (prepared.kind === 'refused') return { outcome: 'rejected', error: prepared.error };
    // It may be published or gone by now: then that is the answer.
    if (prepared.kind === 'none') return await confirm(task, notListed(task), 'refused');
    return await conclude(task, await sendChange(task, prepared.scope));
  } catch (error) {
    // Both happen only while a request is made, before the change is sent.
    return { outcome: 'rejected', error: notMade(engine, error) };
  }
}

interface Task {
  engine: Engine;
  ctx: ProviderContext;
  ref: PostReference;
  change: Change;
  operation: ChangeOperation;
  /** When the post was to go out before, milliseconds; `null` where that is not known. */
  formerAt: number | null;
}

/** A request that changes all posts of a call is no answer to somebody who asked for one of them. */
function groupForbids({ engine, ref, operation }: Task): ChangeResult | null {
  const isAlone = engine.manifest.submission.targets === 'one' || ref.data['alone'] === 'true';
  if (!operation.groupWide || isAlone) return null;
  const message = `${engine.manifest.name} can change this post only together with others that it was published with; nothing was changed.`;
  return { outcome: 'rejected', error: ownError(engine, 'UPSTREAM_REJECTED', message) };
}

/**
 * Where the request would do something else later, it is made only on what the upstream shows now: not knowing
 * the state forbids it as much as a wrong state does.
 */
async function stateForbids(task: Task): Promise<ChangeResult | null> {
  const { engine, ctx, ref, operation, change } = task;
  if (!operation.onlyWhile) return pauseForbids(task);
  const now = await readOne(engine, ctx, ref);
  if (now.outcome === 'missing') return notThere(task);
  if (now.outcome === 'failed') return { outcome: 'rejected', error: now.error };
  const snapshot = now.outcome === 'found' ? now.snapshot : null;
  task.formerAt = millisecondsOf(snapshot?.scheduledAt ?? null) ?? task.formerAt;
  const status = snapshot?.status ?? null;
  if (status !== null && operation.onlyWhile.includes(status)) {
    return status === 'draft' ? null : pauseForbids(task);
  }
  if (status === null) {
    const message = 'The provider does not show whether the post is published yet, so it was not changed.';
    return {
      outcome: 'rejected',
      error: { ...ownError(engine, 'UPSTREAM_ERROR', message), retryable: true },
    };
  }
  return change.kind === 'cancel' && status === 'canceled'
    ? { outcome: 'done', snapshot }
    : { outcome: 'too_late', snapshot };
}

async function pauseForbids(task: Task): Promise<ChangeResult | null> {
  const { engine, ctx, ref, operation } = task;
  if (!operation.pause) return null;
  const place = `${scopeTask(task).place}.pause`;
  const paused = await pausePost({ engine, ctx, ref, place }, operation.pause);
  switch (paused.kind) {
    case 'paused':
      return null;
    case 'missing':
      return { outcome: 'unknown', error: notListed(task) };
    case 'too_late':
      return { outcome: 'too_late', snapshot: paused.snapshot };
    case 'refused':
      return { outcome: 'rejected', error: paused.error };
    case 'unknown':
      return { outcome: 'unknown', error: paused.error };
  }
}

/** Nothing was sent yet. Where a delete hides live posts, too, somebody else's may have hidden this one. */
async function notThere(task: Task): Promise<ChangeResult> {
  const { ctx, ref, operation } = task;
  if (operation.pause) return { outcome: 'too_late', snapshot: null };
  // By the time under which it is listed.
  const at = timeOf(ref);
  const isDue = at !== null && at <= ctx.now() + IN_FLIGHT_MS;
  return isDue ? lostSight(task) : gone(task, notListed(task));
}

function lostSight({ engine }: Task): ChangeResult {
  const message =
    'The provider does not show the post any more and its time has come, so that it may be published; nothing was changed.';
  return { outcome: 'rejected', error: ownError(engine, 'OUTCOME_UNKNOWN', message) };
}

function notListed({ engine }: Task): PublishError {
  return ownError(
    engine,
    'UPSTREAM_REJECTED',
    'The provider does not hold the post any more, or not as scheduled.',
  );
}

function scopeTask({ engine, ctx, ref, change, operation }: Task): ChangeTask {
  const place = change.kind === 'cancel' ? 'operations.cancelPost' : 'operations.reschedulePost';
  const said: JsonObject =
    change.kind === 'cancel'
      ? { ...(change.reason === null ? {} : { reason: change.reason }) }
      : { at: writeTime(engine.manifest, Date.parse(change.at)) };
  return { engine, ctx, ref, operation, place, change: said };
}

async function sendChange(task: Task, seen: JsonObject): Promise<WriteVerdict> {
  const { engine, ctx, ref, operation } = task;
  const { place } = scopeTask(task);
  const scope = openScope(engine, ctx, seen);
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
      return confirm(task, errorOf(task, verdict), verdict.outcome === 'rejected' ? 'refused' : 'doubtful');
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
  // A reply that names no post speaks of the call, and so does its status.
  const echoed = row !== null && row.id !== null ? row.snapshot : null;
  if (change.kind === 'cancel') {
    // The reply may still show the state before it; a post that went out after all is not canceled.
    if (echoed?.status && isFinal(echoed.status) && echoed.status !== 'canceled') {
      return { outcome: 'too_late', snapshot: echoed };
    }
    return { outcome: 'done', snapshot: canceled(ref, change.reason, echoed) };
  }
  if (echoed && sameInstant(echoed.scheduledAt, change.at)) return { outcome: 'done', snapshot: echoed };
  return confirm(task, errorOf(task, verdict), 'done');
}

/** Reads the post and decides. `refused`: the upstream said no, so an unchanged post is a refusal. */
async function confirm(
  task: Task,
  error: PublishError,
  said: 'done' | 'doubtful' | 'refused',
): Promise<ChangeResult> {
  const { engine, ctx, ref, change } = task;
  const now = await readOne(engine, ctx, ref);
  if (now.outcome === 'missing') return gone(task, error);
  if (now.outcome !== 'found') return { outcome: 'unknown', error };
  const { snapshot } = now;
  const { status } = snapshot;
  if (status === 'canceled') {
    return change.kind === 'cancel' ? { outcome: 'done', snapshot } : { outcome: 'too_late', snapshot };
  }
  if (change.kind === 'reschedule' && status === 'scheduled') {
    if (sameInstant(snapshot.scheduledAt, change.at)) return { outcome: 'done', snapshot };
    if (said === 'done' && isElsewhere(snapshot.scheduledAt, task.formerAt, ctx.now()))
      return { outcome: 'done', snapshot };
  }
  if (status !== null && (isFinal(status) || status === 'publishing'))
    return { outcome: 'too_late', snapshot };
  return { outcome: said === 'refused' ? 'rejected' : 'unknown', error };
}

/**
 * The post cannot be read. It may have been deleted, or the key may have lost sight of it: only a list that
 * answers and does not hold it says that it is gone.
 */
async function gone(task: Task, error: PublishError): Promise<ChangeResult> {
  const { ref, change } = task;
  if (change.kind === 'reschedule') return { outcome: 'rejected', error };
  return (await listAgrees(task))
    ? { outcome: 'done', snapshot: canceled(ref, change.reason, null) }
    : { outcome: 'unknown', error };
}

async function listAgrees(task: Task): Promise<boolean> {
  const { engine, ctx, ref, operation } = task;
  const { operations, read } = engine.manifest;
  if (!operations.listPosts) {
    return operation.via !== undefined && (await isInNoList(scopeTask(task), operation.via));
  }
  // Without an address of single posts it was the list that was read before.
  if (read.missing.confirmInList || !operations.getPost) return true;
  return (await readFromListAlone(engine, ctx, ref)).outcome === 'missing';
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
