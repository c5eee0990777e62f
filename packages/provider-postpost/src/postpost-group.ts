/** Reading one group, as every other step needs it. */
import type { ProviderContext, ProviderSnapshot, PublishError } from '@postern/core';
import { classifyRead, readWire, unreadableError } from '@postern/provider-kit';
import type { PostPostClient } from './postpost-client';
import { errorContext } from './postpost-errors';
import { rowsOf, snapshotOfRows } from './postpost-snapshot';
import { groupWire, type PostRow } from './postpost-wire';

/** The account whose rows are meant. */
export interface GroupOwner {
  platform: string;
  accountReference: string;
}

export type GroupRead =
  | {
      outcome: 'found';
      /** Rows of every account of the group. */
      rows: PostRow[];
      /** Rows of the owner. */
      own: PostRow[];
      snapshot: ProviderSnapshot;
    }
  | { outcome: 'missing'; error: PublishError }
  | { outcome: 'failed'; error: PublishError };

export async function readGroup(
  ctx: ProviderContext,
  client: PostPostClient,
  postGroupId: string,
  owner: GroupOwner,
): Promise<GroupRead> {
  const context = errorContext(ctx.now(), owner.platform);
  const verdict = classifyRead(await client.getPost(postGroupId), context);
  if (verdict.outcome === 'missing') {
    // An unknown route (a wrong base URL) is a 404 too, but Express' HTML, not PostPost's JSON.
    const outcome = verdict.reply.json === undefined ? 'failed' : 'missing';
    return { outcome, error: verdict.error };
  }
  if (verdict.outcome === 'failed') return { outcome: 'failed', error: verdict.error };
  const group = readWire(groupWire, verdict.json);
  // A reply about another group says nothing of this one.
  const isOther = group?.postGroupId != null && group.postGroupId.toLowerCase() !== postGroupId.toLowerCase();
  if (group === null || isOther) {
    return { outcome: 'failed', error: { ...unreadableError(verdict.reply, context), retryable: true } };
  }
  const own = rowsOf(owner, group.posts);
  const snapshot = snapshotOfRows(postGroupId, owner, own, group.scheduledTime);
  return { outcome: 'found', rows: group.posts, own, snapshot };
}
