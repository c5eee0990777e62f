/** What a change needs to know first: the other resource that it speaks of, and the post that it replaces. */
import type { Json, JsonObject, PostReference, ProviderContext, PublishError } from '@postern/core';
import { millisecondsOf } from '@postern/provider-kit';
import { openScope, refScope, type Engine } from './engine';
import { ownError, readRequest, sendRead, type Call } from './exchange';
import { readOne } from './generic-read';
import { plainText } from './reply-posts';
import type { ChangeOperation } from './manifest-schema';
import { walkPages } from './paging';
import { idsIn } from './post-rows';
import { postRoot } from './response-reader';
import { isJsonObject, readId, readText, readTime, toJson } from './value-path';

export interface ChangeTask {
  engine: Engine;
  ctx: ProviderContext;
  ref: PostReference;
  operation: ChangeOperation;
  place: string;
  /** The scope's `change`. */
  change: JsonObject;
}

/** `none`: the list was seen to its end, and no row is the post's. Nothing was changed where there is no scope. */
export type ChangeScope =
  { kind: 'ready'; scope: JsonObject } | { kind: 'none' } | { kind: 'refused'; error: PublishError };

export async function changeScope(task: ChangeTask): Promise<ChangeScope> {
  const scope: JsonObject = { ...refScope(task.ref), change: task.change };
  if (task.operation.reads) {
    const current = await currentPost(task);
    if ('error' in current) return { kind: 'refused', error: current.error };
    scope['current'] = current.post;
  }
  if (task.operation.via) {
    const found = await otherResource(task, task.operation.via);
    if (found.kind !== 'one') return found;
    scope['found'] = { id: found.id };
  }
  return { kind: 'ready', scope };
}

async function currentPost(task: ChangeTask): Promise<{ post: Json } | { error: PublishError }> {
  const { engine, ctx, ref } = task;
  const operation = engine.manifest.operations.getPost;
  const refused = (message: string) => ({ error: ownError(engine, 'UPSTREAM_ERROR', message) });
  if (!operation) return refused('The post cannot be read, so it cannot be replaced.');
  const call: Call = { engine, ctx, operation, place: 'operations.getPost', platform: ref.platform };
  const verdict = await sendRead(call, await readRequest(call, openScope(engine, ctx, refScope(ref))));
  if (verdict.outcome !== 'ok') return { error: verdict.error };
  const post = postRoot(engine, verdict.json);
  const ids = post === null ? null : idsIn(engine, post);
  const isIt = ids !== null && ref.id !== null && (ids.size === 0 || ids.has(ref.id));
  return isIt
    ? { post: toJson(post) }
    : refused('The provider answered with something that is not this post, so it was not replaced.');
}

/** Whether the list of the other resource answers and holds nothing of the post's account and text, at any time. */
export async function isInNoList(task: ChangeTask, via: Via): Promise<boolean> {
  const { scheduledAt: _anyTime, ...match } = via.match;
  return (await otherResource(task, { ...via, match })).kind === 'none';
}

type Via = NonNullable<ChangeOperation['via']>;
type Found = { kind: 'one'; id: string } | { kind: 'none' } | { kind: 'refused'; error: PublishError };

/** Exactly one row may agree, of a list that was seen to its end: to change another's post would be worse. */
async function otherResource(task: ChangeTask, via: Via): Promise<Found> {
  const { engine, ctx, ref, place } = task;
  const refused = (message: string): Found => {
    return { kind: 'refused', error: { ...ownError(engine, 'UPSTREAM_ERROR', message), retryable: true } };
  };
  const fits = await rowTest(task, via);
  if (fits === null) return refused('It is not known for when the post is scheduled, so it was not changed.');
  const ids = new Set<string>();
  const call = { engine, ctx, operation: via, place: `${place}.via`, rowId: via.id, platform: ref.platform };
  let complete = false;
  for await (const step of walkPages(call, { ...refScope(ref), change: task.change })) {
    if (step.kind === 'failed') return { kind: 'refused', error: step.error };
    if (step.kind === 'end') complete = step.complete;
    else {
      for (const row of step.rows.filter(fits)) {
        const id = readId(row, via.id);
        if (id === null) return refused('The post’s row names no id, so it was not changed.');
        ids.add(id);
      }
    }
  }
  if (!complete) return refused('The list in which the post stands has no end, so it was not changed.');
  const [id, ...others] = ids;
  if (others.length > 0) return refused('Several rows could be the post’s, so none was changed.');
  return id === undefined ? { kind: 'none' } : { kind: 'one', id };
}

/** `null` where what must agree is not known. */
async function rowTest(
  { engine, ctx, ref }: ChangeTask,
  { match }: Via,
): Promise<((row: unknown) => boolean) | null> {
  let at: string | null = null;
  if (match.scheduledAt !== undefined) {
    const now = await readOne(engine, ctx, ref);
    at = now.outcome === 'found' ? now.snapshot.scheduledAt : null;
    if (at === null) return null;
  }
  return (row) => {
    if (!isJsonObject(row)) return false;
    const text = readText(row, match.text);
    return (
      (match.reference === undefined || readId(row, match.reference) === ref.id) &&
      (match.account === undefined || readId(row, match.account) === ref.accountReference) &&
      (match.text === undefined || (text !== null && plainText(text) === plainText(ref.text))) &&
      (at === null || sameInstant(readTime(row, match.scheduledAt), at))
    );
  };
}

/** Upstreams cut milliseconds off. */
export function sameInstant(shown: string | null, wanted: string): boolean {
  return shown !== null && Math.abs(Date.parse(shown) - Date.parse(wanted)) < 1_000;
}

/**
 * Some upstreams accept a move and choose the time themselves: what they show is when the post goes out, and wins
 * over what was asked for. The time from before says that nothing moved, and one that is past that it is due.
 * `formerAt` and `now`: milliseconds; `formerAt` is null where it is not known.
 */
export function isElsewhere(shown: string | null, formerAt: number | null, now: number): boolean {
  const at = millisecondsOf(shown);
  if (at === null || at <= now) return false;
  return formerAt === null || Math.abs(at - formerAt) >= 1_000;
}
