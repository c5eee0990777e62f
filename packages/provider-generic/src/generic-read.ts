/** Snapshots of many posts in the fewest calls: list pages where one serves many, single reads for the rest. */
import type { PostReference, ProviderContext, ProviderSnapshot, ReadResult } from '@postern/core';
import { approvalSnapshot } from './approval';
import { openScope, refScope, type Engine } from './engine';
import { ownError, readRequest, sendRead, type Call, type GetVerdict } from './exchange';
import { readFromList, sharingOneRequest, timeOf } from './list-read';
import { idsIn } from './post-rows';
import { RequestProblem } from './request-builder';
import { postRoot, readPostRow } from './response-reader';
import { requestRows, type RequestedRows } from './row-requests';

/** What a read saw of one post before its rows are told apart. */
type Sight = { kind: 'shown'; group: unknown; listed: boolean } | { kind: 'told'; result: ReadResult };

/** One go at reading: posts of one call share an address, which is asked once. */
interface Round {
  engine: Engine;
  ctx: ProviderContext;
  asked: Map<string, Promise<GetVerdict>>;
}

export async function readPosts(
  engine: Engine,
  ctx: ProviderContext,
  refs: readonly PostReference[],
): Promise<ReadResult[]> {
  const round: Round = { engine, ctx, asked: new Map() };
  const { operations, read } = engine.manifest;
  const { listPosts, getPost } = operations;
  const sights = new Map<PostReference, Sight>();
  for (const group of await sharingOneRequest(engine, ctx, refs, listPosts, 'operations.listPosts')) {
    const useList = listPosts !== undefined && (!getPost || group.length > read.listWhenMoreThan);
    const list = useList ? await readFromList(engine, ctx, group) : null;
    for (const ref of group) {
      const row = list?.shown.get(ref.postId);
      const isAbsent = list?.absent.has(ref.postId) === true;
      // A list that was just walked in vain is not walked once more for each post.
      const single = () =>
        list && !getPost ? listedAlone(engine, ref, isAbsent) : look(round, ref, isAbsent);
      sights.set(ref, row === undefined ? await single() : { kind: 'shown', group: row, listed: true });
    }
  }
  return withApprovals(engine, ctx, refs, await tell(round, refs, sights));
}

/** One post, by its own address, or from the list where there is no such address. */
export async function readOne(engine: Engine, ctx: ProviderContext, ref: PostReference): Promise<ReadResult> {
  const round: Round = { engine, ctx, asked: new Map() };
  const sight = await look(round, ref, false);
  const [result] = await tell(round, [ref], new Map([[ref, sight]]));
  return result ?? failed(engine, ref, 'The post was not read.');
}

/** `missing` only if the whole list was seen; the list is the best authority where it is the only one. */
export async function readFromListAlone(
  engine: Engine,
  ctx: ProviderContext,
  ref: PostReference,
): Promise<ReadResult> {
  const round: Round = { engine, ctx, asked: new Map() };
  const [result] = await tell(round, [ref], new Map([[ref, await lookInList(round, ref)]]));
  return result ?? failed(engine, ref, 'The post was not read.');
}

/** `absent`: the whole list was just seen without it. */
async function look(round: Round, ref: PostReference, absent: boolean): Promise<Sight> {
  const { engine } = round;
  const told = (result: ReadResult): Sight => ({ kind: 'told', result });
  const { operations, read } = engine.manifest;
  if (ref.id === null) return told(failed(engine, ref, 'The post has no id at the provider.'));
  if (!operations.getPost) return lookInList(round, ref);
  try {
    const verdict = await askForPost(round, ref);
    switch (verdict.outcome) {
      case 'ok': {
        const group = postRoot(engine, verdict.json);
        return group === null
          ? told(failed(engine, ref, NOT_THIS_POST))
          : { kind: 'shown', group, listed: false };
      }
      case 'missing':
        return read.missing.confirmInList && !absent
          ? await lookInList(round, ref)
          : told({ postId: ref.postId, outcome: 'missing' });
      case 'no_route':
        return await lookInList(round, ref);
      case 'failed':
        return told({ postId: ref.postId, outcome: 'failed', error: verdict.error });
    }
  } catch (error) {
    if (error instanceof RequestProblem) return told(failed(engine, ref, error.message));
    throw error;
  }
}

async function askForPost({ engine, ctx, asked }: Round, ref: PostReference): Promise<GetVerdict> {
  const operation = engine.manifest.operations.getPost;
  if (!operation) throw new RequestProblem('There is no operations.getPost.');
  const call: Call = { engine, ctx, operation, place: 'operations.getPost', platform: ref.platform };
  const request = await readRequest(call, openScope(engine, ctx, refScope(ref)));
  const { url, query, headers, body } = request;
  const key = JSON.stringify([url, query, headers, body]);
  const verdict = asked.get(key) ?? sendRead(call, request);
  asked.set(key, verdict);
  return verdict;
}

