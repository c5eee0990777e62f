/** Snapshots of many posts in the fewest calls: list pages where one serves many, single reads for the rest. */
import type { PostReference, ProviderContext, ProviderSnapshot, ReadResult } from '@postern/core';
import { openScope, refScope, type Engine } from './engine';
import { ownError, sendRead, type Call } from './exchange';
import { walkPages } from './paging';
import { addressOf, requestOf, RequestProblem } from './request-builder';
import { readPostReply, readPostRow } from './response-reader';
import { approvalSnapshot } from './approval';
import { readId, readText } from './value-path';

export async function readPosts(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
): Promise<ReadResult[]> {
  const found = new Map<string, ReadResult>();
  for (const group of groupsOfOneList(engine, ctx, refs)) {
    const { operations, read } = engine.manifest;
    const useList = operations.listPosts && (!operations.getPost || group.length > read.listWhenMoreThan);
    const listed = useList ? await readFromList(engine, ctx, group, found) : false;
    for (const ref of group) {
      if (!found.has(ref.postId)) found.set(ref.postId, await readOne(engine, ctx, ref, listed));
    }
  }
  const answers = refs.map((ref) => found.get(ref.postId) ?? failed(engine, ref, 'The post was not read.'));
  return withApprovals(engine, ctx, refs, answers);
}

/**
 * One post, by its own address, or from the list where there is no such address. `listed`: the whole list was
 * just seen without it.
 */
export async function readOne(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  listed = false,
): Promise<ReadResult> {
  const { getPost } = engine.manifest.operations;
  if (ref.id === null) return failed(engine, ref, 'The post has no id at the provider.');
  if (!getPost) return readFromListAlone(engine, ctx, ref);
  const place = 'operations.getPost';
  const call: Call = { engine, ctx, operation: getPost, place, platform: ref.platform };
  try {
    const scope = openScope(engine, ctx, refScope(ref));
    const verdict = await sendRead(call, await requestOf({ engine, ctx, scope, place }, getPost));
    switch (verdict.outcome) {
      case 'ok': {
        const row = await readPostReply(engine, ctx, verdict.json, ref);
        const isPost =
          row !== null && (row.id === ref.id || (row.id === null && row.snapshot.upstreamStatus !== null));
        if (isPost) return foundAs(ref, row.snapshot);
        return failed(engine, ref, 'The provider answered with something that is not this post.');
      }
      case 'missing':
        return engine.manifest.read.missing.confirmInList && !listed
          ? await readFromListAlone(engine, ctx, ref)
          : { postId: ref.postId, outcome: 'missing' };
      case 'no_route':
        return await readFromListAlone(engine, ctx, ref);
      case 'failed':
        return { postId: ref.postId, outcome: 'failed', error: verdict.error };
    }
  } catch (error) {
    if (error instanceof RequestProblem) return failed(engine, ref, error.message);
    throw error;
  }
}

/** `missing` only if the whole list was seen; the list is the best authority where it is the only one. */
export async function readFromListAlone(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
): Promise<ReadResult> {
  const found = new Map<string, ReadResult>();
  const complete = await readFromList(engine, ctx, [ref], found);
  const answer = found.get(ref.postId);
  if (answer) return answer;
  return complete
    ? { postId: ref.postId, outcome: 'missing' }
    : failed(engine, ref, 'The provider could not show whether the post exists.');
}

/** The address of the list answers which posts share one. */
function groupsOfOneList(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
): PostReference[][] {
  const { listPosts } = engine.manifest.operations;
  if (!listPosts) return [[...refs]];
  const groups = new Map<string, PostReference[]>();
  for (const ref of refs) {
    const key = listAddress(engine, ctx, ref);
    const group = groups.get(key);
    if (group) group.push(ref);
    else groups.set(key, [ref]);
  }
  return [...groups.values()];
}

function listAddress(engine: Engine, ctx: ProviderContext, ref: PostReference): string {
  const { listPosts } = engine.manifest.operations;
  try {
    const scope = openScope(engine, ctx, refScope(ref));
    return addressOf(engine, listPosts?.path ?? '/', scope, 'operations.listPosts');
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    // It cannot be listed; the single read says why.
    return '';
  }
}

