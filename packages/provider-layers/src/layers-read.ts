/**
 * Reading many posts: pages of a hundred rows first, single GETs only where a row is too thin to end a post
 * with, or where the list did not show it.
 */
import type { PostReference, ProviderContext, PublishError, ReadResult } from '@postern/core';
import { isFinal } from '@postern/core';
import { classifyRead, readWire, unreadableError, utcOf } from '@postern/provider-kit';
import { layersClient, segment, type LayersClient } from './layers-client';
import { textOf } from './layers-config';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import { readGates } from './layers-gates';
import { listPage, PAGE_SIZE, type ListQuery } from './layers-list';
import { snapshotOf } from './layers-snapshot';
import { bareId, sameId, wirePost, type WirePost } from './layers-wire';

const HOUR_MS = 3_600_000;
/** Single reads at a time. */
const PARALLEL = 5;
/** A page costs as much as a single read; after this many pages without a hit single reads are cheaper. */
const MOST_EMPTY_PAGES = 2;

export async function readFromLayers(
  ctx: ProviderContext,
  refs: readonly PostReference[],
): Promise<ReadResult[]> {
  const client = layersClient(ctx);
  const gates = await readGates(
    ctx,
    client,
    refs.filter(({ id }) => id === null),
  );
  const results = [...gates.results];
  const promoted = new Set(gates.promoted);
  const wanted = refs.filter((ref) => ref.id !== null || promoted.has(ref));
  for (const group of byProject(wanted, client)) results.push(...(await readProject(ctx, client, group)));
  return results;
}

interface ProjectRefs {
  projectId: string | null;
  refs: PostReference[];
}

function byProject(refs: readonly PostReference[], { config }: LayersClient): ProjectRefs[] {
  const groups = new Map<string | null, ProjectRefs>();
  for (const ref of refs) {
    const projectId = textOf(ref.data.projectId) ?? textOf(ref.accountData.projectId) ?? config.projectId;
    const group = groups.get(projectId) ?? { projectId, refs: [] };
    group.refs.push(ref);
    groups.set(projectId, group);
  }
  return [...groups.values()];
}

async function readProject(
  ctx: ProviderContext,
  client: LayersClient,
  group: ProjectRefs,
): Promise<ReadResult[]> {
  const { projectId, refs } = group;
  const [first] = refs;
  // For one post the single GET says more and costs the same.
  if (projectId === null || (refs.length === 1 && first?.id != null)) {
    return inParallel(refs, (ref) => readOne(ctx, client, ref, null));
  }
  const { rows, error } = await listRows(ctx, client, projectId, refs);
  return inParallel<PostReference, ReadResult>(refs, (ref) => {
    const row = rows.get(ref.postId) ?? null;
    // The pages before the one that failed have answered: only the others are to be read again.
    if (row === null && error) return Promise.resolve({ postId: ref.postId, outcome: 'failed', error });
    if (row === null) return ref.id === null ? waiting(ref) : readOne(ctx, client, ref, null);
    return isThin(row, ctx.now()) ? readOne(ctx, client, ref, row) : Promise.resolve(foundIn(ctx, ref, row));
  });
}

interface Listed {
  /** By Postern's post id. */
  rows: Map<string, WirePost>;
  /** Set where the list could not be read to its end; a project that is missing leaves everything to single reads. */
  error: PublishError | null;
}

async function listRows(
  ctx: ProviderContext,
  client: LayersClient,
  projectId: string,
  refs: readonly PostReference[],
): Promise<Listed> {
  const rows = new Map<string, WirePost>();
  const open = new Set(refs);
  const query: ListQuery = { projectId, ...windowOf(refs) };
  let emptyPages = 0;
  while (open.size > 0 && emptyPages < MOST_EMPTY_PAGES) {
    const page = await listPage(ctx, client, query);
    if (!page.ok) return { rows, error: page.missing ? null : page.error };
    const before = open.size;
    takeMatches(page.posts, open, rows);
    emptyPages = open.size === before ? emptyPages + 1 : 0;
    if (page.nextCursor === null || page.nextCursor === query.cursor) break;
    // A handful of stragglers may lie far down the list.
    if (open.size <= 1 && refs.length > PAGE_SIZE) break;
    query.cursor = page.nextCursor;
  }
  return { rows, error: null };
}

