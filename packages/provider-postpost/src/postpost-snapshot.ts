/** Rows of PostPost as snapshots. The status of a post comes from its rows alone; groups are never asked. */
import {
  EMPTY_SNAPSHOT,
  foldThread,
  normalisePlatform,
  type JsonObject,
  type PostReference,
  type ProviderSnapshot,
} from '@postern/core';
import { errorOfRow } from './postpost-errors';
import { connectionIdOf } from './postpost-ids';
import { statusOfWord } from './postpost-status';
import type { PostRow } from './postpost-wire';

/** What `Reference.data` holds. A reference exists only once the group had been scheduled. */
export interface PostPostReferenceData extends JsonObject {
  /** RFC 3339 UTC: the time that PostPost last told us; `null` where it never did. */
  scheduledAt: string | null;
  /** `posts[]._id`, which webhooks call `postId`; `null` until a read has shown it. */
  rowId: string | null;
}

export function readReferenceData(data: JsonObject): PostPostReferenceData {
  const { scheduledAt, rowId } = data;
  return {
    scheduledAt: typeof scheduledAt === 'string' ? scheduledAt : null,
    rowId: typeof rowId === 'string' ? rowId : null,
  };
}

type Owner = Pick<PostReference, 'platform' | 'accountReference'>;

/**
 * The rows that belong to an account, each once. A group of ours has one account, so rows of a single account
 * on its platform are its rows even where the id is written in a third way.
 */
export function rowsOf(owner: Owner, rows: readonly PostRow[]): PostRow[] {
  const idOf = (row: PostRow) => connectionIdOf(row.platform, row.platformId);
  const own = rows.filter((row) => idOf(row) === owner.accountReference);
  if (own.length > 0) return eachOnce(own);
  const alone = new Set(rows.map(idOf)).size === 1 && rows.every((row) => isOnPlatform(owner, row));
  return alone ? eachOnce(rows) : [];
}

function isOnPlatform({ platform }: Owner, row: PostRow): boolean {
  return row.platform === null || normalisePlatform(row.platform) === platform;
}

/** A row that comes twice must not look like a thread; what ids the parts of one have is documented nowhere. */
function eachOnce(rows: readonly PostRow[]): PostRow[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/**
 * The snapshot of one account's rows; a split thread has several. `draft` says nothing of a post that had
 * been scheduled: a person paused it, so the post keeps its status and `upstreamStatus` tells.
 */
export function snapshotOfRows(
  postGroupId: string,
  owner: Owner,
  rows: readonly PostRow[],
  scheduledAt: string | null,
): ProviderSnapshot {
  const snapshots = rows.map((row) => snapshotOfRow(owner.platform, row));
  const [first] = snapshots;
  const folded = snapshots.length > 1 ? foldThread(snapshots) : first;
  return { ...(folded ?? EMPTY_SNAPSHOT), providerReference: postGroupId, scheduledAt };
}

function snapshotOfRow(platform: string, row: PostRow): ProviderSnapshot {
  const status = row.status === 'draft' ? null : statusOfWord(row.status);
  const failed = status === 'failed';
  return {
    ...EMPTY_SNAPSHOT,
    status,
    upstreamStatus: row.status,
    platformPostId: row.postedId,
    // Documented replies hold no link, only the network's own id; the sibling product has begun to send one.
    platformPostUrl: row.permalink,
    attemptedAt: failed ? (row.error?.failedAt ?? null) : null,
    error: failed ? errorOfRow(row.error, platform) : null,
  };
}

/** What an accepted schedule call means, before anything was read. */
export function scheduledSnapshot(postGroupId: string, scheduledAt: string | null): ProviderSnapshot {
  return {
    ...EMPTY_SNAPSHOT,
    status: 'scheduled',
    upstreamStatus: 'scheduled',
    providerReference: postGroupId,
    scheduledAt,
  };
}
