import { isMadeBy } from '../frame/fresh-rows';
import type { PostpostSettings } from './options';
import { Refusal } from './refusal';
import { splitConnectionId, type PlatformPost, type PostGroup } from './state';

const GROUP_STATUSES = ['draft', 'scheduled', 'published', 'failed', 'partially_published'];
const SORT_FIELDS = ['createdAt', 'updatedAt', 'scheduledTime'] as const;

/** get-post: no status and no time of the group, ids without their platform, keys without a value absent. */
export function getPostView(group: PostGroup, settings: PostpostSettings): Record<string, unknown> {
  const { status, processingStatus, scheduledTime } = group;
  return {
    success: true,
    postGroupId: group._id,
    ...(settings.getPostGroupFields
      ? { status, processingStatus, scheduledTime: scheduledTime ?? undefined }
      : {}),
    posts: group.posts.map((post) => platformPostView(post, settings)),
  };
}

function platformPostView(post: PlatformPost, settings: PostpostSettings): Record<string, unknown> {
  const { _id, platform, connectionId, content, status, postedId, error } = post;
  const nothing = settings.absentAs === 'null' ? null : undefined;
  return {
    _id,
    platform,
    platformId: settings.getPostIds === 'compound' ? connectionId : splitConnectionId(connectionId).rawId,
    content,
    status,
    postedId: postedId ?? nothing,
    error: error ?? nothing,
  };
}

export type ListQuery = Readonly<Record<string, unknown>>;

/**
 * list-posts with all its clamping.
 *
 * @param newestCreatedMs groups created later are missing from the page
 */
export function listPostsView(
  groups: readonly PostGroup[],
  mediaUrlsOf: (group: PostGroup) => string[],
  query: ListQuery,
  newestCreatedMs: number,
): Record<string, unknown> {
  const page = Math.max(1, Math.trunc(numberOf(query['page'])) || 1);
  const limit = Math.min(100, Math.max(1, Math.trunc(numberOf(query['limit'])) || 20));
  const matching = groups
    .filter(({ deleted }) => !deleted)
    .filter(({ createdAt }) => isMadeBy(createdAt, newestCreatedMs))
    .filter(filterOf(query));
  const ordered = inOrder(matching, query);
  const totalItems = matching.length;
  const totalPages = Math.ceil(totalItems / limit);
  return {
    success: true,
    posts: ordered
      .slice((page - 1) * limit, page * limit)
      .map((group) => groupView(group, mediaUrlsOf(group))),
    pagination: {
      page,
      limit,
      totalItems,
      totalPages,
      hasNextPage: page < totalPages,
      hasPrevPage: page > 1,
    },
  };
}

function groupView(group: PostGroup, mediaUrls: string[]): Record<string, unknown> {
  return {
    postGroupId: group._id,
    content: group.content,
    status: group.status,
    // Whether a draft shows null or nothing is not documented.
    scheduledTime: group.scheduledTime ?? undefined,
    createdAt: group.createdAt,
    updatedAt: group.updatedAt,
    platforms: group.posts.map(({ connectionId, platform, status }) => ({
      platformId: connectionId,
      platform,
      status,
    })),
    mediaUrls,
  };
}

function filterOf(query: ListQuery): (group: PostGroup) => boolean {
  const status = textOf(query['status']);
  if (status !== '' && !GROUP_STATUSES.includes(status)) {
    throw Refusal.because(400, `Invalid status. Must be one of: ${GROUP_STATUSES.join(', ')}`);
  }
  const fromMs = dateOf(query['fromDate'], 'fromDate') ?? Number.NEGATIVE_INFINITY;
  const toMs = dateOf(query['toDate'], 'toDate') ?? Number.POSITIVE_INFINITY;
  const dated = Number.isFinite(fromMs) || Number.isFinite(toMs);
  const platform = platformPattern(textOf(query['platform']));
  return (group) =>
    (status === '' || group.status === status) &&
    (platform === null || group.posts.some(({ connectionId }) => platform.test(connectionId))) &&
    // Without a time, a draft is neither before nor after anything.
    (!dated || (group.scheduledTime !== null && within(Date.parse(group.scheduledTime), fromMs, toMs)));
}

/** A full connection id practically never matches: the pattern wants another dash behind it. */
function platformPattern(platform: string): RegExp | null {
  if (platform === '') return null;
  // Escaped, so that a stray bracket is an empty page rather than a fault of the sandbox.
  return new RegExp(`^${platform.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}-`, 'i');
}

/** Rows of one time stay as they were made, or the other way round. */
function inOrder(groups: readonly PostGroup[], query: ListQuery): PostGroup[] {
  const wanted = textOf(query['sortBy']) || 'createdAt';
  const field = SORT_FIELDS.find((known) => known === wanted);
  if (field === undefined) {
    throw Refusal.because(400, `Invalid sortBy. Must be one of: ${SORT_FIELDS.join(', ')}`);
  }
  const ascends = query['sortOrder'] === 'asc';
  const sign = ascends ? 1 : -1;
  // Oldest first is how they come, so that the commonest orders find them sorted.
  return (ascends ? [...groups] : groups.toReversed()).sort((left, right) => {
    const [a, b] = [left[field] ?? '', right[field] ?? ''];
    if (a === b) return 0;
    return a < b ? -sign : sign;
  });
}

function within(atMs: number, fromMs: number, toMs: number): boolean {
  return atMs >= fromMs && atMs <= toMs;
}

function dateOf(value: unknown, name: string): number | null {
  const text = textOf(value);
  if (text === '') return null;
  const atMs = new Date(text).getTime();
  if (Number.isNaN(atMs)) throw Refusal.because(400, `Invalid ${name} format`);
  return atMs;
}

function numberOf(value: unknown): number {
  return typeof value === 'string' ? Number.parseInt(value, 10) : Number.NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
