import { isSuccess, type MergeResult, type Reference } from '@postern/core';
import type { PostChange } from './post-plan';
import type { PostRow } from './post-row';

/** The current try of a post whose earlier try turned out to be live: it must not go out as well. */
export interface Withdrawal {
  postId: string;
  workspaceId: string;
  groupId: string;
  connectionId: string;
  round: number;
  /** What is upstream and to be canceled; `null` where nothing was heard of it: it is kept from going out. */
  reference: Reference | null;
}

/**
 * What a merge means for the current try; `too_late` where both have reached the network. Pure.
 *
 * @param before where the current try was found before the change
 */
export function withdrawalOf(
  row: PostRow,
  before: Reference,
  change: PostChange,
  merged: MergeResult,
): Withdrawal | 'too_late' | null {
  if (!merged.duplicateRisk && !merged.wonFromEarlierRound) return null;
  const { snapshot, referenceData } = change;
  const ofCurrent = snapshot.round === row.round;
  const live = isSuccess(ofCurrent ? snapshot.status : row.status);
  if (merged.duplicateRisk && live) return 'too_late';
  const reference = ofCurrent
    ? { id: snapshot.providerReference, data: referenceData ?? before.data }
    : before;
  const known = reference.id !== null || Object.keys(reference.data).length > 0;
  // It was seen on its way to the network, and nothing is known by which it could be stopped.
  if (merged.duplicateRisk && !known) return 'too_late';
  return {
    postId: row.id,
    workspaceId: row.workspace_id,
    groupId: row.group_id,
    connectionId: row.connection_id,
    round: row.round,
    reference: known ? reference : null,
  };
}