/**
 * Fills `found` and says whether the whole list was seen. Stops as soon as the rest is cheaper to read
 * singly: few are left, or two pages running held none of them.
 */
async function readFromList(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
  found: Map<string, ReadResult>,
): Promise<boolean> {
  const { operations, read } = engine.manifest;
  const [first] = refs;
  const operation = operations.listPosts;
  if (!operation || !first) return false;
  const wanted = new Map(refs.flatMap((ref) => (ref.id === null ? [] : [[ref.id, ref] as const])));
  const mayStop = operations.getPost !== undefined && refs.length > read.listWhenMoreThan;
  let barren = 0;
  try {
    const rowId = engine.manifest.post.id;
    const call = { engine, ctx, operation, place: 'operations.listPosts', rowId };
    for await (const step of walkPages(call, refScope(first))) {
      if (step.kind === 'failed') {
        ctx.logger.debug('The list of posts could not be read.', { code: step.error.code });
        return false;
      }
      if (step.kind === 'end') return step.complete;
      const hits = await takeRows(engine, ctx, step.rows, wanted, found);
      barren = hits > 0 ? 0 : barren + 1;
      if (step.last) return true;
      if (wanted.size === 0 || (mayStop && (barren >= 2 || wanted.size <= 1))) return false;
    }
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    ctx.logger.debug('The list of posts has no address here.', { problem: error.message });
  }
  return false;
}

async function takeRows(
  engine: Engine,
  ctx: ProviderContext,
  rows: readonly unknown[],
  wanted: Map<string, PostReference>,
  found: Map<string, ReadResult>,
): Promise<number> {
  let hits = 0;
  for (const row of rows) {
    const id = readId(row, engine.manifest.post.id);
    const ref = id === null ? undefined : wanted.get(id);
    if (id === null || !ref) continue;
    wanted.delete(id);
    hits += 1;
    const { snapshot } = await readPostRow(engine, ctx, row, ref);
    found.set(
      ref.postId,
      foundAs(ref, isThin(engine, snapshot, row) ? await detailed(engine, ctx, ref, snapshot) : snapshot),
    );
  }
  return hits;
}

/** Rows of the list lack what the post's own page has. */
function isThin({ manifest }: Engine, snapshot: ProviderSnapshot, row: unknown): boolean {
  if (!manifest.operations.getPost) return false;
  return manifest.read.detail.some(({ status, lacks }) => {
    if (snapshot.status !== status) return false;
    const { code, message } = manifest.post.error;
    return lacks === 'error'
      ? readText(row, code) === null && readText(row, message) === null
      : snapshot[lacks] === null;
  });
}

async function detailed(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
  thin: ProviderSnapshot,
): Promise<ProviderSnapshot> {
  const { getPost } = engine.manifest.operations;
  if (!getPost) return thin;
  const place = 'operations.getPost';
  const scope = openScope(engine, ctx, refScope(ref));
  const call: Call = { engine, ctx, operation: getPost, place, platform: ref.platform };
  const verdict = await sendRead(call, await requestOf({ engine, ctx, scope, place }, getPost));
  if (verdict.outcome !== 'ok') return thin;
  const row = await readPostReply(engine, ctx, verdict.json, ref);
  return row && row.id === ref.id ? row.snapshot : thin;
}

async function withApprovals(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
  answers: ReadResult[],
): Promise<ReadResult[]> {
  const result: ReadResult[] = [];
  for (const [index, answer] of answers.entries()) {
    const ref = refs[index];
    const waits = answer.outcome === 'found' && answer.snapshot.status === 'pending_approval';
    result.push(
      ref && waits
        ? { ...answer, snapshot: await approvalSnapshot(engine, ctx, ref, answer.snapshot) }
        : answer,
    );
  }
  return result;
}

function foundAs(ref: PostReference, snapshot: ProviderSnapshot): ReadResult {
  const known = { ...snapshot, providerReference: snapshot.providerReference ?? ref.id };
  return { postId: ref.postId, outcome: 'found', snapshot: known };
}

function failed(engine: Engine, ref: PostReference, message: string): ReadResult {
  return { postId: ref.postId, outcome: 'failed', error: ownError(engine, 'UPSTREAM_ERROR', message) };
}