function takeMatches(
  posts: readonly WirePost[],
  open: Set<PostReference>,
  rows: Map<string, WirePost>,
): void {
  const byId = new Map<string, WirePost>();
  for (const post of posts) if (post.id !== null) byId.set(bareId(post.id), post);
  for (const ref of open) {
    const row = ref.id === null ? posts.find((post) => isPromotionOf(post, ref)) : byId.get(bareId(ref.id));
    if (!row) continue;
    rows.set(ref.postId, row);
    open.delete(ref);
  }
}

/** An approved schedule becomes rows that only container and account tie to their target. */
function isPromotionOf(post: WirePost, ref: PostReference): boolean {
  return (
    sameId(post.containerId, textOf(ref.data.containerId)) &&
    sameId(post.socialAccountId, textOf(ref.data.socialAccountId) ?? ref.accountReference)
  );
}

/** The list is bounded by the times under which the posts were accepted, if all of them are known. */
function windowOf(refs: readonly PostReference[]): Pick<ListQuery, 'since' | 'until'> {
  const times = refs.map(({ data }) => Date.parse(textOf(data.scheduledFor) ?? ''));
  if (times.some(Number.isNaN)) return {};
  return { since: utcOf(Math.min(...times) - HOUR_MS), until: utcOf(Math.max(...times) + HOUR_MS) };
}

/** Rows have neither externalId nor lastError (Layers docs, list-posts): enough, except at the end. */
function isThin(row: WirePost, now: number): boolean {
  const { status, platformPostId, error } = snapshotOf(row, '', now);
  if (status === null || !isFinal(status)) return false;
  return (status === 'published' && platformPostId === null) || (error !== null && row.lastError === null);
}

/** The single GET; where it fails for good, a row that is at hand still tells the status. */
async function readOne(
  ctx: ProviderContext,
  client: LayersClient,
  ref: PostReference,
  row: WirePost | null,
): Promise<ReadResult> {
  const id = ref.id ?? row?.id ?? '';
  const outcome = await client.get(`/scheduled-posts/${segment(id)}`);
  const verdict = classifyRead(outcome, createContext(ctx, ref.platform));
  if (verdict.outcome === 'missing' && row === null) return { postId: ref.postId, outcome: 'missing' };
  if (verdict.outcome !== 'ok') {
    if (row !== null && !verdict.error.retryable) return foundIn(ctx, ref, row);
    return { postId: ref.postId, outcome: 'failed', error: verdict.error };
  }
  const post = readWire(wirePost, verdict.json);
  const isPost = post !== null && (post.id === null ? post.status !== null : sameId(post.id, id));
  if (!isPost) {
    const error = unreadableError(verdict.reply, {
      provider: LAYERS_ID,
      platform: ref.platform,
      now: ctx.now(),
    });
    return { postId: ref.postId, outcome: 'failed', error: { ...error, retryable: true } };
  }
  return foundIn(ctx, ref, row === null ? post : overlay(row, post));
}

/** A failed post's single GET may drop fields that its row has. */
function overlay(row: WirePost, post: WirePost): WirePost {
  const said = Object.entries(post).filter(([, value]) => value !== null);
  return { ...row, ...Object.fromEntries(said) };
}

function foundIn(ctx: ProviderContext, ref: PostReference, post: WirePost): ReadResult {
  const snapshot = snapshotOf(post, ref.platform, ctx.now());
  const result = { postId: ref.postId, outcome: 'found' as const, snapshot };
  if (ref.id !== null || post.id === null) return result;
  return { ...result, reference: { id: post.id, data: ref.data } };
}

/** Approved, and no row to be seen yet: nothing that would change the post's status. */
function waiting(ref: PostReference): Promise<ReadResult> {
  return Promise.resolve({
    postId: ref.postId,
    outcome: 'found',
    snapshot: { ...snapshotOf(NOTHING, ref.platform, 0), upstreamStatus: 'approved' },
  });
}

const NOTHING = wirePost.parse({});

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += PARALLEL) {
    results.push(...(await Promise.all(items.slice(at, at + PARALLEL).map(run))));
  }
  return results;
}
