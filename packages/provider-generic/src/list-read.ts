/** Reads many posts from one list. */
import type { PostReference, ProviderContext } from '@postern/core';
import { isDeepStrictEqual } from 'node:util';
import { openScope, refScope, type Engine, type Scope } from './engine';
import { readRequest } from './exchange';
import type { ListOperation } from './manifest-schema';
import { walkPages, type ListCall } from './paging';
import { idsIn, ownRow } from './post-rows';
import { RequestProblem } from './request-builder';
import { millisecondsOf } from '@postern/provider-kit';

export interface ListReading {
  /** By post id: the row of the list that shows the post. */
  shown: Map<string, unknown>;
  /** Post ids that the list does not hold, seen to its end; of a list by time, in the time around the post. */
  absent: Set<string>;
}

/** References whose posts one request lists: its address, headers and body say which share it. */
export async function sharingOneRequest(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
  operation: ListOperation | undefined,
  place: string,
): Promise<PostReference[][]> {
  if (!operation) return [[...refs]];
  const known: { scope: Scope; key: string }[] = [];
  const groups = new Map<string, PostReference[]>();
  for (const ref of refs) {
    const scope = listScope(ref);
    let entry = known.find((each) => isDeepStrictEqual(each.scope, scope));
    if (!entry) {
      entry = { scope, key: await requestKey(engine, ctx, scope, operation, place) };
      known.push(entry);
    }
    const group = groups.get(entry.key);
    if (group) group.push(ref);
    else groups.set(entry.key, [ref]);
  }
  return [...groups.values()];
}

async function requestKey(
  engine: Engine,
  ctx: ProviderContext,
  scope: Scope,
  operation: ListOperation,
  place: string,
): Promise<string> {
  try {
    const call = { engine, ctx, operation, place };
    const { url, query, headers, body } = await readRequest(
      call,
      openScope(engine, ctx, { ...scope, page: {} }),
    );
    return JSON.stringify([url, query, headers, body]);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    // It cannot be listed; the single read says why.
    return '';
  }
}

/** A list is of many posts: it knows no `ref.id`, and the time of one is no part of its address. */
export function listScope(ref: PostReference): Scope {
  const { ref: _ref, ...scope } = refScope(ref);
  const { at: _at, ...data } = ref.data;
  return { ...scope, ref: data };
}

/**
 * Stops as soon as the rest is cheaper to read singly: few are left, or two pages running held none of them. All
 * `refs` share one request.
 */
export async function readFromList(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
): Promise<ListReading> {
  const reading: ListReading = { shown: new Map(), absent: new Set() };
  const { operations, read, post } = engine.manifest;
  const operation = operations.listPosts;
  const byTime = operation?.paging.kind === 'window';
  const listed = refs.filter((ref) => ref.id !== null && (!byTime || timeOf(ref) !== null));
  const [first] = listed;
  if (!operation || !first) return reading;
  const wanted = new Wanted(engine, listed, reading.shown);
  const mayStop = operations.getPost !== undefined && refs.length > read.listWhenMoreThan;
  const call: ListCall = {
    engine,
    ctx,
    operation,
    place: 'operations.listPosts',
    rowId: post.id,
    around: listed.map(timeOf).filter((at) => at !== null),
  };
  let barren = 0;
  try {
    for await (const step of walkPages(call, listScope(first))) {
      if (step.kind === 'failed') {
        ctx.logger.debug('The list of posts could not be read.', { code: step.error.code });
        return reading;
      }
      const complete = step.kind === 'end' ? step.complete : false;
      if (step.kind === 'rows') {
        barren = step.rows.filter((row) => wanted.take(row)).length > 0 ? 0 : barren + 1;
      }
      if (complete || (step.kind === 'rows' && step.last)) {
        for (const { postId } of listed) if (!reading.shown.has(postId)) reading.absent.add(postId);
        return reading;
      }
      if (wanted.left === 0 || (mayStop && (barren >= 2 || wanted.left <= 1))) return reading;
    }
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    ctx.logger.debug('The list of posts has no address here.', { problem: error.message });
  }
  return reading;
}

/** The posts that are still looked for. Targets of one call share an id, and may be in a row each. */
class Wanted {
  private readonly byId = new Map<string, Set<PostReference>>();

  constructor(
    private readonly engine: Engine,
    refs: readonly PostReference[],
    private readonly shown: Map<string, unknown>,
  ) {
    for (const ref of refs) {
      if (ref.id === null) continue;
      const sharing = this.byId.get(ref.id);
      if (sharing) sharing.add(ref);
      else this.byId.set(ref.id, new Set([ref]));
    }
  }

  get left(): number {
    return [...this.byId.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Whether the row shows one of the posts. */
  take(row: unknown): boolean {
    let isHit = false;
    for (const id of idsIn(this.engine, row)) {
      for (const ref of this.byId.get(id) ?? []) {
        const { found } = ownRow(this.engine, row, ref);
        // Another row may be the target's own.
        if (found !== 'others') this.byId.get(id)?.delete(ref);
        if (found !== 'others' || !this.shown.has(ref.postId)) this.shown.set(ref.postId, row);
        isHit = true;
      }
    }
    return isHit;
  }
}

/** Around when the post is to be found in a list by time, in milliseconds. */
export function timeOf(ref: PostReference): number | null {
  return millisecondsOf(ref.data['at']);
}
