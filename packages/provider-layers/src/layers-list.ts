/** Pages of a project's posts (Layers docs, list-posts): newest `scheduledFor` first, 100 rows at most. */
import type { ProviderContext, PublishError } from '@postern/core';
import { classifyRead, readWire, unreadableError, utcOf } from '@postern/provider-kit';
import { segment, type LayersClient } from './layers-client';
import { LAYERS_ID } from './layers-descriptor';
import { createContext } from './layers-errors';
import { bareId, sameId, wirePage, wirePost, type WirePost } from './layers-wire';

export const PAGE_SIZE = 100;
const HOUR_MS = 3_600_000;

export type PageResult =
  | { ok: true; posts: WirePost[]; nextCursor: string | null }
  /** `missing`: the project itself is not there. */
  | { ok: false; missing: boolean; error: PublishError };

export interface ListQuery {
  projectId: string;
  socialAccountId?: string;
  /** Inclusive bounds on `scheduledFor`, RFC 3339 with Z. */
  since?: string;
  until?: string;
  cursor?: string;
}

export async function listPage(
  ctx: ProviderContext,
  client: LayersClient,
  query: ListQuery,
): Promise<PageResult> {
  const { projectId, ...filters } = query;
  const path = `/projects/${segment(projectId)}/scheduled-posts`;
  const outcome = await client.get(path, { ...filters, limit: PAGE_SIZE });
  const verdict = classifyRead(outcome, createContext(ctx));
  if (verdict.outcome !== 'ok')
    return { ok: false, missing: verdict.outcome === 'missing', error: verdict.error };
  const page = readWire(wirePage, verdict.json);
  if (!page) {
    const error = unreadableError(verdict.reply, { provider: LAYERS_ID, now: ctx.now() });
    return { ok: false, missing: false, error: { ...error, retryable: true } };
  }
  const posts = page.items.flatMap((item) => {
    const post = readWire(wirePost, item);
    return post ? [post] : [];
  });
  return { ok: true, posts, nextCursor: page.nextCursor };
}

export interface Wanted {
  containerId: string;
  projectId: string;
  socialAccountIds: readonly string[];
  scheduledFor: string | null;
  /** Milliseconds. */
  firstAttemptAt: number;
}

/** Pages that a search by container looks at before it gives up. */
const SEARCH_PAGES = 5;

export type ContainerPosts =
  { ok: true; posts: Map<string, WirePost>; complete: boolean } | { ok: false; error: PublishError };

/**
 * The posts of one container by social account, or the error of the search. Publish-now rows carry the moment
 * of the call as their time, so the window follows the first attempt with an hour for clocks that differ.
 * `complete`: every row of the window was seen, and says whose it is.
 */
export async function postsOfContainer(
  ctx: ProviderContext,
  client: LayersClient,
  wanted: Wanted,
): Promise<ContainerPosts> {
  const due = wanted.scheduledFor === null ? wanted.firstAttemptAt : Date.parse(wanted.scheduledFor);
  const [only, ...others] = wanted.socialAccountIds;
  const query: ListQuery = {
    projectId: wanted.projectId,
    since: utcOf(Math.min(due, wanted.firstAttemptAt) - HOUR_MS),
    until: utcOf(Math.max(due, ctx.now()) + HOUR_MS),
    ...(only !== undefined && others.length === 0 ? { socialAccountId: only } : {}),
  };
  const posts = new Map<string, WirePost>();
  let telling = true;
  for (let page = 0; page < SEARCH_PAGES; page += 1) {
    const result = await listPage(ctx, client, query);
    if (!result.ok) return result;
    for (const post of result.posts) {
      if (post.containerId === null || post.socialAccountId === null) telling = false;
      else if (sameId(post.containerId, wanted.containerId)) posts.set(bareId(post.socialAccountId), post);
    }
    if (result.nextCursor === null) return { ok: true, posts, complete: telling };
    if (result.nextCursor === query.cursor) break;
    if (posts.size >= wanted.socialAccountIds.length) break;
    query.cursor = result.nextCursor;
  }
  return { ok: true, posts, complete: false };
}
