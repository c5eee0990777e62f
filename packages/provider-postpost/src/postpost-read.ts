/**
 * Reads many posts in few calls. One page of the list of scheduled groups answers for a hundred open posts;
 * what is not on it has ended or is gone, and only get-post knows how, since list rows hold neither the
 * network's id nor the error.
 */
import type { PostReference, ProviderContext, PublishError, ReadResult, Reference } from '@postern/core';
import { classifyRead, readWire, unreadableError } from '@postern/provider-kit';
import { createPostPostClient, PAGE_SIZE, type PostPostClient } from './postpost-client';
import { errorContext, localError } from './postpost-errors';
import { readGroup } from './postpost-group';
import { isObjectId } from './postpost-ids';
import { readReferenceData, rowsOf, snapshotOfRows } from './postpost-snapshot';
import { statusOfWord } from './postpost-status';
import { listWire, type ListedGroup } from './postpost-wire';

/** Up to so many posts that should have gone out by now are asked for one by one: most will have ended. */
const FEW = 3;
/** Further pages than the posts themselves would fill, for groups of others in between. */
const SPARE_PAGES = 2;
/** get-post calls at the same time. */
const PARALLEL = 4;

export async function readPosts(ctx: ProviderContext, refs: readonly PostReference[]): Promise<ReadResult[]> {
  const client = createPostPostClient(ctx);
  const results = new Map<PostReference, ReadResult>();
  for (const ref of refs) if (!isObjectId(ref.id)) results.set(ref, badId(ctx, ref));
  let open = refs.filter((ref) => !results.has(ref));
  if (open.length > FEW || open.some((ref) => isAhead(ctx, ref))) {
    const listed = await readList(ctx, client, open);
    for (const [ref, result] of listed) results.set(ref, result);
    open = open.filter((ref) => !results.has(ref));
  }
  for (let start = 0; start < open.length; start += PARALLEL) {
    const slice = open.slice(start, start + PARALLEL);
    const read = await Promise.all(slice.map((ref) => readOne(ctx, client, ref)));
    slice.forEach((ref, index) => results.set(ref, read[index] ?? badId(ctx, ref)));
  }
  return refs.map((ref) => results.get(ref) ?? badId(ctx, ref));
}

/** PostPost's answer to a malformed id is a 500 that no repetition cures, so none is sent. */
function badId(ctx: ProviderContext, { postId, platform }: PostReference): ReadResult {
  const message = 'The stored reference is not an id of PostPost.';
  return { postId, outcome: 'failed', error: localError(ctx.now(), { code: 'INTERNAL', platform, message }) };
}

/** Only the list tells the time of a post, and only for a post that still waits does the time matter. */
function isAhead(ctx: ProviderContext, ref: PostReference): boolean {
  const { scheduledAt } = readReferenceData(ref.data);
  return scheduledAt !== null && Date.parse(scheduledAt) > ctx.now();
}

async function readOne(
  ctx: ProviderContext,
  client: PostPostClient,
  ref: PostReference,
): Promise<ReadResult> {
  const { postId } = ref;
  const found = await readGroup(ctx, client, ref.id ?? '', ref);
  switch (found.outcome) {
    case 'missing':
      return { postId, outcome: 'missing' };
    case 'failed':
      return { postId, outcome: 'failed', error: found.error };
    case 'found': {
      const { snapshot, own } = found;
      const reference = newReference(ref, { rowId: own[0]?._id ?? null, scheduledAt: snapshot.scheduledAt });
      return { postId, outcome: 'found', snapshot, ...reference };
    }
  }
}

/** What the pages of scheduled groups say of these posts; posts that are on no page stay out. */
async function readList(
  ctx: ProviderContext,
  client: PostPostClient,
  refs: readonly PostReference[],
): Promise<Map<PostReference, ReadResult>> {
  const results = new Map<PostReference, ReadResult>();
  const wanted = byGroup(refs);
  const mostPages = Math.ceil(wanted.size / PAGE_SIZE) + SPARE_PAGES;
  for (let page = 1; page <= mostPages && wanted.size > 0; page += 1) {
    const answer = await readPage(ctx, client, page);
    if ('error' in answer) {
      // One failing call is enough: hundreds of get-posts would fail alike.
      for (const ref of [...wanted.values()].flat()) {
        results.set(ref, { postId: ref.postId, outcome: 'failed', error: answer.error });
      }
      return results;
    }
    for (const group of answer.groups) {
      const id = group.postGroupId?.toLowerCase() ?? '';
      for (const ref of wanted.get(id) ?? []) {
        const result = ofListedGroup(ref, group);
        if (result) results.set(ref, result);
      }
      wanted.delete(id);
    }
    if (!answer.hasNext || answer.groups.length === 0) break;
  }
  return results;
}

/** Several posts may share a group that was made elsewhere. */
function byGroup(refs: readonly PostReference[]): Map<string, PostReference[]> {
  const groups = new Map<string, PostReference[]>();
  for (const ref of refs) {
    const id = ref.id?.toLowerCase() ?? '';
    groups.set(id, [...(groups.get(id) ?? []), ref]);
  }
  return groups;
}

async function readPage(
  ctx: ProviderContext,
  client: PostPostClient,
  page: number,
): Promise<{ groups: ListedGroup[]; hasNext: boolean } | { error: PublishError }> {
  const context = errorContext(ctx.now());
  const verdict = classifyRead(await client.listScheduled({ page }), context);
  if (verdict.outcome !== 'ok') return { error: verdict.error };
  const list = readWire(listWire, verdict.json);
  if (list === null) return { error: unreadableError(verdict.reply, context) };
  const { hasNextPage, totalPages } = list.pagination ?? { hasNextPage: null, totalPages: null };
  const hasNext = hasNextPage ?? (totalPages === null ? list.posts.length === PAGE_SIZE : page < totalPages);
  return { groups: list.posts, hasNext };
}

/** `null` where the row has ended: get-post knows the rest. */
function ofListedGroup(ref: PostReference, group: ListedGroup): ReadResult | null {
  const own = rowsOf(ref, group.platforms);
  const ended = own.some(({ status }) => {
    const meaning = statusOfWord(status);
    return meaning === 'published' || meaning === 'failed';
  });
  if (own.length === 0 || ended) return null;
  const snapshot = snapshotOfRows(ref.id ?? '', ref, own, group.scheduledTime);
  const reference = newReference(ref, { rowId: null, scheduledAt: group.scheduledTime });
  return { postId: ref.postId, outcome: 'found', snapshot, ...reference };
}

/** What the read has learned beyond the reference; nothing where it learned nothing. */
function newReference(
  ref: PostReference,
  seen: { rowId: string | null; scheduledAt: string | null },
): { reference?: Reference } {
  const known = readReferenceData(ref.data);
  const data = {
    ...ref.data,
    rowId: seen.rowId ?? known.rowId,
    scheduledAt: seen.scheduledAt ?? known.scheduledAt,
  };
  if (data.rowId === known.rowId && data.scheduledAt === known.scheduledAt) return {};
  return { reference: { id: ref.id, data } };
}