async function lookInList({ engine, ctx }: Round, ref: PostReference): Promise<Sight> {
  const { shown, absent } = await readFromList(engine, ctx, [ref]);
  const row = shown.get(ref.postId);
  return row === undefined
    ? listedAlone(engine, ref, absent.has(ref.postId))
    : { kind: 'shown', group: row, listed: true };
}

function listedAlone(engine: Engine, ref: PostReference, absent: boolean): Sight {
  const result: ReadResult = absent
    ? { postId: ref.postId, outcome: 'missing' }
    : failed(engine, ref, 'The provider could not show whether the post exists.');
  return { kind: 'told', result };
}

/** From what was seen to snapshots, with the rows that are a resource of their own. */
async function tell(
  round: Round,
  refs: readonly PostReference[],
  sights: ReadonlyMap<PostReference, Sight>,
): Promise<ReadResult[]> {
  const { engine, ctx } = round;
  const shown = refs.flatMap((ref) => {
    const sight = sights.get(ref);
    return sight?.kind === 'shown' ? [{ ref, group: sight.group }] : [];
  });
  const requested = await requestRows(engine, ctx, shown);
  const results: ReadResult[] = [];
  for (const ref of refs) {
    const sight = sights.get(ref);
    if (!sight) results.push(failed(engine, ref, 'The post was not read.'));
    else if (sight.kind === 'told') results.push(sight.result);
    else results.push(await tellOne(round, ref, sight, requested.get(ref.id ?? '')));
  }
  return results;
}

const NOT_THIS_POST = 'The provider answered with something that is not this post.';

async function tellOne(
  round: Round,
  ref: PostReference,
  { group, listed }: Extract<Sight, { kind: 'shown' }>,
  requested: RequestedRows | undefined,
): Promise<ReadResult> {
  const { engine, ctx } = round;
  if (requested && !requested.ok) {
    return { postId: ref.postId, outcome: 'failed', error: requested.error };
  }
  const rows = requested?.rows ?? [];
  const row = await readPostRow(engine, ctx, group, ref, rows);
  if (!isThisPost(engine, ref, group, row)) return failed(engine, ref, NOT_THIS_POST);
  const snapshot =
    listed && isThin(engine, row.snapshot)
      ? ((await detailed(round, ref, rows)) ?? row.snapshot)
      : row.snapshot;
  return foundAs(engine, ref, snapshot);
}

/** A reply without any id counts where it says how the post is: the address named the post. */
function isThisPost(
  engine: Engine,
  ref: PostReference,
  group: unknown,
  { id, snapshot }: { id: string | null; snapshot: ProviderSnapshot },
): boolean {
  const ids = idsIn(engine, group);
  if (ref.id !== null && (id === ref.id || ids.has(ref.id))) return true;
  return id === null && ids.size === 0 && (snapshot.upstreamStatus !== null || snapshot.status !== null);
}

/** Rows of the list lack what the post's own page has. */
function isThin({ manifest }: Engine, snapshot: ProviderSnapshot): boolean {
  if (!manifest.operations.getPost) return false;
  return manifest.read.detail.some(({ status, lacks }) => {
    if (snapshot.status !== status) return false;
    return lacks === 'error'
      ? !snapshot.error?.upstreamCode && !snapshot.error?.upstreamMessage
      : snapshot[lacks] === null;
  });
}

async function detailed(
  round: Round,
  ref: PostReference,
  rows: readonly unknown[],
): Promise<ProviderSnapshot | null> {
  const { engine, ctx } = round;
  const verdict = await askForPost(round, ref);
  const group = verdict.outcome === 'ok' ? postRoot(engine, verdict.json) : null;
  if (group === null) return null;
  const row = await readPostRow(engine, ctx, group, ref, rows);
  return ref.id !== null && idsIn(engine, group).has(ref.id) ? row.snapshot : null;
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

/** Ids differ by the state or the row they name; the one that was kept stays. A list by time needs the new time. */
function foundAs(engine: Engine, ref: PostReference, snapshot: ProviderSnapshot): ReadResult {
  const known = { ...snapshot, providerReference: ref.id ?? snapshot.providerReference };
  const found = { postId: ref.postId, outcome: 'found' as const, snapshot: known };
  const byTime = engine.manifest.operations.listPosts?.paging.kind === 'window';
  const at = snapshot.publishedAt ?? snapshot.scheduledAt;
  const kept = timeOf(ref);
  if (!byTime || at === null || (kept !== null && Math.abs(Date.parse(at) - kept) < 1_000)) return found;
  return { ...found, reference: { id: ref.id, data: { ...ref.data, at } } };
}

function failed(engine: Engine, ref: PostReference, message: string): ReadResult {
  return { postId: ref.postId, outcome: 'failed', error: ownError(engine, 'UPSTREAM_ERROR', message) };
}
